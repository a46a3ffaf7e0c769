//! Verified files and uploads on the way. The bytes are in the photo folder; here is what is known of them.

use ruhu_core::ids::{DeviceId, EntryId, HouseholdId, Sha256Hash};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// An upload on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its public name: random hex.
    pub upload_id: String,
    /// Whose it is.
    pub device: DeviceId,
    /// What it must become.
    pub sha256: Sha256Hash,
    /// How long it must become.
    pub size: u64,
    /// After this it may be cleared away.
    pub expires_ms: i64,
}

impl Reader<'_> {
    /// Whether the file is here and verified.
    pub fn has_blob(&self, sha256: &Sha256Hash) -> Result<bool, StoreError> {
        Ok(self.conn.prepare_cached("SELECT 1 FROM blobs WHERE sha256 = ?1")?.exists([sha256.as_bytes()])?)
    }

    /// Size of a verified file in bytes; none where it is not here.
    pub fn blob_size(&self, sha256: &Sha256Hash) -> Result<Option<u64>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT size FROM blobs WHERE sha256 = ?1")?;
        Ok(statement.query_row([sha256.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// Every verified file with its size, by hash.
    pub fn each_blob(&self, mut visit: impl FnMut(Sha256Hash, u64)) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT sha256, size FROM blobs ORDER BY sha256")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            visit(Sha256Hash(row.get(0)?), row.get(1)?);
        }
        Ok(())
    }

    /// Number and bytes of verified files.
    pub fn blob_totals(&self) -> Result<(u64, u64), StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*), coalesce(sum(size), 0) FROM blobs")?;
        Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The complete records of a household that name this file, in the order of arrival.
    pub fn complete_records_naming(
        &self,
        household: &HouseholdId,
        sha256: &Sha256Hash,
    ) -> Result<Vec<EntryId>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT entry_id FROM records r WHERE household_id = ?1 AND state = 'complete'
             AND EXISTS (SELECT 1 FROM record_blobs b WHERE b.entry_id = r.entry_id AND b.sha256 = ?2)
             ORDER BY entry_no",
        )?;
        let rows =
            statement.query_map((household.as_str(), sha256.as_bytes()), |row| Ok(EntryId(row.get(0)?)))?;
        rows.map(|id| Ok(id?)).collect()
    }

    /// One upload.
    pub fn upload(&self, upload_id: &str) -> Result<Option<Upload>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT device_id, sha256, size, expires_ms FROM uploads WHERE upload_id = ?1")?;
        Ok(statement
            .query_row([upload_id], |row| {
                Ok(Upload {
                    upload_id: upload_id.to_owned(),
                    device: DeviceId(row.get(0)?),
                    sha256: Sha256Hash(row.get(1)?),
                    size: row.get(2)?,
                    expires_ms: row.get(3)?,
                })
            })
            .optional()?)
    }

    /// How many uploads a phone has open; finished ones stay known until their time has passed, and do not count.
    pub fn open_uploads(&self, device: &DeviceId) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM uploads WHERE device_id = ?1 AND finished = 0";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row([device.as_bytes()], |row| row.get(0))?)
    }

    /// Bytes that phones have announced and that may still come; what has arrived of them counts in full.
    pub fn promised_bytes(&self) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(sum(size), 0) FROM uploads WHERE finished = 0";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Uploads whose time has passed.
    pub fn expired_uploads(&self, now_ms: i64) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT upload_id FROM uploads WHERE expires_ms < ?1")?;
        let rows = statement.query_map([now_ms], |row| row.get(0))?;
        rows.map(|id| Ok(id?)).collect()
    }
}

impl Writer<'_> {
    /// Keeps that a file is here and verified, which finishes its uploads; false where it was known.
    pub fn keep_blob(&self, sha256: &Sha256Hash, size: u64, now_ms: i64) -> Result<bool, StoreError> {
        self.conn
            .prepare_cached("UPDATE uploads SET finished = 1 WHERE sha256 = ?1")?
            .execute([sha256.as_bytes()])?;
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO blobs (sha256, size, verified_ms) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        Ok(statement.execute((sha256.as_bytes(), size, now_ms))? == 1)
    }

    /// Opens an upload.
    pub fn keep_upload(&self, upload: &Upload) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO uploads (upload_id, device_id, sha256, size, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((
                &upload.upload_id,
                upload.device.as_bytes(),
                upload.sha256.as_bytes(),
                upload.size,
                upload.expires_ms,
            ))?;
        Ok(())
    }

    /// Forgets an upload.
    pub fn drop_upload(&self, upload_id: &str) -> Result<(), StoreError> {
        self.conn.prepare_cached("DELETE FROM uploads WHERE upload_id = ?1")?.execute([upload_id])?;
        Ok(())
    }
}
