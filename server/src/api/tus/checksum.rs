//! The checksum extension: a chunk's own digest, named with its algorithm.

use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::headers::{self, TusHeaders};
use crate::{
    error::ApiError,
    ingest::tus_values::{ChunkDigest, chunk_digest},
};

/// Algorithms for `Tus-Checksum-Algorithm`; tus asks every server for SHA-1.
pub(super) const ALGORITHMS: &str = "sha256,sha1";

/// Reads `Upload-Checksum`, where there is one.
pub(super) fn from_headers(tus: &TusHeaders<'_>) -> Result<Option<ChunkDigest>, ApiError> {
    let Some(value) = tus.text("upload-checksum") else { return Ok(None) };
    chunk_digest(value).map(Some).ok_or_else(|| headers::bad_header("Upload-Checksum"))
}

/// Whether a chunk has the digest.
pub(super) fn fits(digest: &ChunkDigest, chunk: &[u8]) -> bool {
    match digest {
        ChunkDigest::Sha256(digest) => Sha256::digest(chunk).as_slice() == digest,
        ChunkDigest::Sha1(digest) => Sha1::digest(chunk).as_slice() == digest,
    }
}
