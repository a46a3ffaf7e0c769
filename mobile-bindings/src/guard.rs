//! What every call passes through: no panic crosses, a locked store answers, the clock is asked first.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use ruhu_core::capture;

use crate::{LocationSource, RuhuError, Transport, clock::AppClock};

/// An opened store, shared by all objects that were made from it.
pub(crate) struct Opened {
    session: Mutex<Option<Arc<capture::FieldSession>>>,
    locked: AtomicBool,
    clock: Arc<AppClock>,
    pub(crate) location: Option<Arc<dyn LocationSource>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
}

impl Opened {
    pub(crate) fn new(
        session: capture::FieldSession,
        clock: Arc<AppClock>,
        location: Option<Arc<dyn LocationSource>>,
        transport: Option<Arc<dyn Transport>>,
    ) -> Self {
        let session = Mutex::new(Some(Arc::new(session)));
        Self { session, locked: AtomicBool::new(false), clock, location, transport }
    }

    /// Does `work` on the session.
    pub(crate) fn call<T>(
        &self,
        work: impl FnOnce(&capture::FieldSession) -> Result<T, RuhuError>,
    ) -> Result<T, RuhuError> {
        guarded(|| {
            let session = self.session()?;
            self.clock.ask()?;
            work(&session)
        })
    }

    /// Calls that are under way end by themselves; the key leaves memory with the last of them.
    pub(crate) fn lock(&self) {
        self.locked.store(true, Ordering::Relaxed);
        self.session.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.locked.load(Ordering::Relaxed)
    }

    fn session(&self) -> Result<Arc<capture::FieldSession>, RuhuError> {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner).clone();
        session.ok_or_else(|| RuhuError::locked("store_locked", "本机数据已锁定，请重新解锁后继续"))
    }
}

/// Turns a panic into an error. What the store does is a transaction, so nothing is half done.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, RuhuError>) -> Result<T, RuhuError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(RuhuError::internal()))
}
