//! Enrolment: a one-time code on paper becomes a phone with a key, a token and its assignments.

use ruhu_core::{
    ids::{DeviceId, HouseholdId, Sha256Hash},
    journal::to_cbor,
    region::RegionCode,
    wire::{AssignmentBody, EnrolRequest, EnrolResponse, FeedKind, PROTOCOL_VERSION},
};

use super::IngestError;
use crate::{
    app::App,
    casework::checklists,
    entropy::{fresh_bytes, fresh_code},
    store::{AuditLine, Device, EnrolCode, StoreError, Writer},
};

/// Characters of a one-time code: 50 bits, typed once.
pub const CODE_LENGTH: usize = 10;
/// A code is worth nothing after this, in milliseconds: three days.
const CODE_LIFETIME_MS: i64 = 3 * 24 * 3_600 * 1_000;
/// Longest device name in characters.
const MAX_DEVICE_NAME: usize = 100;
/// Longest surveyor's name in characters.
const MAX_SURVEYOR_NAME: usize = 50;

/// Makes a one-time code for a surveyor; it is shown once and kept only as a hash.
///
/// # Errors
/// [`IngestError`].
pub fn make_code(app: &App, surveyor: &str, region: &RegionCode) -> Result<String, IngestError> {
    let surveyor = surveyor.trim().to_owned();
    if surveyor.is_empty() || surveyor.chars().count() > MAX_SURVEYOR_NAME {
        return Err(IngestError::BadEnrolment { what: "调查员姓名" });
    }
    let code = fresh_code::<CODE_LENGTH>()?;
    let now_ms = app.now_ms();
    let row = EnrolCode {
        code_hash: hash_code(&code),
        surveyor,
        region: region.clone(),
        expires_ms: now_ms + CODE_LIFETIME_MS,
        used_by: None,
    };
    let line = AuditLine {
        at_ms: now_ms,
        actor: "cli".to_owned(),
        action: "device.code".to_owned(),
        subject: region.to_string(),
        purpose: String::new(),
    };
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_enrol_code(&row, now_ms)?;
        w.audit(&line)
    })?;
    Ok(code)
}

/// People type codes with spaces, dashes and small letters.
fn hash_code(code: &str) -> Sha256Hash {
    let plain: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    Sha256Hash::of(plain.as_bytes())
}

/// Enrols a phone.
///
/// # Errors
/// [`IngestError::BadEnrolCode`], [`IngestError::BadEnrolment`], [`IngestError::Protocol`].
pub fn enrol(app: &App, request: &EnrolRequest) -> Result<EnrolResponse, IngestError> {
    if request.protocol != PROTOCOL_VERSION {
        return Err(IngestError::Protocol { asked: request.protocol });
    }
    if request.device_name.chars().count() > MAX_DEVICE_NAME {
        return Err(IngestError::BadEnrolment { what: "设备名称过长" });
    }
    let public_key: [u8; 32] = *request.public_key;
    if ed25519_dalek::VerifyingKey::from_bytes(&public_key).is_err() {
        return Err(IngestError::BadEnrolment { what: "设备公钥" });
    }
    let token = hex::encode(fresh_bytes::<32>()?);
    let token_hash = Sha256Hash::of(token.as_bytes());
    let device = DeviceId(fresh_bytes()?);
    let code_hash = hash_code(&request.code);
    let device_name = request.device_name.clone();
    let now_ms = app.now_ms();
    let enrolled = app.store.write(move |w| -> Result<Device, IngestError> {
        let code = w
            .enrol_code(&code_hash)?
            .filter(|code| code.used_by.is_none() && code.expires_ms > now_ms)
            .ok_or(IngestError::BadEnrolCode)?;
        let device = Device {
            device,
            surveyor: code.surveyor,
            region: code.region,
            device_name,
            public_key,
            enrolled_ms: now_ms,
            revoked_ms: None,
        };
        w.keep_device(&device, &token_hash, &code_hash)?;
        checklists::tell_campaign(w, &device.device)?;
        assign_region(w, &device, now_ms)?;
        w.audit(&AuditLine {
            at_ms: now_ms,
            actor: format!("device:{}", device.device),
            action: "device.enrol".to_owned(),
            subject: device.region.to_string(),
            purpose: String::new(),
        })?;
        Ok(device)
    })?;
    let region_name = app.store.read(|r| r.divisions(&enrolled.region))?.full_name(&enrolled.region);
    tracing::info!(device.id = %enrolled.device, device.region = %enrolled.region, "phone enrolled");
    Ok(EnrolResponse {
        device: enrolled.device,
        token,
        surveyor: enrolled.surveyor,
        region: enrolled.region,
        region_name,
        server_epoch: app.epoch,
    })
}

/// Gives a phone every household of its region that it does not have yet.
///
/// # Errors
/// [`StoreError`].
pub fn assign_region(w: &Writer<'_>, device: &Device, now_ms: i64) -> Result<u32, StoreError> {
    let mut assigned = 0;
    for row in w.households_in(&device.region)? {
        if tell_household(w, &row.household_id, device, now_ms)? {
            assigned += 1;
        }
    }
    Ok(assigned)
}

/// Tells the phones of a region about new or changed households: each is assigned to every phone whose region covers
/// it, and goes to the feed.
///
/// # Errors
/// [`StoreError`].
pub fn tell_households(w: &Writer<'_>, households: &[HouseholdId], now_ms: i64) -> Result<(), StoreError> {
    for id in households {
        let Some(stored) = w.household(id)? else { continue };
        for device in covering_devices(w, &stored.row.region)? {
            tell_household(w, id, &device, now_ms)?;
        }
    }
    Ok(())
}

fn covering_devices(w: &Writer<'_>, region: &RegionCode) -> Result<Vec<Device>, StoreError> {
    let mut devices = w.devices_in(&RegionCode::country())?;
    devices.retain(|device| device.revoked_ms.is_none() && device.region.covers(region));
    Ok(devices)
}

fn tell_household(
    w: &Writer<'_>,
    id: &HouseholdId,
    device: &Device,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let Some(stored) = w.household(id)? else { return Ok(false) };
    let assigned = w.assign(id, &device.device, stored.assignment_epoch, now_ms)?;
    let body = AssignmentBody { epoch: stored.assignment_epoch, row: stored.row };
    let body = to_cbor(&body).map_err(|_| StoreError::Corrupt { what: "feed.body" })?;
    w.tell(&device.device, FeedKind::Assignment, &body)?;
    Ok(assigned)
}
