//! The embedded store: one SQLite file, many readers, one writer that commits in groups.
//!
//! SQL stands in this folder alone. Rules elsewhere see [`Reader`] and [`Writer`], whose methods are named after
//! what they find or keep.

mod audit;
mod backup;
mod blobs;
mod contacts;
mod devices;
mod divisions;
mod durable;
mod entries;
mod error;
mod evidence;
mod feed;
mod fences;
mod forms;
mod households;
mod meetings;
mod open;
mod prints;
mod records;
mod relatives;
mod spot_checks;
mod users;
mod verifications;
mod verify;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use audit::AuditLine;
pub use backup::BackupSummary;
pub use blobs::Upload;
pub use contacts::{IncompleteRecord, UnvisitedHousehold};
pub use devices::{Device, EnrolCode};
pub use entries::{QuarantinedBatch, StoredEntry, StreamRow};
pub use error::StoreError;
pub use forms::FormRow;
pub use households::{HouseholdFilter, HouseholdSummary, StoredHousehold, SurveyCounts, SurveyStatus};
pub use meetings::{MeetingOfficers, MeetingRow, PackRow};
pub use records::{KeptRecord, NewRecord, RecordCounts, StoredRecord};
pub use relatives::RegisteredRelative;
pub use spot_checks::FrozenFrame;
pub use users::{Role, User};
pub use verifications::VerifiedLine;
pub use verify::{Fault, VerifyReport};

use rusqlite::Connection;

/// Name of the database file inside the data folder.
pub const DATABASE_FILE: &str = "ruhu.sqlite";

/// Reads inside one transaction: everything a caller sees belongs to one moment.
pub struct Reader<'c> {
    conn: &'c Connection,
    ready: &'c Ready,
}

/// What was read once and stays: checklists and the prints of photos.
#[derive(Default)]
struct Ready {
    forms: forms::ReadyForms,
    prints: prints::KnownPrints,
}

/// Reads and writes inside one transaction that is committed when the caller's function returns `Ok`.
pub struct Writer<'c> {
    reader: Reader<'c>,
}

impl<'c> std::ops::Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

/// The store of one data folder.
pub struct Store {
    database: PathBuf,
    readers: parking::Pool,
    ready: Arc<Ready>,
    writer: writer::GroupWriter,
}

impl Store {
    /// Opens the database in `dir`, creating and migrating it as needed.
    ///
    /// # Errors
    /// [`StoreError`]: the folder cannot be written, the database is of a later version, or it is damaged.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(dir)?;
        let database = dir.join(DATABASE_FILE);
        let ready = Arc::new(Ready::default());
        let writer = writer::GroupWriter::start(open::connect_and_migrate(&database)?, Arc::clone(&ready))?;
        Ok(Self { readers: parking::Pool::new(database.clone()), database, ready, writer })
    }

    /// Runs a function that only reads.
    ///
    /// # Errors
    /// The function's own, or [`StoreError`] where no connection can be had.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.readers.with(|conn| {
            let snapshot = conn.unchecked_transaction().map_err(StoreError::from)?;
            work(&Reader { conn: &snapshot, ready: &self.ready })
        })
    }

    /// Runs a function that writes, and returns once its work is on the disk. Functions that arrive together are
    /// committed together; one that fails is undone alone.
    ///
    /// # Errors
    /// The function's own, or [`StoreError`] where the commit fails.
    pub fn write<T, E>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.run(work)
    }

    /// Where the database file is.
    #[must_use]
    pub fn database(&self) -> &Path {
        &self.database
    }
}

mod parking {
    //! Idle read connections.

    use std::{
        path::PathBuf,
        sync::{Mutex, PoisonError},
    };

    use rusqlite::Connection;

    use super::{StoreError, open};

    /// Idle connections kept; more may be open at once under load.
    const MAX_IDLE: usize = 8;

    pub(super) struct Pool {
        database: PathBuf,
        idle: Mutex<Vec<Connection>>,
    }

    impl Pool {
        pub(super) fn new(database: PathBuf) -> Self {
            Self { database, idle: Mutex::new(Vec::new()) }
        }

        pub(super) fn with<T, E: From<StoreError>>(
            &self,
            work: impl FnOnce(&Connection) -> Result<T, E>,
        ) -> Result<T, E> {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let conn = match idle {
                Some(conn) => conn,
                None => open::connect_read_only(&self.database)?,
            };
            let result = work(&conn);
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < MAX_IDLE {
                idle.push(conn);
            }
            result
        }
    }
}
