//! A phone's store on the way to another phone: a copy of the whole folder under a code that the office gives out, and
//! from there into the new phone's folder under its own key. Both ways are the same copying; the old folder is left as it
//! is, so that nothing is lost where the way is broken off.

use std::{fs, io, path::Path, sync::Arc};

use argon2::{Algorithm, Argon2, Params, Version};
use rusqlite::params;
use zeroize::Zeroizing;

use super::{
    Entropy, Reader, Store, StoreError, StoreKey, places,
    transaction::{read_cbor, unsigned},
    vault::{PhotoVault, VaultError},
};
use crate::{
    clock::Clock,
    error::Explain,
    household::typing,
    ids::Sha256Hash,
    moving::MOVING_CODE_LENGTH,
    photo::{BlobRef, PhotoRecord},
};

/// Bytes of the random salt that lies beside the copy.
const SALT_BYTES: usize = 16;
/// Memory in KiB and passes that one guess costs, by Argon2id (RFC 9106).
const GUESS_COSTS: (u32, u32) = (64 * 1024, 3);

/// Why a store was not moved. Where it came from is as it was.
#[derive(Debug, thiserror::Error)]
pub enum MovingError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Not as many letters and digits as a moving code has.
    #[error("搬家码应为 {MOVING_CODE_LENGTH} 位字母和数字，请向乡镇核对后重新输入")]
    CodeLength,
    /// The copy was made with another code.
    #[error("搬家码不正确，请核对后重新输入；数据仍在旧手机中")]
    WrongCode,
    /// The folder holds no copy, or not the whole of it.
    #[error("没有找到完整的搬家数据，请从旧手机重新导出")]
    NotACopy,
    /// Something is in the target already.
    #[error("目标目录已有数据，为避免覆盖没有写入；请换一个空目录")]
    TargetInUse,
    /// The phone has not the memory at the moment.
    #[error("内存不足，无法验证搬家码；请关闭其他应用后重试")]
    Memory,
}

impl Explain for MovingError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::CodeLength => "moving_code_length",
            Self::WrongCode => "moving_code_wrong",
            Self::NotACopy => "moving_copy_incomplete",
            Self::TargetInUse => "moving_target_in_use",
            Self::Memory => "moving_memory",
        }
    }
}

impl From<io::Error> for MovingError {
    fn from(error: io::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<VaultError> for MovingError {
    fn from(error: VaultError) -> Self {
        Self::Store(error.into())
    }
}

/// What was copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// Photo files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Photo files that could not be read any more on the phone that they come from; everything else went.
    pub unreadable: u64,
}

impl Store {
    /// Copies the store into the folder `copy`, which must not exist, under a moving code.
    ///
    /// # Errors
    /// [`MovingError`]; then nothing is at `copy`.
    pub fn move_out(&self, copy: &Path, code: &str) -> Result<Moved, MovingError> {
        let mut salt = [0; SALT_BYTES];
        self.entropy().fill(&mut salt)?;
        let key = key_of(code, &salt)?;
        self.copy_whole(copy, &key, |unfinished| {
            Ok(places::write_whole(&places::moving_salt(unfinished), &salt)?)
        })
    }

    /// Copies the store that was moved out to `copy` into the new phone's folder, which must not exist, under the new
    /// phone's key. The copy stays, for whoever moves to delete.
    ///
    /// # Errors
    /// [`MovingError`]; then nothing is at `folder`.
    pub fn move_in(
        copy: &Path,
        code: &str,
        (folder, key): (&Path, &StoreKey),
        (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
    ) -> Result<Moved, MovingError> {
        let whole = [places::database(copy), places::key_check(copy)].iter().all(|path| path.is_file());
        if !whole {
            return Err(MovingError::NotACopy);
        }
        let salt = match fs::read(places::moving_salt(copy)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(MovingError::NotACopy),
            read => read?,
        };
        let moved = Self::open(copy, &key_of(code, &salt)?, clock, entropy);
        let moved = moved.map_err(|error| match error {
            StoreError::WrongKey => MovingError::WrongCode,
            other => other.into(),
        })?;
        moved.copy_whole(folder, key, |_| Ok(()))
    }

    /// Copies everything into a folder of another name, and gives it its name once it is whole.
    fn copy_whole(
        &self,
        folder: &Path,
        key: &StoreKey,
        finish: impl FnOnce(&Path) -> Result<(), MovingError>,
    ) -> Result<Moved, MovingError> {
        if folder.exists() {
            return Err(MovingError::TargetInUse);
        }
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let unfinished = folder.with_file_name(name);
        // What an earlier attempt left.
        let _ = fs::remove_dir_all(&unfinished);
        let copied = self.copy_parts(&unfinished, key).and_then(|moved| {
            finish(&unfinished)?;
            fs::rename(&unfinished, folder)?;
            places::sync_folder(folder.parent())?;
            Ok(moved)
        });
        if copied.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_dir_all(&unfinished);
        }
        copied
    }

    fn copy_parts(&self, to: &Path, key: &StoreKey) -> Result<Moved, MovingError> {
        // A sync would free photos meanwhile.
        let _no_sync = self.begin_sync();
        fs::create_dir_all(to)?;
        let files = self.read(|r| -> Result<_, StoreError> {
            r.export_database(&places::database(to), key)?;
            r.files_to_move()
        })?;
        let vault = PhotoVault::open(&places::photos(to), &key.vault_key()?)?;
        let mut moved = Moved::default();
        for blob in files {
            match self.vault().read(&blob) {
                Ok(bytes) => {
                    vault.put(&bytes)?;
                    moved.files += 1;
                    moved.bytes += blob.size;
                }
                // One photo that is damaged must not keep all others on the old phone.
                Err(VaultError::Missing | VaultError::Damaged) => moved.unreadable += 1,
                Err(error) => return Err(error.into()),
            }
        }
        places::write_whole(&places::key_check(to), key.check_value()?.as_slice())?;
        Ok(moved)
    }
}

impl Reader<'_> {
    /// Writes the whole database into a new file under another key.
    fn export_database(&self, to: &Path, key: &StoreKey) -> Result<(), StoreError> {
        let version: u32 = self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let path = to.to_str().ok_or(StoreError::Io(io::ErrorKind::InvalidFilename.into()))?;
        let attach = "ATTACH DATABASE ?1 AS moved KEY ?2";
        self.connection.execute(attach, params![path, key.raw().as_str()])?;
        let exported = self
            .connection
            .query_row("SELECT sqlcipher_export('moved')", [], |_| Ok(()))
            .and_then(|()| self.connection.execute_batch(&format!("PRAGMA moved.user_version = {version};")));
        let detached = self.connection.execute_batch("DETACH DATABASE moved");
        exported?;
        detached?;
        fs::File::open(to)?.sync_all()?;
        Ok(())
    }

    /// Every file that is on this phone and that a record or an open draft names.
    fn files_to_move(&self) -> Result<Vec<BlobRef>, StoreError> {
        let sql = "SELECT sha256, size FROM outbox_blobs WHERE freed = 0 ORDER BY role, sha256";
        let mut files = self.rows(sql, [], |row| {
            Ok(BlobRef { sha256: Sha256Hash(row.get(0)?), size: unsigned(row.get(1)?) })
        })?;
        let sql = "SELECT photo FROM draft_photos JOIN drafts USING (draft_id) WHERE state = 'open'";
        let of_drafts: Vec<PhotoRecord> =
            self.rows(sql, [], |row| read_cbor(&row.get::<_, Vec<u8>>(0)?, "draft_photos.photo"))?;
        for photo in of_drafts {
            files.extend([photo.original, photo.derivative, photo.thumbnail]);
        }
        Ok(files)
    }
}

/// The key of a copy, from what people type.
fn key_of(code: &str, salt: &[u8]) -> Result<StoreKey, MovingError> {
    let plain = typing::compact(code);
    let letters = plain.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    let letters: Zeroizing<String> = Zeroizing::new(letters.collect());
    if letters.len() != MOVING_CODE_LENGTH {
        return Err(MovingError::CodeLength);
    }
    if salt.len() != SALT_BYTES {
        return Err(MovingError::NotACopy);
    }
    let (memory_kib, passes) = GUESS_COSTS;
    let params = Params::new(memory_kib, passes, 1, None).map_err(|_| MovingError::Memory)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(letters.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| MovingError::Memory)?;
    Ok(StoreKey::new(*key))
}
