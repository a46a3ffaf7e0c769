//! Photos over the tus 1.0 resumable upload protocol: core, creation, creation-with-upload, checksum, expiration,
//! termination.

mod checksum;
mod headers;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt;
use ruhu_core::ids::Sha256Hash;

use self::headers::TusHeaders;
use crate::{
    app::App,
    auth::DeviceCaller,
    error::ApiError,
    ingest::{MAX_PHOTO_BYTES, Standing, UploadError, Uploads, tus_values::ChunkDigest},
    store::Device,
};

/// Where uploads live.
const FILES: &str = "/api/device/v1/files";
/// Bytes written at a time where no checksum asks for the whole chunk.
const WRITE_BYTES: usize = 256 * 1024;
/// Largest chunk with a checksum: it is held in memory until it is verified.
const MAX_CHECKED_CHUNK: usize = 4 * 1024 * 1024;
/// A whole photo of up to this size may come with its creation.
const MAX_WHOLE: u64 = 2 * 1024 * 1024;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct TusState {
    pub(crate) app: Arc<App>,
    pub(crate) uploads: Arc<Uploads>,
}

impl axum::extract::FromRef<TusState> for Arc<App> {
    fn from_ref(state: &TusState) -> Self {
        Arc::clone(&state.app)
    }
}

impl From<UploadError> for ApiError {
    fn from(error: UploadError) -> Self {
        let status = match error {
            UploadError::Store(inner) => return inner.into(),
            UploadError::Unknown => StatusCode::NOT_FOUND,
            UploadError::Offset { .. } => StatusCode::CONFLICT,
            UploadError::Beyond | UploadError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            UploadError::TooMany => StatusCode::TOO_MANY_REQUESTS,
            UploadError::HashMismatch => headers::checksum_mismatch(),
        };
        Self::new(status, &error)
    }
}

/// What this server speaks.
#[utoipa::path(options, path = "/api/device/v1/files", tag = "photos", responses((status = 204)))]
pub(crate) async fn options() -> Response {
    headers::capabilities(StatusCode::NO_CONTENT.into_response())
}

/// Opens an upload, optionally with the whole photo.
#[utoipa::path(post, path = "/api/device/v1/files", tag = "photos", security(("device" = [])),
    params(("Upload-Length" = u64, Header), ("Upload-Metadata" = String, Header, description = "sha256 (base64 of the hex digest)")),
    responses((status = 201), (status = 413, description = "photo_too_large"), (status = 507, description = "storage_full")))]
pub(crate) async fn create(
    State(state): State<TusState>,
    caller: DeviceCaller,
    request_headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let device = caller.in_service()?;
    let tus = TusHeaders(&request_headers);
    tus.version()?;
    let (size, sha256) = (tus.upload_length()?, tus.content_hash()?);
    let standing = if tus.carries_bytes() {
        create_with_bytes(&state, &device, (size, sha256), checksum::from_headers(&tus)?, body).await?
    } else {
        blocking(&state, move |state| state.uploads.create(&state.app, &device.device, sha256, size)).await?
    };
    let location = format!("{FILES}/{}", standing.upload_id);
    Ok(headers::standing((StatusCode::CREATED, [(header::LOCATION, location)]).into_response(), &standing))
}

async fn create_with_bytes(
    state: &TusState,
    device: &Device,
    (size, sha256): (u64, Sha256Hash),
    checksum: Option<ChunkDigest>,
    body: Body,
) -> Result<Standing, ApiError> {
    let id = device.device;
    if size <= MAX_WHOLE {
        let bytes = collect(body, usize::try_from(MAX_WHOLE).unwrap_or(WRITE_BYTES)).await?;
        verify(checksum.as_ref(), &bytes)?;
        return blocking(state, move |state| {
            if bytes.len() as u64 == size {
                return state.uploads.keep_whole(&state.app, sha256, &bytes);
            }
            let standing = state.uploads.create(&state.app, &id, sha256, size)?;
            state.uploads.append(&state.app, &id, &standing.upload_id, (0, &bytes))
        })
        .await;
    }
    let standing = blocking(state, move |state| state.uploads.create(&state.app, &id, sha256, size)).await?;
    receive(state, device, standing, checksum, body).await
}

/// Where an upload stands.
#[utoipa::path(head, path = "/api/device/v1/files/{id}", tag = "photos", security(("device" = [])),
    params(("id" = String, Path)), responses((status = 200), (status = 404, description = "upload_unknown")))]
pub(crate) async fn head(
    State(state): State<TusState>,
    caller: DeviceCaller,
    Path(id): Path<String>,
    request_headers: HeaderMap,
) -> Result<Response, ApiError> {
    let device = caller.in_service()?;
    TusHeaders(&request_headers).version()?;
    let standing =
        blocking(&state, move |state| state.uploads.standing(&state.app, &device.device, &id)).await?;
    Ok(headers::standing(StatusCode::OK.into_response(), &standing))
}

/// Appends bytes.
#[utoipa::path(patch, path = "/api/device/v1/files/{id}", tag = "photos", security(("device" = [])),
    params(("id" = String, Path), ("Upload-Offset" = u64, Header), ("Upload-Checksum" = Option<String>, Header)),
    responses((status = 204), (status = 409, description = "upload_offset"), (status = 460, description = "photo_hash_mismatch")))]
pub(crate) async fn patch(
    State(state): State<TusState>,
    caller: DeviceCaller,
    Path(id): Path<String>,
    request_headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let device = caller.in_service()?;
    let tus = TusHeaders(&request_headers);
    tus.version()?;
    tus.is_chunk()?;
    let (offset, checksum) = (tus.upload_offset()?, checksum::from_headers(&tus)?);
    let owner = device.device;
    let standing = blocking(&state, move |state| state.uploads.standing(&state.app, &owner, &id)).await?;
    if standing.offset != offset {
        return Err(UploadError::Offset { held: standing.offset }.into());
    }
    let standing = receive(&state, &device, standing, checksum, body).await?;
    Ok(headers::standing(StatusCode::NO_CONTENT.into_response(), &standing))
}

/// Gives an upload up.
#[utoipa::path(delete, path = "/api/device/v1/files/{id}", tag = "photos", security(("device" = [])),
    params(("id" = String, Path)), responses((status = 204), (status = 404, description = "upload_unknown")))]
pub(crate) async fn delete(
    State(state): State<TusState>,
    caller: DeviceCaller,
    Path(id): Path<String>,
    request_headers: HeaderMap,
) -> Result<Response, ApiError> {
    let device = caller.in_service()?;
    TusHeaders(&request_headers).version()?;
    blocking(&state, move |state| state.uploads.terminate(&state.app, &device.device, &id)).await?;
    Ok(headers::resumable(StatusCode::NO_CONTENT.into_response()))
}

/// Writes a request's bytes behind what is held. Without a checksum, what has arrived when the line is cut stays;
/// with one, only a verified chunk does.
async fn receive(
    state: &TusState,
    device: &Device,
    mut standing: Standing,
    checksum: Option<ChunkDigest>,
    body: Body,
) -> Result<Standing, ApiError> {
    if let Some(checksum) = checksum {
        let bytes = collect(body, MAX_CHECKED_CHUNK).await?;
        verify(Some(&checksum), &bytes)?;
        return append(state, device, standing, bytes).await;
    }
    let mut stream = body.into_data_stream();
    let mut waiting: Vec<u8> = Vec::with_capacity(WRITE_BYTES);
    loop {
        let next = stream.next().await;
        let ended = !matches!(next, Some(Ok(_)));
        if let Some(Ok(frame)) = &next {
            waiting.extend_from_slice(frame);
        }
        if waiting.len() >= WRITE_BYTES || (ended && !waiting.is_empty()) {
            standing = append(state, device, standing, std::mem::take(&mut waiting)).await?;
        }
        match next {
            None => return Ok(standing),
            Some(Err(_)) => return Err(headers::cut_off()),
            Some(Ok(_)) => {}
        }
    }
}

async fn append(
    state: &TusState,
    device: &Device,
    standing: Standing,
    bytes: Vec<u8>,
) -> Result<Standing, ApiError> {
    let device = device.device;
    blocking(state, move |state| {
        state.uploads.append(&state.app, &device, &standing.upload_id, (standing.offset, &bytes))
    })
    .await
}

async fn collect(body: Body, max: usize) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(frame) = stream.next().await {
        let frame = frame.map_err(|_| headers::cut_off())?;
        if bytes.len() + frame.len() > max || bytes.len() as u64 + frame.len() as u64 > MAX_PHOTO_BYTES {
            return Err(headers::chunk_too_large());
        }
        bytes.extend_from_slice(&frame);
    }
    Ok(bytes)
}

fn verify(checksum: Option<&ChunkDigest>, bytes: &[u8]) -> Result<(), ApiError> {
    if checksum.is_none_or(|digest| checksum::fits(digest, bytes)) {
        Ok(())
    } else {
        Err(headers::chunk_checksum())
    }
}

async fn blocking<T: Send + 'static>(
    state: &TusState,
    work: impl FnOnce(&TusState) -> Result<T, UploadError> + Send + 'static,
) -> Result<T, ApiError> {
    let state = state.clone();
    let stopped = |_| ApiError::from(crate::store::StoreError::Stopped);
    Ok(tokio::task::spawn_blocking(move || work(&state)).await.map_err(stopped)??)
}
