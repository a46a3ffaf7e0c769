//! The phone's photos: encrypted files named so that the folder tells nothing.
//!
//! A file is `nonce prefix (19) | chunks`, each chunk 64 KiB of content under XChaCha20-Poly1305 with a tag of 16
//! bytes. The nonce of a chunk is the file's random prefix, the chunk's index and whether it is the last, so
//! chunks can be neither cut off, repeated nor moved; hash and size of the content are authenticated with every
//! chunk, so files cannot be exchanged either. A file's name is the HMAC of the content's hash.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{error::Explain, ids::Sha256Hash, photo::BlobRef};

/// Content bytes of one chunk.
pub const CHUNK_BYTES: usize = 64 * 1024;
/// Largest content of one file, in bytes.
pub const MAX_VAULT_FILE_BYTES: u64 = 256 * 1024 * 1024;

const CHUNK: u64 = CHUNK_BYTES as u64;
const TAG_BYTES: u64 = 16;
const PREFIX_BYTES: usize = 19;
const PREFIX: u64 = PREFIX_BYTES as u64;
const DOMAIN: &[u8] = b"ruhu-photo-vault-v1\0";
const TEMPORARY: &str = "tmp-";
const KEY_CHECK: &str = "key-check";

type Naming = Hmac<Sha256>;

/// The vault's key: 32 random bytes that the system's key store keeps. Wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct VaultKey([u8; 32]);

impl VaultKey {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl std::fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VaultKey(***)")
    }
}

/// Why the vault could not keep or give a photo.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// No room, a quota, or a file-size limit. Nothing was kept.
    #[error("存储空间不足，照片未保存；请清理手机空间后重新拍摄")]
    DiskFull(#[source] io::Error),
    /// The system refused to read or write. When saving, nothing was kept.
    #[error("读写照片失败，未保存；请重启应用后重试，多次失败请联系技术支持")]
    Io(#[source] io::Error),
    /// The folder was made with another key.
    #[error("照片库密钥不正确，无法打开；请用原来的账号登录，或联系技术支持")]
    WrongKey,
    /// No such photo here.
    #[error("手机中没有这张照片，请重新拍摄或重新同步")]
    Missing,
    /// The file was changed, cut or exchanged.
    #[error("照片文件已损坏或被改动，无法读取；请重新拍摄，并联系技术支持")]
    Damaged,
    /// More than [`MAX_VAULT_FILE_BYTES`].
    #[error("照片文件太大，未保存；请调低相机分辨率后重新拍摄")]
    TooLarge,
    /// A range that lies outside the content.
    #[error("读取照片的位置超出范围，请重新同步")]
    OutOfRange,
    /// The system gave no random bytes.
    #[error("系统随机数不可用，照片未保存；请重启手机后重试")]
    NoRandomness,
}

impl Explain for VaultError {
    fn code(&self) -> &'static str {
        match self {
            Self::DiskFull(_) => "disk_full",
            Self::Io(_) => "vault_io",
            Self::WrongKey => "vault_wrong_key",
            Self::Missing => "vault_missing",
            Self::Damaged => "vault_damaged",
            Self::TooLarge => "vault_too_large",
            Self::OutOfRange => "vault_out_of_range",
            Self::NoRandomness => "no_randomness",
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::DiskFull(error)
            }
            io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::Io(error),
        }
    }
}

/// A folder of encrypted photos. Calls from several threads are safe.
pub struct PhotoVault {
    folder: PathBuf,
    cipher: XChaCha20Poly1305,
    naming: Naming,
}

impl std::fmt::Debug for PhotoVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhotoVault").finish_non_exhaustive()
    }
}

impl PhotoVault {
    /// Opens the vault in `folder`, which is made where it is missing.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`] for a folder made with another key; else what the disk says.
    pub fn open(folder: &Path, key: &VaultKey) -> Result<Self, VaultError> {
        fs::create_dir_all(folder)?;
        sync_folder(folder.parent())?;
        let (encryption, naming) = (derive(key, b"encryption")?, derive(key, b"naming")?);
        let cipher =
            XChaCha20Poly1305::new_from_slice(encryption.as_slice()).map_err(|_| VaultError::WrongKey)?;
        let naming = Naming::new_from_slice(naming.as_slice()).map_err(|_| VaultError::WrongKey)?;
        let vault = Self { folder: folder.to_owned(), cipher, naming };
        vault.check_key(&*derive(key, b"check")?)?;
        Ok(vault)
    }

    fn check_key(&self, expected: &[u8; 32]) -> Result<(), VaultError> {
        let path = self.folder.join(KEY_CHECK);
        match fs::read(&path) {
            Ok(found) if found == expected => Ok(()),
            Ok(_) => Err(VaultError::WrongKey),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.write_file(&path, |file| Ok(file.write_all(expected)?))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps these bytes; when it returns, they survive a power cut. Keeping the same bytes again costs nothing
    /// and repairs a damaged file.
    ///
    /// # Errors
    /// [`VaultError`]; then nothing of the bytes is left on the disk.
    pub fn put(&self, bytes: &[u8]) -> Result<BlobRef, VaultError> {
        let blob = BlobRef::of(bytes);
        if blob.size > MAX_VAULT_FILE_BYTES {
            return Err(VaultError::TooLarge);
        }
        if self.read(&blob).is_ok() {
            return Ok(blob);
        }
        let prefix = random::<PREFIX_BYTES>()?;
        self.write_file(&self.path(&blob), |file| {
            file.write_all(&prefix)?;
            let last = last_chunk(&blob);
            let empty = blob.size == 0;
            let chunks = bytes.chunks(CHUNK_BYTES).chain(empty.then_some(bytes));
            for (index, chunk) in (0_u32..).zip(chunks) {
                let nonce = chunk_nonce(&prefix, index, index == last);
                let payload = Payload { msg: chunk, aad: &content_name(&blob) };
                file.write_all(&self.cipher.encrypt(&nonce, payload).map_err(|_| VaultError::TooLarge)?)?;
            }
            Ok(())
        })?;
        Ok(blob)
    }

    /// Whether a file of the right length is here. Its content is checked when it is read.
    #[must_use]
    pub fn contains(&self, blob: &BlobRef) -> bool {
        fs::metadata(self.path(blob)).is_ok_and(|found| Some(found.len()) == file_length(blob))
    }

    /// The whole content, its hash verified.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Damaged`], or what the disk says.
    pub fn read(&self, blob: &BlobRef) -> Result<Vec<u8>, VaultError> {
        let bytes =
            self.read_range(blob, 0, usize::try_from(blob.size).map_err(|_| VaultError::TooLarge)?)?;
        if Sha256Hash::of(&bytes) == blob.sha256 { Ok(bytes) } else { Err(VaultError::Damaged) }
    }

    /// At most `length` bytes of the content from `offset`, fewer at its end: what an upload resumes with. Only
    /// the chunks touched are read; each is authenticated.
    ///
    /// # Errors
    /// [`VaultError::OutOfRange`] where `offset` lies behind the end; else as [`PhotoVault::read`].
    pub fn read_range(&self, blob: &BlobRef, offset: u64, length: usize) -> Result<Vec<u8>, VaultError> {
        let end = offset.saturating_add(length as u64).min(blob.size);
        let wanted = end.checked_sub(offset).ok_or(VaultError::OutOfRange)?;
        let mut file = File::open(self.path(blob)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => VaultError::Missing,
            _ => error.into(),
        })?;
        // The length is checked before anything of it is believed or allocated.
        if Some(file.metadata()?.len()) != file_length(blob) {
            return Err(VaultError::Damaged);
        }
        let mut prefix = [0; PREFIX_BYTES];
        file.read_exact(&mut prefix)?;
        let (first, until) = (offset / CHUNK, end.div_ceil(CHUNK).max(1));
        file.seek(SeekFrom::Start(PREFIX + first * (CHUNK + TAG_BYTES)))?;
        let mut content =
            Vec::with_capacity(usize::try_from(wanted).unwrap_or_default().saturating_add(CHUNK_BYTES));
        for index in first..until {
            content.extend(self.read_chunk(&mut file, blob, &prefix, index)?);
        }
        let skipped = usize::try_from(offset - first * CHUNK).unwrap_or(usize::MAX);
        content.drain(..skipped.min(content.len()));
        content.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        Ok(content)
    }

    fn read_chunk(
        &self,
        file: &mut File,
        blob: &BlobRef,
        prefix: &[u8; PREFIX_BYTES],
        index: u64,
    ) -> Result<Vec<u8>, VaultError> {
        let length = blob.size.saturating_sub(index * CHUNK).min(CHUNK) + TAG_BYTES;
        let mut sealed = vec![0; usize::try_from(length).map_err(|_| VaultError::Damaged)?];
        file.read_exact(&mut sealed)?;
        let index = u32::try_from(index).map_err(|_| VaultError::Damaged)?;
        let nonce = chunk_nonce(prefix, index, index == last_chunk(blob));
        let payload = Payload { msg: &sealed, aad: &content_name(blob) };
        self.cipher.decrypt(&nonce, payload).map_err(|_| VaultError::Damaged)
    }

    /// Removes the file and says whether it was here.
    ///
    /// # Errors
    /// What the disk says.
    pub fn remove(&self, blob: &BlobRef) -> Result<bool, VaultError> {
        match fs::remove_file(self.path(blob)) {
            Ok(()) => sync_folder(Some(&self.folder)).map(|()| true).map_err(VaultError::from),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes what interrupted saves left and says how many files that were. To be called when the phone's store
    /// opens, before anything is put.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sweep_temporaries(&self) -> Result<usize, VaultError> {
        let mut swept = 0;
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    fn path(&self, blob: &BlobRef) -> PathBuf {
        let name = self.naming.clone().chain_update(blob.sha256.as_bytes()).finalize();
        self.folder.join(hex::encode(name.into_bytes()))
    }

    /// Writes a file so that either the whole of it is there or none: temporary, fsync, rename, fsync folder.
    fn write_file(
        &self,
        path: &Path,
        content: impl FnOnce(&mut File) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let temporary = self.folder.join(format!("{TEMPORARY}{}", hex::encode(random::<16>()?)));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        let written = content(&mut file)
            .and_then(|()| Ok(file.sync_all()?))
            .and_then(|()| Ok(fs::rename(&temporary, path)?));
        if let Err(error) = written {
            // What cannot be removed now is swept when the store opens next; the first error is the one to tell.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        Ok(sync_folder(Some(&self.folder))?)
    }
}

/// Keys for each purpose out of the one key, so that none serves two.
fn derive(key: &VaultKey, purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let mut derived = Zeroizing::new([0; 32]);
    let expanded = Hkdf::<Sha256>::new(Some(DOMAIN), &key.0).expand(purpose, derived.as_mut_slice());
    expanded.map(|()| derived).map_err(|_| VaultError::WrongKey)
}

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

/// What is authenticated beside every chunk.
fn content_name(blob: &BlobRef) -> Vec<u8> {
    [DOMAIN, blob.sha256.as_bytes(), &blob.size.to_be_bytes()].concat()
}

fn chunk_nonce(prefix: &[u8; PREFIX_BYTES], index: u32, last: bool) -> XNonce {
    let mut nonce = XNonce::default();
    let parts = prefix.iter().copied().chain(index.to_be_bytes()).chain([u8::from(last)]);
    nonce.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    nonce
}

/// Index of the last chunk; empty content is one empty chunk.
fn last_chunk(blob: &BlobRef) -> u32 {
    u32::try_from(blob.size.div_ceil(CHUNK).max(1) - 1).unwrap_or(u32::MAX)
}

/// Length of the file that keeps this content, `None` beyond the limit.
fn file_length(blob: &BlobRef) -> Option<u64> {
    let fits = blob.size <= MAX_VAULT_FILE_BYTES;
    fits.then(|| PREFIX + blob.size + (u64::from(last_chunk(blob)) + 1) * TAG_BYTES)
}

/// Makes names in a folder survive a power cut.
fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    match folder {
        Some(folder) if cfg!(unix) && !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
