//! The photo folder: write-once files named by the SHA-256 of their bytes.
//!
//! A plain folder and not `object_store`'s: its local backend does not flush a file before it reports success, and a
//! photo may count only once it would survive a power cut.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use ruhu_core::ids::Sha256Hash;
use sha2::{Digest, Sha256};

/// Bytes hashed at a time.
const HASH_BUFFER: usize = 128 * 1024;

/// The folder of verified files and of uploads on the way.
#[derive(Debug, Clone)]
pub struct BlobFolder {
    photos: PathBuf,
    uploads: PathBuf,
}

impl BlobFolder {
    /// Opens the folders below a data folder, creating them as needed.
    ///
    /// # Errors
    /// Any of the file system.
    pub fn open(dir: &Path) -> io::Result<Self> {
        let folder = Self { photos: dir.join("photos"), uploads: dir.join("uploads") };
        fs::create_dir_all(&folder.photos)?;
        fs::create_dir_all(&folder.uploads)?;
        Ok(folder)
    }

    /// Where a verified file is.
    #[must_use]
    pub fn path(&self, sha256: &Sha256Hash) -> PathBuf {
        let name = sha256.to_string();
        let (shelf, _) = name.split_at(2);
        self.photos.join(shelf).join(&name)
    }

    /// The folder of verified files.
    #[must_use]
    pub fn photos(&self) -> &Path {
        &self.photos
    }

    /// A verified file's bytes.
    ///
    /// # Errors
    /// Any of the file system; `NotFound` where the file is not here.
    pub fn read(&self, sha256: &Sha256Hash) -> io::Result<Vec<u8>> {
        fs::read(self.path(sha256))
    }

    /// How many bytes of an upload are here; none where nothing is.
    ///
    /// # Errors
    /// Any of the file system but `NotFound`.
    pub fn upload_len(&self, upload_id: &str) -> io::Result<Option<u64>> {
        match fs::metadata(self.upload_path(upload_id)) {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Appends bytes to an upload at `offset`. A write that fails half-way is taken back, so that the length always
    /// counts whole chunks.
    ///
    /// # Errors
    /// Any of the file system; a full disk is `StorageFull`.
    pub fn append(&self, upload_id: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file =
            OpenOptions::new().create(true).truncate(false).write(true).open(self.upload_path(upload_id))?;
        file.seek(SeekFrom::Start(offset))?;
        if let Err(error) = file.write_all(bytes) {
            file.set_len(offset)?;
            return Err(error);
        }
        Ok(())
    }

    /// Turns a finished upload into a verified file; `false` where its bytes do not have this hash.
    ///
    /// # Errors
    /// Any of the file system.
    pub fn adopt(&self, upload_id: &str, sha256: &Sha256Hash) -> io::Result<bool> {
        let from = self.upload_path(upload_id);
        let mut file = OpenOptions::new().read(true).write(true).open(&from)?;
        if hash_of(&mut file)? != *sha256 {
            return Ok(false);
        }
        file.sync_all()?;
        self.shelve(&from, sha256)?;
        Ok(true)
    }

    /// Keeps bytes whose hash the caller has just computed.
    ///
    /// # Errors
    /// Any of the file system; nothing half-written is left under the file's name.
    pub fn put(&self, name: &str, sha256: &Sha256Hash, bytes: &[u8]) -> io::Result<()> {
        let from = self.upload_path(name);
        let written = File::create(&from).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        match written.and_then(|()| self.shelve(&from, sha256)) {
            Ok(()) => Ok(()),
            Err(error) => {
                self.remove_upload(name)?;
                Err(error)
            }
        }
    }

    fn shelve(&self, from: &Path, sha256: &Sha256Hash) -> io::Result<()> {
        let to = self.path(sha256);
        let shelf = to.parent().unwrap_or(&self.photos);
        if !shelf.exists() {
            fs::create_dir_all(shelf)?;
            File::open(&self.photos)?.sync_all()?;
        }
        fs::rename(from, &to)?;
        File::open(shelf)?.sync_all()
    }

    /// Removes an upload's bytes; nothing happens where there are none.
    ///
    /// # Errors
    /// Any of the file system but `NotFound`.
    pub fn remove_upload(&self, upload_id: &str) -> io::Result<()> {
        match fs::remove_file(self.upload_path(upload_id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Names of all uploads with bytes here.
    ///
    /// # Errors
    /// Any of the file system.
    pub fn upload_names(&self) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(&self.uploads)?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    /// Whether a verified file still has its hash.
    #[must_use]
    pub fn is_intact(&self, sha256: &Sha256Hash) -> bool {
        File::open(self.path(sha256))
            .and_then(|mut file| hash_of(&mut file))
            .is_ok_and(|found| found == *sha256)
    }

    fn upload_path(&self, upload_id: &str) -> PathBuf {
        self.uploads.join(upload_id)
    }
}

fn hash_of(file: &mut File) -> io::Result<Sha256Hash> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; HASH_BUFFER];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok(Sha256Hash(hasher.finalize().into()));
        };
        hasher.update(bytes);
    }
}
