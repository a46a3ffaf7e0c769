//! The headers of tus 1.0, in and out.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use ruhu_core::ids::Sha256Hash;

use super::checksum::ALGORITHMS;
use crate::{
    error::ApiError,
    ingest::{MAX_PHOTO_BYTES, Standing, tus_values},
    local_time::timestamp,
};

const VERSION: &str = "1.0.0";
const EXTENSIONS: &str = "creation,creation-with-upload,checksum,expiration,termination";
const CHUNK_TYPE: &str = "application/offset+octet-stream";

pub(super) struct TusHeaders<'h>(pub(super) &'h HeaderMap);

pub(super) fn bad_header(name: &str) -> ApiError {
    ApiError::told(
        StatusCode::BAD_REQUEST,
        "tus_bad_header",
        &format!("上传请求头 {name} 缺失或格式不正确，请更新应用后重试"),
    )
}

pub(super) fn cut_off() -> ApiError {
    ApiError::told(StatusCode::BAD_REQUEST, "upload_cut_off", "上传中断，请从服务器已有的位置继续")
}

pub(super) fn chunk_too_large() -> ApiError {
    ApiError::told(
        StatusCode::PAYLOAD_TOO_LARGE,
        "chunk_too_large",
        "带校验的分块最大 4 MB，请减小分块后重试",
    )
}

pub(super) fn chunk_checksum() -> ApiError {
    ApiError::told(checksum_mismatch(), "chunk_checksum_mismatch", "分块校验不符，请重传这一块")
}

/// tus' own status for a checksum that does not fit.
pub(super) fn checksum_mismatch() -> StatusCode {
    StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST)
}

impl TusHeaders<'_> {
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    fn number(&self, name: &'static str) -> Result<u64, ApiError> {
        self.text(name).and_then(tus_values::number).ok_or_else(|| bad_header(name))
    }

    /// Refuses other versions of tus.
    pub(super) fn version(&self) -> Result<(), ApiError> {
        if self.text("tus-resumable") == Some(VERSION) {
            return Ok(());
        }
        Err(ApiError::told(
            StatusCode::PRECONDITION_FAILED,
            "tus_version",
            "仅支持 tus 1.0.0，请更新应用后重试",
        ))
    }

    pub(super) fn upload_length(&self) -> Result<u64, ApiError> {
        self.number("upload-length")
    }

    pub(super) fn upload_offset(&self) -> Result<u64, ApiError> {
        self.number("upload-offset")
    }

    pub(super) fn carries_bytes(&self) -> bool {
        self.text(header::CONTENT_TYPE.as_str()) == Some(CHUNK_TYPE)
    }

    pub(super) fn is_chunk(&self) -> Result<(), ApiError> {
        if self.carries_bytes() {
            return Ok(());
        }
        Err(ApiError::told(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "tus_media_type",
            "分块的 Content-Type 应为 application/offset+octet-stream，请更新应用后重试",
        ))
    }

    /// The photo's SHA-256, announced in `Upload-Metadata` as `sha256 <base64 of 64 hex digits>`.
    pub(super) fn content_hash(&self) -> Result<Sha256Hash, ApiError> {
        let metadata = self.text("upload-metadata").ok_or_else(|| bad_header("Upload-Metadata"))?;
        tus_values::content_hash(metadata).ok_or_else(|| bad_header("Upload-Metadata(sha256)"))
    }
}

fn put(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

/// Marks a response as tus 1.0.
pub(super) fn resumable(mut response: Response) -> Response {
    put(&mut response, "tus-resumable", VERSION);
    response
}

/// Says what this server speaks.
pub(super) fn capabilities(response: Response) -> Response {
    let mut response = resumable(response);
    put(&mut response, "tus-version", VERSION);
    put(&mut response, "tus-extension", EXTENSIONS);
    put(&mut response, "tus-checksum-algorithm", ALGORITHMS);
    put(&mut response, "tus-max-size", &MAX_PHOTO_BYTES.to_string());
    response
}

/// Says where an upload stands.
pub(super) fn standing(response: Response, standing: &Standing) -> Response {
    let mut response = resumable(response);
    put(&mut response, "upload-offset", &standing.offset.to_string());
    put(&mut response, "upload-length", &standing.size.to_string());
    put(&mut response, "cache-control", "no-store");
    if let Some(expires_ms) = standing.expires_ms {
        let utc = timestamp(expires_ms);
        put(&mut response, "upload-expires", &utc.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    }
    response
}
