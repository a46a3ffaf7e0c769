//! Phones: enrolment codes, tokens, assignments.

use ruhu_core::{
    ids::{DeviceId, HouseholdId, Sha256Hash},
    region::RegionCode,
};
use rusqlite::{OptionalExtension, Row};

use super::{Reader, StoreError, Writer};

/// A one-time code, known by its hash alone.
#[derive(Debug, Clone)]
pub struct EnrolCode {
    /// SHA-256 of the code.
    pub code_hash: Sha256Hash,
    /// Whom the code was made for.
    pub surveyor: String,
    /// Where that person works.
    pub region: RegionCode,
    /// After this it is worth nothing.
    pub expires_ms: i64,
    /// The phone that used it.
    pub used_by: Option<DeviceId>,
}

/// An enrolled phone.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its identity.
    pub device: DeviceId,
    /// Whose it is.
    pub surveyor: String,
    /// Where that person works.
    pub region: RegionCode,
    /// What the phone calls itself.
    pub device_name: String,
    /// Ed25519 public key.
    pub public_key: [u8; 32],
    /// When it was enrolled.
    pub enrolled_ms: i64,
    /// When it was revoked, if it was.
    pub revoked_ms: Option<i64>,
}

const COLUMNS: &str = "device_id, surveyor, region, device_name, public_key, enrolled_ms, revoked_ms";

type RawDevice = ([u8; 16], String, String, String, [u8; 32], i64, Option<i64>);

fn raw(row: &Row<'_>) -> rusqlite::Result<RawDevice> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

fn device(
    (id, surveyor, region, device_name, public_key, enrolled_ms, revoked_ms): RawDevice,
) -> Result<Device, StoreError> {
    let region = region.parse().map_err(|_| StoreError::Corrupt { what: "devices.region" })?;
    Ok(Device { device: DeviceId(id), surveyor, region, device_name, public_key, enrolled_ms, revoked_ms })
}

impl Reader<'_> {
    /// The phone with this token.
    pub fn device_by_token(&self, token_hash: &Sha256Hash) -> Result<Option<Device>, StoreError> {
        let mut statement =
            self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM devices WHERE token_hash = ?1"))?;
        statement.query_row([token_hash.as_bytes()], raw).optional()?.map(device).transpose()
    }

    /// The phone with this id.
    pub fn device(&self, id: &DeviceId) -> Result<Option<Device>, StoreError> {
        let mut statement =
            self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM devices WHERE device_id = ?1"))?;
        statement.query_row([id.as_bytes()], raw).optional()?.map(device).transpose()
    }

    /// All phones of a region, in the order of enrolment.
    pub fn devices_in(&self, region: &RegionCode) -> Result<Vec<Device>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM devices WHERE region GLOB ?1 ORDER BY enrolled_ms, device_id"
        ))?;
        let rows = statement.query_map([format!("{}*", region.significant())], raw)?;
        rows.map(|row| device(row?)).collect()
    }

    /// The code with this hash.
    pub fn enrol_code(&self, code_hash: &Sha256Hash) -> Result<Option<EnrolCode>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT surveyor, region, expires_ms, used_by FROM enrol_codes WHERE code_hash = ?1",
        )?;
        let found: Option<(String, String, i64, Option<[u8; 16]>)> = statement
            .query_row([code_hash.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        found
            .map(|(surveyor, region, expires_ms, used_by)| {
                let region =
                    region.parse().map_err(|_| StoreError::Corrupt { what: "enrol_codes.region" })?;
                Ok(EnrolCode {
                    code_hash: *code_hash,
                    surveyor,
                    region,
                    expires_ms,
                    used_by: used_by.map(DeviceId),
                })
            })
            .transpose()
    }

    /// Whether the household is this phone's to visit.
    pub fn is_assigned(&self, household: &HouseholdId, device: &DeviceId) -> Result<bool, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT 1 FROM assignments WHERE household_id = ?1 AND device_id = ?2 AND ended_ms IS NULL",
        )?;
        Ok(statement.exists((household.as_str(), device.as_bytes()))?)
    }

    /// The phones that hold a household now.
    pub fn holders(&self, household: &HouseholdId) -> Result<Vec<DeviceId>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT device_id FROM assignments WHERE household_id = ?1 AND ended_ms IS NULL",
        )?;
        let rows = statement.query_map([household.as_str()], |row| row.get::<_, [u8; 16]>(0))?;
        rows.map(|id| Ok(DeviceId(id?))).collect()
    }
}

impl Writer<'_> {
    /// Keeps a new one-time code.
    pub fn keep_enrol_code(&self, code: &EnrolCode, now_ms: i64) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO enrol_codes (code_hash, surveyor, region, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            (code.code_hash.as_bytes(), &code.surveyor, code.region.to_string(), now_ms, code.expires_ms),
        )?;
        Ok(())
    }

    /// Keeps a new phone and marks its code as used.
    pub fn keep_device(
        &self,
        device: &Device,
        token_hash: &Sha256Hash,
        code: &Sha256Hash,
    ) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO devices (device_id, surveyor, region, device_name, public_key, token_hash, enrolled_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                device.device.as_bytes(),
                &device.surveyor,
                device.region.to_string(),
                &device.device_name,
                &device.public_key,
                token_hash.as_bytes(),
                device.enrolled_ms,
            ),
        )?;
        self.conn.execute(
            "UPDATE enrol_codes SET used_by = ?2 WHERE code_hash = ?1",
            (code.as_bytes(), device.device.as_bytes()),
        )?;
        Ok(())
    }

    /// Marks a phone as revoked; false where it already was or does not exist.
    pub fn revoke_device(&self, device: &DeviceId, now_ms: i64) -> Result<bool, StoreError> {
        let changed = self.conn.execute(
            "UPDATE devices SET revoked_ms = ?2 WHERE device_id = ?1 AND revoked_ms IS NULL",
            (device.as_bytes(), now_ms),
        )?;
        Ok(changed == 1)
    }

    /// Gives a household to a phone; false where it already has it.
    pub fn assign(
        &self,
        household: &HouseholdId,
        device: &DeviceId,
        epoch: u32,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO assignments (household_id, device_id, epoch, assigned_ms) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (household_id, device_id) DO UPDATE SET epoch = excluded.epoch, ended_ms = NULL
             WHERE ended_ms IS NOT NULL",
        )?;
        Ok(statement.execute((household.as_str(), device.as_bytes(), epoch, now_ms))? == 1)
    }
}
