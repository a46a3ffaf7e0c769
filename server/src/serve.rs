//! A running server: listening, background work, and a stop that waits for what is under way.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use tokio::net::TcpListener;

use crate::{
    app::App,
    ingest::{self, Uploads},
    router,
    store::StoreError,
};

/// How often uploads whose time has passed are cleared away.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// Serves a data folder until `stop` resolves; requests under way are finished first.
///
/// # Errors
/// The listener's.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let uploads = Arc::new(Uploads::default());
    let sweeper = tokio::spawn(sweep(Arc::clone(&app), Arc::clone(&uploads)));
    let served = axum::serve(listener, router::router(app, uploads)).with_graceful_shutdown(stop).await;
    sweeper.abort();
    served
}

async fn sweep(app: Arc<App>, uploads: Arc<Uploads>) {
    let mut every = tokio::time::interval(SWEEP_EVERY);
    loop {
        every.tick().await;
        let (swept_app, uploads) = (Arc::clone(&app), Arc::clone(&uploads));
        let swept = tokio::task::spawn_blocking(move || uploads.sweep(&swept_app)).await;
        if let Ok(Err(error)) = swept {
            tracing::error!(error.text = %error, "uploads not swept");
        }
        let app = Arc::clone(&app);
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || ingest::print_thumbnails(&app)).await {
            tracing::error!(error.text = %error, "thumbnails not looked at");
        }
    }
}

/// A server in this process, for the demo and the whole-system tests: real HTTP on a real port.
pub struct LocalServer {
    address: SocketAddr,
    app: Arc<App>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<std::io::Result<()>>>,
}

impl LocalServer {
    /// Starts serving on `listen`, for example `127.0.0.1:0`.
    ///
    /// # Errors
    /// [`StoreError`] where the address cannot be bound.
    pub fn start(app: Arc<App>, listen: SocketAddr) -> Result<Self, StoreError> {
        ingest::clear_orphans(&app).map_err(|_| StoreError::Stopped)?;
        let runtime = runtime()?;
        let listener = runtime.block_on(TcpListener::bind(listen))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let served = Arc::clone(&app);
        let thread = std::thread::Builder::new().name("local-server".to_owned()).spawn(move || {
            runtime.block_on(serve(served, listener, async {
                // A dropped sender stops the server as well.
                let _ = stopped.await;
            }))
        })?;
        Ok(Self { address, app, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the server has at hand.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Stops and waits for requests under way.
    pub fn stop(mut self) {
        self.shut_down();
    }

    fn shut_down(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for LocalServer {
    fn drop(&mut self) {
        self.shut_down();
    }
}

/// The event loop: two workers move bytes, the disk is waited for beside it.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(32)
        .enable_all()
        .build()
}
