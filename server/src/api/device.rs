//! The protocol between phone and server over HTTP: bodies are CBOR compressed with zstd.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ruhu_core::{
    error::Explain,
    wire::{self, BatchRefusal, Protocol},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    app::App,
    auth::DeviceCaller,
    error::ApiError,
    ingest::{self, DeviceEndpoint, IngestError},
    store::Device,
};

/// Media type of the bodies.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.ruhu+cbor-zstd";

impl From<IngestError> for ApiError {
    fn from(error: IngestError) -> Self {
        let status = match error {
            IngestError::Store(inner) => return inner.into(),
            IngestError::Revoked
            | IngestError::Batch(BatchRefusal::WrongDevice)
            | IngestError::BadEnrolCode => StatusCode::FORBIDDEN,
            IngestError::Protocol { .. } => StatusCode::UPGRADE_REQUIRED,
            IngestError::Batch(BatchRefusal::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            IngestError::UnknownDevice | IngestError::NotQuarantined => StatusCode::NOT_FOUND,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, &error)
    }
}

fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, ApiError> {
    wire::unpack(body).map_err(|error| ApiError::bad_request(&error))
}

fn answer<T: Serialize>(message: &T) -> Result<Response, ApiError> {
    let body =
        wire::pack(message).map_err(|error| ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, &error))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], body).into_response())
}

/// Actions wait for the disk, so they run beside the event loop.
async fn beside<T, R>(work: impl FnOnce() -> Result<T, R> + Send + 'static) -> Result<T, ApiError>
where
    T: Send + 'static,
    R: Into<ApiError> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.map_err(|_| stopped())?.map_err(Into::into)
}

/// One exchange of the protocol: reads the request, asks the endpoint, writes the answer.
async fn exchange<Q, A>(
    app: Arc<App>,
    device: Device,
    body: Bytes,
    ask: impl FnOnce(&DeviceEndpoint, &Q) -> Result<A, IngestError> + Send + 'static,
) -> Result<Response, ApiError>
where
    Q: DeserializeOwned,
    A: Serialize + Send + 'static,
{
    let response = beside(move || -> Result<_, ApiError> {
        let request = read(&body)?;
        Ok(ask(&DeviceEndpoint::new(app, device), &request)?)
    });
    answer(&response.await?)
}

fn stopped() -> ApiError {
    let error = crate::store::StoreError::Stopped;
    ApiError { status: StatusCode::SERVICE_UNAVAILABLE, code: error.code(), detail: error.to_string() }
}

/// Enrols a phone with a one-time code.
#[utoipa::path(post, path = "/api/device/v1/enrol", tag = "device",
    request_body(content_type = "application/vnd.ruhu+cbor-zstd", description = "EnrolRequest"),
    responses((status = 200, description = "EnrolResponse"), (status = 403, description = "bad_enrol_code")))]
pub(crate) async fn enrol(State(app): State<Arc<App>>, body: Bytes) -> Result<Response, ApiError> {
    let response = beside(move || -> Result<_, ApiError> { Ok(ingest::enrol(&app, &read(&body)?)?) }).await?;
    answer(&response)
}

/// Receives journal entries.
#[utoipa::path(post, path = "/api/device/v1/push", tag = "device", security(("device" = [])),
    request_body(content_type = "application/vnd.ruhu+cbor-zstd", description = "PushRequest"),
    responses((status = 200, description = "PushResponse: accepted, fork or gap"),
        (status = 403, description = "device_revoked: the batch is kept in quarantine"),
        (status = 422, description = "bad_signature, batch_not_chained, …: the batch is kept in quarantine"),
        (status = 507, description = "storage_full: keep your copy")))]
pub(crate) async fn push(
    State(app): State<Arc<App>>,
    DeviceCaller(device): DeviceCaller,
    body: Bytes,
) -> Result<Response, ApiError> {
    exchange(app, device, body, |endpoint, request| endpoint.push(request)).await
}

/// Gives the phone's feed.
#[utoipa::path(post, path = "/api/device/v1/pull", tag = "device", security(("device" = [])),
    request_body(content_type = "application/vnd.ruhu+cbor-zstd", description = "PullRequest"),
    responses((status = 200, description = "PullResponse: feed or reset")))]
pub(crate) async fn pull(
    State(app): State<Arc<App>>,
    DeviceCaller(device): DeviceCaller,
    body: Bytes,
) -> Result<Response, ApiError> {
    exchange(app, device, body, |endpoint, request| endpoint.pull(request)).await
}

/// Compares what both sides hold.
#[utoipa::path(post, path = "/api/device/v1/digest", tag = "device", security(("device" = [])),
    request_body(content_type = "application/vnd.ruhu+cbor-zstd", description = "DigestRequest"),
    responses((status = 200, description = "DigestResponse")))]
pub(crate) async fn digest(
    State(app): State<Arc<App>>,
    DeviceCaller(device): DeviceCaller,
    body: Bytes,
) -> Result<Response, ApiError> {
    exchange(app, device, body, |endpoint, request| endpoint.digest(request)).await
}

/// Says which of the asked files are missing.
#[utoipa::path(post, path = "/api/device/v1/wanted", tag = "device", security(("device" = [])),
    request_body(content_type = "application/vnd.ruhu+cbor-zstd", description = "WantedRequest"),
    responses((status = 200, description = "WantedResponse")))]
pub(crate) async fn wanted(
    State(app): State<Arc<App>>,
    DeviceCaller(device): DeviceCaller,
    body: Bytes,
) -> Result<Response, ApiError> {
    exchange(app, device, body, |endpoint, request| endpoint.wanted(request)).await
}

/// Gives the signed head of the evidence log, with proofs.
#[utoipa::path(post, path = "/api/device/v1/evidence", tag = "device", security(("device" = [])),
    request_body(content_type = "application/vnd.ruhu+cbor-zstd", description = "EvidenceRequest"),
    responses((status = 200, description = "EvidenceResponse")))]
pub(crate) async fn evidence(
    State(app): State<Arc<App>>,
    DeviceCaller(device): DeviceCaller,
    body: Bytes,
) -> Result<Response, ApiError> {
    exchange(app, device, body, |endpoint, request| endpoint.evidence(request)).await
}
