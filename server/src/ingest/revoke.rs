//! Taking a phone out of service, and a record out of quarantine.

use ruhu_core::{
    ids::{DeviceId, EntryId},
    wire::ReceiptBody,
};

use super::{IngestError, receipts::tell_senders};
use crate::{app::App, store::AuditLine};

/// Code of records whose phone was revoked.
const REVOKED_CODE: &str = "device_revoked";

/// Revokes a phone: from now on it gets nothing, and what it recorded is set apart until somebody decides. Gives how
/// many records that were.
///
/// # Errors
/// [`IngestError::UnknownDevice`] where there is no such phone or it was revoked before.
pub fn revoke(app: &App, device: DeviceId, reason: &str) -> Result<usize, IngestError> {
    let now_ms = app.now_ms();
    let line = AuditLine {
        at_ms: now_ms,
        actor: "cli".to_owned(),
        action: "device.revoke".to_owned(),
        subject: format!("device:{device}"),
        purpose: reason.to_owned(),
    };
    let set_apart = app.store.write(move |w| -> Result<usize, IngestError> {
        if !w.revoke_device(&device, now_ms)? {
            return Err(IngestError::UnknownDevice);
        }
        w.audit(&line)?;
        Ok(w.quarantine_records_of(&device, REVOKED_CODE)?)
    })?;
    tracing::warn!(device.id = %device, records.set_apart = set_apart, "phone revoked");
    Ok(set_apart)
}

/// Takes a record out of quarantine after somebody has looked at it.
///
/// # Errors
/// [`IngestError::NotQuarantined`].
pub fn release(app: &App, entry_id: EntryId, reason: &str) -> Result<(), IngestError> {
    let line = AuditLine {
        at_ms: app.now_ms(),
        actor: "cli".to_owned(),
        action: "record.release".to_owned(),
        subject: format!("record:{entry_id}"),
        purpose: reason.to_owned(),
    };
    app.store.write(move |w| -> Result<(), IngestError> {
        let state = w.release_record(&entry_id)?.ok_or(IngestError::NotQuarantined)?;
        w.audit(&line)?;
        let receipt = ReceiptBody { entry_id, state, code: None, message: None };
        Ok(tell_senders(w, &receipt)?)
    })
}
