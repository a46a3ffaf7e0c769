//! A phone that is lost: what may have been on it alone.

use ruhu_core::ids::DeviceId;

use super::IngestError;
use crate::{
    app::App,
    store::{AuditLine, Device, IncompleteRecord, StoreError, UnvisitedHousehold},
};

/// What an office has to do again, as far as the server can know.
#[derive(Debug, Clone)]
pub struct LostPhone {
    /// The phone.
    pub device: Device,
    /// When it last compared its journal with the server, in milliseconds since 1970. What it sealed later is not here.
    pub last_contact_ms: Option<i64>,
    /// Its households without a visit in the present campaign.
    pub unvisited: Vec<UnvisitedHousehold>,
    /// Its records that wait for photos.
    pub incomplete: Vec<IncompleteRecord>,
}

/// Names what may have been on a phone alone, and keeps that it was asked.
///
/// # Errors
/// [`IngestError::UnknownDevice`].
pub fn lost_phone(app: &App, id: DeviceId) -> Result<LostPhone, IngestError> {
    let found = app.store.read(|r| -> Result<_, StoreError> {
        let Some(device) = r.device(&id)? else { return Ok(None) };
        let unvisited = match r.current_campaign()? {
            Some(campaign) => r.unvisited_of(&id, &campaign.campaign)?,
            None => Vec::new(),
        };
        let (last_contact_ms, incomplete) = (r.last_contact(&id)?, r.incomplete_of(&id)?);
        Ok(Some(LostPhone { device, last_contact_ms, unvisited, incomplete }))
    })?;
    let lost = found.ok_or(IngestError::UnknownDevice)?;
    let line = AuditLine {
        at_ms: app.now_ms(),
        actor: "cli".to_owned(),
        action: "device.lost".to_owned(),
        subject: format!("device:{id}"),
        purpose: String::new(),
    };
    app.store.write(move |w| w.audit(&line))?;
    Ok(lost)
}
