//! What a phone has for the server: entries of its journals, and the files that they name.

use super::{BlobRole, Head};
use crate::{ids::EntryId, photo::BlobRef};

/// An entry as it stands in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEntry {
    /// Its place and hash.
    pub head: Head,
    /// Which.
    pub entry_id: EntryId,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file that the server has not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingBlob {
    /// Its content.
    pub blob: BlobRef,
    /// What it is.
    pub role: BlobRole,
    /// Where its upload resumes, where one was begun.
    pub upload: Option<String>,
    /// Whether this phone has given up its copy, because a backup of the server held it.
    pub is_freed: bool,
}

/// Photo files that the phone has given up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FreedFiles {
    /// How many.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}
