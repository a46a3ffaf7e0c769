//! The phone that is asking.

use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, header, request::Parts},
};
use ruhu_core::ids::Sha256Hash;

use crate::{app::App, error::ApiError, store::Device};

/// A phone with a token that was once given out. It may have been revoked since: what a revoked phone still brings
/// is kept as evidence, so that is for the action to say.
#[derive(Debug, Clone)]
pub struct DeviceCaller(pub Device);

impl DeviceCaller {
    /// Lets only phones pass that are in service.
    ///
    /// # Errors
    /// 403 `device_revoked`.
    pub fn in_service(self) -> Result<Device, ApiError> {
        if self.0.revoked_ms.is_some() {
            return Err(ApiError::new(StatusCode::FORBIDDEN, &crate::ingest::IngestError::Revoked));
        }
        Ok(self.0)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for DeviceCaller
where
    Arc<App>: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let app = Arc::<App>::from_ref(state);
        let refused = || {
            ApiError::told(
                StatusCode::UNAUTHORIZED,
                "device_unknown",
                "设备未登记或登记已失效，请用登记码重新登记设备",
            )
        };
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(refused)?;
        let hash = Sha256Hash::of(token.as_bytes());
        app.store.read(|r| r.device_by_token(&hash))?.map(Self).ok_or_else(refused)
    }
}
