//! The one door to the phone's store: lock, key, pragmas, migration, and what happens when the file is damaged.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{
    Entropy, Reader, StoreError, StoreKey, Writer, migrate::migrate, places, search::SearchIndex,
    vault::PhotoVault,
};
use crate::{clock::Clock, ids::Sha256Hash};

/// Waiting for another connection of the same process, at most.
const BUSY: Duration = Duration::from_secs(5);
/// Memory for pages, in KiB: cheap phones have little.
const CACHE_KIB: i64 = 3 * 1024;
/// Prepared statements kept.
const STATEMENTS: usize = 64;
/// The log is folded into the database at this many pages (4 KiB each).
const CHECKPOINT_PAGES: i64 = 1_000;

/// The phone's store. Calls from several threads are safe; writes stand in line.
pub struct Store {
    connection: Mutex<Connection>,
    vault: PhotoVault,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    pub(super) roster: Mutex<RosterCache>,
    syncing: Mutex<()>,
    /// Held as long as the store is open.
    _lock: File,
}

/// What is worked out from the roster and kept until the roster changes.
#[derive(Default)]
pub(super) struct RosterCache {
    pub(super) index: Option<Arc<SearchIndex>>,
    pub(super) size: Option<u32>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the store in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// [`StoreError::StoreInUse`], [`StoreError::WrongKey`], [`StoreError::StoreNewer`],
    /// [`StoreError::DamagedFile`] (the file stays, and a copy of it is kept), [`StoreError::DiskFull`].
    pub fn open(
        folder: &Path,
        key: &StoreKey,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, StoreError> {
        fs::create_dir_all(folder)?;
        let lock = lock(folder)?;
        let connection = match connect(folder, key) {
            Err(StoreError::Damaged { what: "file" }) => return Err(refusal(folder, key)),
            other => other?,
        };
        confirm_key(folder, key)?;
        let vault = PhotoVault::open(&places::photos(folder), &key.vault_key()?)?;
        vault.sweep_temporaries()?;
        Ok(Self {
            connection: Mutex::new(connection),
            vault,
            clock,
            entropy,
            roster: Mutex::default(),
            syncing: Mutex::new(()),
            _lock: lock,
        })
    }

    /// Reads; what is read belongs together.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        work(&Reader { connection: &self.connection() })
    }

    /// Writes in one transaction; when it returns `Ok`, what was written survives a power cut. On an error nothing
    /// of it is kept.
    ///
    /// # Errors
    /// Those of `work`; [`StoreError::DiskFull`].
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection();
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
        let writer = Writer {
            reader: Reader { connection: &transaction },
            clock: self.clock.as_ref(),
            entropy: self.entropy.as_ref(),
        };
        let done = work(&writer)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }

    /// The photo vault.
    #[must_use]
    pub fn vault(&self) -> &PhotoVault {
        &self.vault
    }

    /// The clock that everything here is timed by.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// The source of randomness.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// Stands for the one sync that may run at a time; none while another one runs.
    #[must_use]
    pub fn begin_sync(&self) -> Option<MutexGuard<'_, ()>> {
        match self.syncing.try_lock() {
            Ok(guard) => Some(guard),
            Err(std::sync::TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => None,
        }
    }

    /// Every write is a transaction, so a thread that panicked left nothing half done.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Pages that the database has.
    #[cfg(test)]
    pub(crate) fn pages(&self) -> u32 {
        self.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap()
    }

    /// Limits the database to this many pages: how tests bring about a full disk.
    #[cfg(test)]
    pub(crate) fn limit_pages(&self, pages: u32) {
        let set = format!("PRAGMA max_page_count = {pages}");
        self.connection().query_row(&set, [], |row| row.get::<_, i64>(0)).unwrap();
    }
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = places::lock(folder);
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::StoreInUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn connect(folder: &Path, key: &StoreKey) -> Result<Connection, StoreError> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(places::database(folder), flags)?;
    // SQLCipher would report on the standard error; what goes wrong is told by our errors.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    connection.execute_batch(&key.pragma())?;
    connection
        .execute_batch("PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;")?;
    // The first statement that reads: here a wrong key or a damaged file shows.
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    migrate(&mut connection)?;
    refuse_if_read_only(&connection)?;
    Ok(connection)
}

/// Where a file of the database cannot be opened for writing, SQLite opens it for reading and says nothing; every answer
/// would be refused until the app is started anew. Here the surveyor learns it at once.
fn refuse_if_read_only(connection: &Connection) -> Result<(), StoreError> {
    if connection.is_readonly("main")? {
        return Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem).into());
    }
    // The log beside the database is a file of its own.
    Ok(connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK;")?)
}

/// After the database has opened, the key is right whatever the file says.
fn confirm_key(folder: &Path, key: &StoreKey) -> Result<(), StoreError> {
    let path = places::key_check(folder);
    let value = key.check_value()?;
    match fs::read(&path) {
        Ok(found) if found == *value => Ok(()),
        Ok(_) => places::write_whole(&path, value.as_slice()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => places::write_whole(&path, value.as_slice()),
        Err(error) => Err(error.into()),
    }
}

/// The database did not open: a wrong key, or a damaged file, of which a copy is kept.
fn refusal(folder: &Path, key: &StoreKey) -> StoreError {
    let known = key.check_value().ok().zip(fs::read(places::key_check(folder)).ok());
    if known.is_none_or(|(expected, found)| found != *expected) {
        return StoreError::WrongKey;
    }
    quarantine(folder, Keep::Original).err().unwrap_or(StoreError::DamagedFile)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Original,
    CopyAlone,
}

/// Copies the database's files into `quarantine`, under the hash of the damaged file, so that opening it again and
/// again makes no second copy.
fn quarantine(folder: &Path, keep: Keep) -> Result<PathBuf, StoreError> {
    let mut hash = [0; 32];
    if let Ok(mut file) = File::open(places::database(folder)) {
        hash = hash_file(&mut file)?;
    }
    let name = Sha256Hash(hash).to_string();
    let target = places::quarantine(folder).join(format!("damaged-{}", name.get(..16).unwrap_or_default()));
    if !target.exists() {
        // Under another name until it is whole.
        let unfinished = target.with_extension("part");
        fs::create_dir_all(&unfinished)?;
        for file in places::DATABASE_FILES.iter().filter(|file| folder.join(file).exists()) {
            fs::copy(folder.join(file), unfinished.join(file))?;
            File::open(unfinished.join(file))?.sync_all()?;
        }
        fs::rename(&unfinished, &target)?;
        places::sync_folder(target.parent())?;
    }
    if keep == Keep::CopyAlone {
        for file in places::DATABASE_FILES.iter().filter(|file| folder.join(file).exists()) {
            fs::remove_file(folder.join(file))?;
        }
        places::sync_folder(Some(folder))?;
    }
    Ok(target)
}

fn hash_file(file: &mut File) -> Result<[u8; 32], StoreError> {
    use sha2::Digest;
    let mut digest = sha2::Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match io::Read::read(file, &mut buffer)? {
            0 => return Ok(digest.finalize().into()),
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

/// Moves a damaged database into the folder `quarantine`, so that work can go on with an empty one. Photos stay in
/// the vault. Gives where the damaged files are now.
///
/// # Errors
/// [`StoreError::StoreInUse`] where the store is open; what the disk says.
pub fn set_damaged_aside(folder: &Path) -> Result<PathBuf, StoreError> {
    let _lock = lock(folder)?;
    quarantine(folder, Keep::CopyAlone)
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
