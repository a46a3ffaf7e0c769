//! Whether the server can do its work.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{app::App, error::ApiError};

/// The server's state.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HealthView {
    /// Always `ok`; a server that cannot read its store answers with a problem instead.
    status: &'static str,
    /// Version of the program.
    version: &'static str,
}

/// Reads the store, so that `ok` means something.
#[utoipa::path(get, path = "/healthz", tag = "operation",
    responses((status = 200, body = HealthView), (status = 500, description = "store_failed")))]
pub(crate) async fn healthz(State(app): State<Arc<App>>) -> Result<Json<HealthView>, ApiError> {
    app.store.read(|r| r.division_count())?;
    Ok(Json(HealthView { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}
