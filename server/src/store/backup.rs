//! A consistent copy of the database while the server runs.

use std::path::Path;

use rusqlite::{Connection, backup::Backup};

use super::{Reader, Store, StoreError, open};

/// Pages copied between two breaths, so that ingest goes on.
const PAGES_PER_STEP: i32 = 2_000;
/// Pause between two steps, in milliseconds.
const PAUSE_MS: u64 = 1;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupSummary {
    /// Entries of all streams.
    pub entries: u64,
    /// Verified files.
    pub blobs: u64,
}

impl Reader<'_> {
    /// Counts what a backup of this moment holds.
    pub fn backup_summary(&self) -> Result<BackupSummary, StoreError> {
        let entries = self.conn.query_row("SELECT count(*) FROM entries", [], |row| row.get(0))?;
        let (blobs, _) = self.blob_totals()?;
        Ok(BackupSummary { entries, blobs })
    }
}

impl Store {
    /// Copies the database as of one moment into a new file.
    ///
    /// # Errors
    /// [`StoreError`]; a full disk leaves no half file behind for the caller to mistake for a backup.
    pub fn copy_database(&self, to: &Path) -> Result<(), StoreError> {
        let from = open::connect_read_only(self.database())?;
        let mut target = Connection::open(to)?;
        let copied = (|| {
            let backup = Backup::new(&from, &mut target)?;
            backup.run_to_completion(PAGES_PER_STEP, std::time::Duration::from_millis(PAUSE_MS), None)
        })();
        drop(target);
        copied.map_err(|error| {
            // Best effort: the error that is reported is the one that matters.
            let _ = std::fs::remove_file(to);
            StoreError::from(error)
        })
    }
}
