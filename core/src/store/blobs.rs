//! The outbox of photo files: which the server still lacks, and where an upload resumes.

use rusqlite::params;

use super::{Reader, StoreError, Writer, transaction::unsigned};
use crate::{
    ids::Sha256Hash,
    journal::{BlobRole, WaitingBlob},
    photo::BlobRef,
};

impl Reader<'_> {
    /// The files of acknowledged entries that the server has not verified, in the order of sending.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn waiting_blobs(&self) -> Result<Vec<WaitingBlob>, StoreError> {
        let sql = "SELECT sha256, size, role, upload, freed FROM outbox_blobs WHERE held = 0 AND EXISTS \
                   (SELECT 1 FROM record_blobs JOIN records USING (entry_id) \
                    WHERE record_blobs.sha256 = outbox_blobs.sha256 AND status NOT IN ('sealed', 'set_apart')) \
                   ORDER BY role, sha256";
        self.rows(sql, [], |row| {
            let role = match row.get::<_, u8>(2)? {
                0 => BlobRole::Thumbnail,
                1 => BlobRole::Derivative,
                2 => BlobRole::Original,
                _ => return Err(StoreError::Damaged { what: "outbox_blobs.role" }),
            };
            let blob = BlobRef { sha256: Sha256Hash(row.get(0)?), size: unsigned(row.get(1)?) };
            Ok(WaitingBlob { blob, role, upload: row.get(3)?, is_freed: row.get(4)? })
        })
    }

    /// Whether a draft or a record still needs the file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn needs_blob(&self, sha256: &Sha256Hash) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM draft_photos WHERE ?1 IN (original, derivative, thumbnail)) \
                   OR EXISTS (SELECT 1 FROM record_blobs WHERE sha256 = ?1)";
        Ok(self.number(sql, [sha256.0])? != 0)
    }
}

impl Writer<'_> {
    /// The server holds the file, its hash verified.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn blob_is_held(&self, sha256: &Sha256Hash) -> Result<(), StoreError> {
        self.run("UPDATE outbox_blobs SET held = 1, upload = NULL WHERE sha256 = ?1", [sha256.0]).map(drop)
    }

    /// The server lacks the file, whatever was known before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn blob_is_wanted(&self, sha256: &Sha256Hash) -> Result<(), StoreError> {
        self.run("UPDATE outbox_blobs SET held = 0 WHERE sha256 = ?1 AND held = 1", [sha256.0]).map(drop)
    }

    /// Where the file's upload resumes; none to begin anew.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_upload(&self, sha256: &Sha256Hash, upload: Option<&str>) -> Result<(), StoreError> {
        self.run("UPDATE outbox_blobs SET upload = ?2 WHERE sha256 = ?1", params![sha256.0, upload]).map(drop)
    }

    /// The server began a new life: what it said it holds is to be asked again.
    pub(super) fn doubt_blobs(&self) -> Result<(), StoreError> {
        self.run("UPDATE outbox_blobs SET held = 0, upload = NULL", []).map(drop)
    }
}
