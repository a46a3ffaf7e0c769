//! One entry of a journal: what was recorded, by which phone, on what basis, after which entry.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::codec::{CodecError, from_cbor, to_cbor};
use crate::{
    clock::ClockReading,
    error::Explain,
    form::FormVersion,
    ids::{CampaignId, EntryId, HouseholdId, Sha256Hash, StreamId},
    photo::BlobRef,
    record::Record,
};

/// The suite of this build: SHA-256 chains, Ed25519 signatures. Other numbers leave room for SM2/SM3.
pub const SUITE_ED25519_SHA256: u8 = 1;
/// Largest entry in bytes.
pub const MAX_ENTRY_BYTES: usize = 512 * 1024;
/// Most files that one entry names.
pub const MAX_BLOBS_PER_ENTRY: usize = 200;

/// What a file is to the record that names it. The order is the order of upload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlobRole {
    /// 320 px, for lists.
    Thumbnail,
    /// 1,600 px, upright, for screens and packs.
    Derivative,
    /// As the camera wrote it.
    Original,
}

impl BlobRole {
    /// Stable name in stores.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Thumbnail => "thumbnail",
            Self::Derivative => "derivative",
            Self::Original => "original",
        }
    }
}

/// A file that an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobName {
    /// Its content.
    pub blob: BlobRef,
    /// What it is.
    pub role: BlobRole,
}

/// One entry. Encoded as CBOR; the bytes are hashed, chained and kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Which algorithms hash and sign it.
    pub suite: u8,
    /// The journal it stands in.
    pub stream: StreamId,
    /// Place in the journal, from 1.
    pub seq: u64,
    /// Hash of the entry before; zeros for the first.
    pub prev: Sha256Hash,
    /// Random; stays the same when the entry is logged again in another stream.
    pub entry_id: EntryId,
    /// The campaign it belongs to.
    pub campaign: CampaignId,
    /// The household it is about.
    pub household: HouseholdId,
    /// The version of the roster row that the surveyor saw.
    pub household_version: u32,
    /// The assignment under which the surveyor worked.
    pub assignment_epoch: u32,
    /// The checklist's version.
    pub form: FormVersion,
    /// When it was sealed.
    pub sealed: ClockReading,
    /// Every file the record needs to be complete.
    pub blobs: Vec<BlobName>,
    /// The record, CBOR of its own, so that it can be logged again byte for byte.
    pub body: ByteBuf,
}

/// Why bytes are not an acceptable entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Larger than [`MAX_ENTRY_BYTES`].
    #[error("单条记录超过 512 KB，请减少文字内容后重试")]
    TooLarge,
    /// Not readable.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// An algorithm suite that this build does not know.
    #[error("记录使用了未知的加密套件，请升级后重试")]
    UnknownSuite,
    /// Too many files.
    #[error("单条记录的照片文件超过上限 {MAX_BLOBS_PER_ENTRY}，请分次记录")]
    TooManyBlobs,
    /// The files of the entry are not those of its record.
    #[error("记录所列照片与内容不一致，已隔离待查")]
    BlobsDiffer,
}

impl Explain for EntryError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "entry_too_large",
            Self::Codec(inner) => inner.code(),
            Self::UnknownSuite => "unknown_suite",
            Self::TooManyBlobs => "too_many_blobs",
            Self::BlobsDiffer => "blobs_differ",
        }
    }
}

/// An entry together with the bytes that are the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEntry {
    /// What the bytes say.
    pub entry: Entry,
    /// The bytes, kept as they were written.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes.
    pub hash: Sha256Hash,
}

impl Entry {
    /// Encodes the entry; from now on its bytes are the record.
    ///
    /// # Errors
    /// [`EntryError::TooLarge`], [`EntryError::TooManyBlobs`].
    pub fn seal(self) -> Result<SealedEntry, EntryError> {
        if self.blobs.len() > MAX_BLOBS_PER_ENTRY {
            return Err(EntryError::TooManyBlobs);
        }
        let bytes = to_cbor(&self)?;
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(EntryError::TooLarge);
        }
        let hash = Sha256Hash::of(&bytes);
        Ok(SealedEntry { entry: self, bytes, hash })
    }

    /// Reads the record in the body and checks that it names the same files as the entry.
    ///
    /// # Errors
    /// [`EntryError::Codec`], [`EntryError::BlobsDiffer`].
    pub fn record(&self) -> Result<Record, EntryError> {
        let record: Record = from_cbor(&self.body)?;
        if record.blobs() == self.blobs { Ok(record) } else { Err(EntryError::BlobsDiffer) }
    }
}

impl SealedEntry {
    /// Reads an entry from its bytes under all limits. The body stays unread.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn parse(bytes: Vec<u8>) -> Result<Self, EntryError> {
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(EntryError::TooLarge);
        }
        let entry: Entry = from_cbor(&bytes)?;
        if entry.suite != SUITE_ED25519_SHA256 {
            return Err(EntryError::UnknownSuite);
        }
        if entry.blobs.len() > MAX_BLOBS_PER_ENTRY {
            return Err(EntryError::TooManyBlobs);
        }
        let hash = Sha256Hash::of(&bytes);
        Ok(Self { entry, bytes, hash })
    }
}
