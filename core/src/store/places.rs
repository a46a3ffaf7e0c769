//! Names of files and folders inside the phone's folder.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use super::StoreError;

/// The files of the database; the last two are SQLite's own companions.
pub(super) const DATABASE_FILES: [&str; 3] = ["ruhu.db", "ruhu.db-wal", "ruhu.db-shm"];

pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join("ruhu.db")
}

pub(super) fn photos(folder: &Path) -> PathBuf {
    folder.join("photos")
}

pub(super) fn lock(folder: &Path) -> PathBuf {
    folder.join("lock")
}

pub(super) fn key_check(folder: &Path) -> PathBuf {
    folder.join("key-check")
}

pub(super) fn moving_salt(folder: &Path) -> PathBuf {
    folder.join("moving-salt")
}

pub(super) fn quarantine(folder: &Path) -> PathBuf {
    folder.join("quarantine")
}

/// Writes a small file so that either the whole of it is there or none.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let temporary = path.with_extension("tmp");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    sync_folder(path.parent())
}

/// Makes names in a folder survive a power cut.
pub(super) fn sync_folder(folder: Option<&Path>) -> Result<(), StoreError> {
    match folder {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => Ok(File::open(folder)?.sync_all()?),
        _ => Ok(()),
    }
}
