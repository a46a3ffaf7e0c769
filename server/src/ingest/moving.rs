//! A phone's store goes to another phone: the office gives the code out, and it is kept that it did.

use ruhu_core::{ids::DeviceId, moving::MOVING_CODE_LENGTH};

use super::IngestError;
use crate::{app::App, entropy::fresh_code, store::AuditLine};

/// Makes a moving code for a phone in use; it is shown once and not kept. Whoever has it and the copy can read the copy.
///
/// # Errors
/// [`IngestError::UnknownDevice`] where there is no such phone or it was revoked.
pub fn make_moving_code(app: &App, device: DeviceId, reason: &str) -> Result<String, IngestError> {
    let code = fresh_code::<MOVING_CODE_LENGTH>()?;
    let line = AuditLine {
        at_ms: app.now_ms(),
        actor: "cli".to_owned(),
        action: "device.move".to_owned(),
        subject: format!("device:{device}"),
        purpose: reason.to_owned(),
    };
    app.store.write(move |w| -> Result<(), IngestError> {
        if w.device(&device)?.is_none_or(|device| device.revoked_ms.is_some()) {
            return Err(IngestError::UnknownDevice);
        }
        Ok(w.audit(&line)?)
    })?;
    Ok(code)
}
