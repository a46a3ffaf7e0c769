//! Every URL of the server.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    middleware,
    routing::{get, head, post},
};
use tower_http::{catch_panic::CatchPanicLayer, set_header::SetResponseHeaderLayer};

use crate::{
    admission::{Admission, admit},
    api::{device, health, metrics, openapi, tus},
    app::App,
    console,
    ingest::Uploads,
};

/// Largest compressed body of a message, in bytes.
const MAX_MESSAGE_BYTES: usize = 8 * 1024 * 1024;

/// All routes over one data folder.
pub(crate) fn router(app: Arc<App>, uploads: Arc<Uploads>) -> Router {
    metrics::start();
    let admission = Admission::new();
    let admitted = || middleware::from_fn_with_state(Arc::clone(&admission), admit);
    Router::new()
        .merge(device_routes().route_layer(admitted()))
        .merge(console::routes())
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(metrics::metrics))
        .route("/api/openapi.json", get(openapi::openapi))
        .with_state(Arc::clone(&app))
        .merge(photo_routes().route_layer(admitted()).with_state(tus::TusState { app, uploads }))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CatchPanicLayer::new())
}

fn device_routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/device/v1/enrol", post(device::enrol))
        .route("/api/device/v1/push", post(device::push))
        .route("/api/device/v1/pull", post(device::pull))
        .route("/api/device/v1/digest", post(device::digest))
        .route("/api/device/v1/wanted", post(device::wanted))
        .route("/api/device/v1/evidence", post(device::evidence))
        .layer(DefaultBodyLimit::max(MAX_MESSAGE_BYTES))
}

fn photo_routes() -> Router<tus::TusState> {
    // Photos bring their own limits: they are written as they arrive.
    Router::new()
        .route("/api/device/v1/files", post(tus::create).options(tus::options))
        .route(
            "/api/device/v1/files/{id}",
            head(tus::head).patch(tus::patch).delete(tus::delete).options(tus::options),
        )
        .layer(DefaultBodyLimit::disable())
}
