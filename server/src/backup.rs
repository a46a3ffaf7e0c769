//! Backup and restore: one tar file with a consistent copy of the database and every verified photo.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Component, Path, PathBuf},
};

use ruhu_core::{
    error::Explain,
    ids::{EntryId, Sha256Hash},
};

use crate::{
    app::{self, App},
    blobs::BlobFolder,
    ingest,
    store::{BackupSummary, DATABASE_FILE, Store, StoreError},
};

/// Folder of photos inside the archive.
const PHOTOS: &str = "photos";
/// Largest database in an archive, in bytes: 1 TiB.
const MAX_DATABASE_BYTES: u64 = 1 << 40;

/// Why a backup or a restore stops. Nothing that was there before is touched.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The target is there already.
    #[error("{} 已存在，请换一个位置，避免覆盖", .0.display())]
    Exists(PathBuf),
    /// The archive is not one of ours.
    #[error("备份文件不完整或不是 ruhu 备份，请换一份备份重试")]
    NotABackup,
    /// A photo in the archive does not have its hash.
    #[error("备份中的照片 {0} 已损坏，请换一份备份重试")]
    PhotoDamaged(Sha256Hash),
    /// A photo that the database names is not in the archive.
    #[error("备份中缺少照片 {0}，请换一份备份重试")]
    PhotoMissing(Sha256Hash),
}

impl Explain for BackupError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Exists(_) => "target_exists",
            Self::NotABackup => "not_a_backup",
            Self::PhotoDamaged(_) => "backup_photo_damaged",
            Self::PhotoMissing(_) => "backup_photo_missing",
        }
    }
}

impl From<io::Error> for BackupError {
    fn from(error: io::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Whether phones may give up their photos because of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Where it lies on another disk than the data.
    OnAnotherDisk,
    /// Wherever it lies: the operator copies it elsewhere.
    Anywhere,
}

/// What a backup holds, and whether phones may rely on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupDone {
    /// What it holds.
    pub summary: BackupSummary,
    /// How many records became durable by it; none where it lies on the disk that it is to outlive.
    pub durable: Option<u64>,
}

/// Writes a backup while the server runs. The database is copied first, so that every photo it names is already on
/// the disk; photos are write-once. What it holds becomes durable only after the whole of it is on its disk.
///
/// # Errors
/// [`BackupError`]; a half-written file is removed.
pub fn backup(app: &App, to: &Path, counts: Counts) -> Result<BackupDone, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let partial = to.with_extension("partial");
    match write_archive(app, &partial) {
        Ok((summary, held)) => {
            fs::rename(&partial, to)?;
            let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
            sync_folder(folder.unwrap_or(Path::new(".")))?;
            let is_apart = counts == Counts::Anywhere || on_another_disk(&app.dir, to)?;
            let durable = is_apart.then_some(held.len() as u64);
            if is_apart {
                count(app, &summary, &held)?;
            }
            Ok(BackupDone { summary, durable })
        }
        Err(error) => {
            // Best effort: the error that is reported is the one that matters.
            let _ = fs::remove_file(&partial);
            Err(error)
        }
    }
}

fn count(app: &App, summary: &BackupSummary, held: &[EntryId]) -> Result<(), BackupError> {
    ingest::count_as_durable(&app.store, held)?;
    let (size, now_ms) = ((summary.entries, summary.blobs), app.now_ms());
    Ok(app.store.write(move |w| w.keep_backup(size, now_ms))?)
}

/// Whether losing the disk of one leaves the other.
fn on_another_disk(data: &Path, backup: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Ok(fs::metadata(data)?.dev() != fs::metadata(backup)?.dev())
    }
    // Where the system does not tell, they are taken to share one.
    #[cfg(not(unix))]
    {
        let _ = (data, backup);
        Ok(false)
    }
}

/// Makes a name in a folder survive a power cut.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Gives what the archive holds, and its complete records that are not known to be durable.
fn write_archive(app: &App, to: &Path) -> Result<(BackupSummary, Vec<EntryId>), BackupError> {
    let scratch = tempfile::tempdir_in(&app.dir)?;
    let copy = scratch.path().join(DATABASE_FILE);
    app.store.copy_database(&copy)?;
    let copied = Store::open(scratch.path())?;
    let summary = copied.read(|r| r.backup_summary())?;
    let held = copied.read(|r| r.complete_not_durable())?;
    let mut blobs = Vec::new();
    copied.read(|r| r.each_blob(|sha256, _| blobs.push(sha256)))?;
    // The last connection folds the write-ahead log into the file.
    drop(copied);
    let mut archive = tar::Builder::new(BufWriter::new(private_file(to)?));
    archive.append_path_with_name(&copy, DATABASE_FILE)?;
    for sha256 in blobs {
        archive.append_path_with_name(app.blobs.path(&sha256), format!("{PHOTOS}/{sha256}"))?;
    }
    let mut file = archive.into_inner()?;
    file.flush()?;
    file.get_ref().sync_all()?;
    Ok((summary, held))
}

/// A backup holds everything: only its owner may read it.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Restores a backup into a new folder, verifying every photo, and begins a new life of the database at `now_ms`,
/// milliseconds since 1970.
///
/// # Errors
/// [`BackupError`]; the target folder is left away where anything is wrong.
pub fn restore(from: &Path, dir: &Path, now_ms: i64) -> Result<BackupSummary, BackupError> {
    if dir.exists() && fs::read_dir(dir)?.next().is_some() {
        return Err(BackupError::Exists(dir.to_owned()));
    }
    let restored = unpack(from, dir, now_ms);
    if restored.is_err() {
        // Best effort: the folder was empty before.
        let _ = fs::remove_dir_all(dir);
    }
    restored
}

fn unpack(from: &Path, dir: &Path, now_ms: i64) -> Result<BackupSummary, BackupError> {
    let mut archive = tar::Archive::new(File::open(from)?);
    fs::create_dir_all(dir)?;
    let blobs = BlobFolder::open(dir)?;
    let entries = archive.entries().map_err(|_| BackupError::NotABackup)?;
    for entry in entries {
        let mut entry = entry.map_err(|_| BackupError::NotABackup)?;
        let path = entry.path().map_err(|_| BackupError::NotABackup)?.into_owned();
        let mut parts = path.components();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(Component::Normal(name)), None, None) if name == DATABASE_FILE => {
                let mut file = File::create(dir.join(DATABASE_FILE))?;
                io::copy(&mut (&mut entry).take(MAX_DATABASE_BYTES), &mut file)?;
                file.sync_all()?;
            }
            (Some(Component::Normal(folder)), Some(Component::Normal(name)), None) if folder == PHOTOS => {
                let sha256: Sha256Hash =
                    name.to_str().and_then(|name| name.parse().ok()).ok_or(BackupError::NotABackup)?;
                restore_photo(&blobs, &sha256, &mut entry)?;
            }
            _ => return Err(BackupError::NotABackup),
        }
    }
    finish(dir, &blobs, now_ms)
}

fn restore_photo(blobs: &BlobFolder, sha256: &Sha256Hash, bytes: &mut impl Read) -> Result<(), BackupError> {
    let mut content = Vec::new();
    bytes
        .take(crate::ingest::MAX_PHOTO_BYTES + 1)
        .read_to_end(&mut content)
        .map_err(|_| BackupError::NotABackup)?;
    if Sha256Hash::of(&content) != *sha256 {
        return Err(BackupError::PhotoDamaged(*sha256));
    }
    Ok(blobs.put(&sha256.to_string(), sha256, &content)?)
}

fn finish(dir: &Path, blobs: &BlobFolder, now_ms: i64) -> Result<BackupSummary, BackupError> {
    if !dir.join(DATABASE_FILE).exists() {
        return Err(BackupError::NotABackup);
    }
    let store = Store::open(dir)?;
    let mut missing = None;
    store.read(|r| {
        r.each_blob(|sha256, _| {
            if !blobs.path(&sha256).exists() {
                missing.get_or_insert(sha256);
            }
        })
    })?;
    if let Some(sha256) = missing {
        return Err(BackupError::PhotoMissing(sha256));
    }
    app::begin_new_life(&store, now_ms)?;
    // What came out of a backup is in one.
    ingest::count_as_durable(&store, &store.read(|r| r.complete_not_durable())?)?;
    Ok(store.read(|r| r.backup_summary())?)
}
