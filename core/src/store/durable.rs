//! Space on the phone: which files it need not keep any more, because a backup of the server holds them.

use super::{Reader, Store, StoreError, Writer, transaction::unsigned};
use crate::{ids::Sha256Hash, journal::FreedFiles, photo::BlobRef, wire::DurableBody};

/// Files freed between two marks on the disk: a sync may end at any moment.
const AT_A_TIME: u32 = 50;

impl Reader<'_> {
    /// Files of durable records that nothing else on this phone needs. Thumbnails stay: they are small, and they show
    /// the surveyor what was photographed.
    fn freeable_files(&self) -> Result<Vec<BlobRef>, StoreError> {
        let sql = "SELECT sha256, size FROM outbox_blobs AS file WHERE held = 1 AND freed = 0 AND role <> 0 \
                   AND EXISTS (SELECT 1 FROM record_blobs WHERE sha256 = file.sha256) \
                   AND NOT EXISTS (SELECT 1 FROM record_blobs JOIN records USING (entry_id) \
                                   WHERE record_blobs.sha256 = file.sha256 AND durable = 0) \
                   AND NOT EXISTS (SELECT 1 FROM draft_photos \
                                   WHERE file.sha256 IN (original, derivative, thumbnail)) \
                   LIMIT ?1";
        self.rows(sql, [AT_A_TIME], |row| {
            Ok(BlobRef { sha256: Sha256Hash(row.get(0)?), size: unsigned(row.get(1)?) })
        })
    }

    /// Whether the file was freed: the server has it, and this phone has not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_freed(&self, sha256: &Sha256Hash) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM outbox_blobs WHERE sha256 = ?1 AND freed = 1";
        Ok(self.number(sql, [sha256.0])? != 0)
    }
}

impl Writer<'_> {
    /// A backup of the server holds these records. Records of an earlier enrolment may be unknown here.
    pub(super) fn apply_durable(&self, body: &DurableBody) -> Result<(), StoreError> {
        body.entries.iter().try_for_each(|entry_id| {
            self.run("UPDATE records SET durable = 1 WHERE entry_id = ?1", [entry_id.0]).map(drop)
        })
    }

    /// The server began a new life: whether that one is backed up, it will say.
    pub(super) fn doubt_durable(&self) -> Result<(), StoreError> {
        self.run("UPDATE records SET durable = 0", []).map(drop)
    }
}

impl Store {
    /// Gives up this phone's copy of every photo that a backup of the server holds. The file goes first and is marked
    /// afterwards: after a power cut in between it is found missing, and marked.
    ///
    /// # Errors
    /// [`StoreError`]; what was freed before it is freed.
    pub fn free_durable(&self) -> Result<FreedFiles, StoreError> {
        let mut freed = FreedFiles::default();
        loop {
            let page = self.read(|r| r.freeable_files())?;
            if page.is_empty() {
                return Ok(freed);
            }
            for blob in &page {
                if self.vault().remove(blob)? {
                    freed.files += 1;
                    freed.bytes += blob.size;
                }
            }
            self.write(|w| {
                page.iter().try_for_each(|blob| {
                    w.run("UPDATE outbox_blobs SET freed = 1 WHERE sha256 = ?1", [blob.sha256.0]).map(drop)
                })
            })?;
        }
    }
}
