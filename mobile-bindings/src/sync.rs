//! One sync: run, watched, cancelled.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use ruhu_core::sync::{self, UreqTransport};

use crate::{
    CallbackFailure, RuhuError, SyncObserver, SyncProgress, SyncReport, Transport, guard::Opened,
    transport::AppTransport,
};

/// One sync of phone and server. What was not acknowledged goes with the next one.
#[derive(uniffi::Object)]
pub struct SyncRun {
    opened: Arc<Opened>,
    limits: sync::SyncLimits,
    cancelled: AtomicBool,
    progress: Mutex<SyncProgress>,
}

impl SyncRun {
    pub(crate) fn new(opened: Arc<Opened>, limits: sync::SyncLimits) -> Self {
        let progress = Mutex::new(SyncProgress::default());
        Self { opened, limits, cancelled: AtomicBool::new(false), progress }
    }
}

#[uniffi::export]
impl SyncRun {
    /// Brings phone and server together. Blocks for as long as it takes; needs the network.
    #[uniffi::method(default(observer = None))]
    pub fn run(&self, observer: Option<Arc<dyn SyncObserver>>) -> Result<SyncReport, RuhuError> {
        self.opened.call(|session| {
            let watch = Watch { run: self, observer, thrown: Mutex::new(None) };
            let ended = over(self.opened.transport.as_ref(), |transport| {
                Ok(session.sync_within(self.limits, transport, &watch)?.into())
            });
            match watch.thrown.into_inner().unwrap_or_else(PoisonError::into_inner) {
                Some(failure) => Err(RuhuError::callback("SyncObserver.progress", &failure)),
                None => ended,
            }
        })
    }

    /// Asks the sync to stop after the request that is under way: [`SyncRun::run`] then answers `cancelled`. May be
    /// called from any thread and from the observer; before `run` it keeps it from starting.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// How far it has come.
    pub fn progress(&self) -> SyncProgress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Does `work` over the app's network where it has one.
pub(crate) fn over<T>(
    app: Option<&Arc<dyn Transport>>,
    work: impl FnOnce(&dyn sync::Transport) -> Result<T, RuhuError>,
) -> Result<T, RuhuError> {
    match app {
        Some(app) => {
            let transport = AppTransport::new(app);
            let answer = work(&transport);
            transport.blame(answer)
        }
        None => work(&UreqTransport::default()),
    }
}

/// The app's observer in the core's shape.
struct Watch<'r> {
    run: &'r SyncRun,
    observer: Option<Arc<dyn SyncObserver>>,
    thrown: Mutex<Option<CallbackFailure>>,
}

impl sync::SyncObserver for Watch<'_> {
    fn progress(&self, progress: &sync::Progress) {
        let progress = SyncProgress::from(*progress);
        *self.run.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress.clone();
        let Some(observer) = self.observer.as_ref().filter(|_| !self.is_cancelled()) else { return };
        if let Err(failure) = observer.progress(progress) {
            *self.thrown.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
            self.run.cancel();
        }
    }

    fn is_cancelled(&self) -> bool {
        self.run.cancelled.load(Ordering::Relaxed) || self.run.opened.is_locked()
    }
}
