//! What arrives from phones: verified, kept as it came, projected.

mod enrol;
mod error;
mod feed;
mod judge;
mod lost;
mod moving;
mod prints;
mod push;
mod receipts;
mod revoke;
pub mod tus_values;
mod uploads;

use std::sync::Arc;

use ruhu_core::wire::{
    DigestRequest, DigestResponse, EvidenceRequest, EvidenceResponse, PROTOCOL_VERSION, Protocol,
    PullRequest, PullResponse, PushRequest, PushResponse, WantedRequest, WantedResponse,
};

pub use enrol::{CODE_LENGTH, assign_region, enrol, make_code, tell_households};
pub use error::IngestError;
pub use lost::{LostPhone, lost_phone};
pub use moving::make_moving_code;
pub use prints::print_thumbnails;
pub use receipts::count_as_durable;
pub use revoke::{release, revoke};
pub use uploads::{MAX_PHOTO_BYTES, Standing, UPLOAD_LIFETIME_MS, UploadError, Uploads, clear_orphans};

use crate::{app::App, evidence, store::Device};

/// The protocol as one phone sees it: the same code serves HTTP and tests without a network.
pub struct DeviceEndpoint {
    app: Arc<App>,
    device: Device,
}

impl DeviceEndpoint {
    /// Serves this phone.
    #[must_use]
    pub fn new(app: Arc<App>, device: Device) -> Self {
        Self { app, device }
    }

    /// A revoked phone gets nothing.
    fn admit(&self, protocol: u16) -> Result<(), IngestError> {
        if protocol != PROTOCOL_VERSION {
            return Err(IngestError::Protocol { asked: protocol });
        }
        if self.device.revoked_ms.is_some() { Err(IngestError::Revoked) } else { Ok(()) }
    }
}

impl Protocol for DeviceEndpoint {
    type Error = IngestError;

    fn push(&self, request: &PushRequest) -> Result<PushResponse, IngestError> {
        self.admit(request.protocol)
            .map_err(|refusal| push::quarantine(&self.app, &self.device, request, refusal))?;
        push::push(&self.app, &self.device, request)
    }

    fn pull(&self, request: &PullRequest) -> Result<PullResponse, IngestError> {
        self.admit(request.protocol)?;
        feed::pull(&self.app, &self.device, request)
    }

    fn digest(&self, request: &DigestRequest) -> Result<DigestResponse, IngestError> {
        self.admit(request.protocol)?;
        feed::digest(&self.app, &self.device, request)
    }

    fn wanted(&self, request: &WantedRequest) -> Result<WantedResponse, IngestError> {
        self.admit(request.protocol)?;
        feed::wanted(&self.app, request)
    }
    fn evidence(&self, request: &EvidenceRequest) -> Result<EvidenceResponse, IngestError> {
        self.admit(request.protocol)?;
        evidence::answer(&self.app, &self.device, request)
    }
}
