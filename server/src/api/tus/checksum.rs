//! The checksum extension: a chunk's own digest, named with its algorithm.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::headers::{self, TusHeaders};
use crate::error::ApiError;

/// Algorithms for `Tus-Checksum-Algorithm`; tus asks every server for SHA-1.
pub(super) const ALGORITHMS: &str = "sha256,sha1";

/// What a chunk must hash to.
pub(super) enum Checksum {
    Sha256(Vec<u8>),
    Sha1(Vec<u8>),
}

impl Checksum {
    /// Reads `Upload-Checksum`, where there is one.
    pub(super) fn from_headers(tus: &TusHeaders<'_>) -> Result<Option<Self>, ApiError> {
        let Some(value) = tus.text("upload-checksum") else { return Ok(None) };
        let (algorithm, digest) =
            value.split_once(' ').ok_or_else(|| headers::bad_header("Upload-Checksum"))?;
        let digest = STANDARD.decode(digest.trim()).map_err(|_| headers::bad_header("Upload-Checksum"))?;
        match algorithm {
            "sha256" => Ok(Some(Self::Sha256(digest))),
            "sha1" => Ok(Some(Self::Sha1(digest))),
            _ => Err(headers::bad_header("Upload-Checksum")),
        }
    }

    /// Whether these bytes have the digest.
    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Sha256(digest) => Sha256::digest(bytes).as_slice() == digest.as_slice(),
            Self::Sha1(digest) => Sha1::digest(bytes).as_slice() == digest.as_slice(),
        }
    }
}
