//! What the headers of tus say, as text: nothing here knows HTTP.

use base64::{Engine, engine::general_purpose::STANDARD};
use ruhu_core::ids::Sha256Hash;

/// A digest with the algorithm that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChunkDigest {
    /// SHA-256.
    Sha256([u8; 32]),
    /// SHA-1, which tus asks of every server.
    Sha1([u8; 20]),
}

/// A length or an offset: decimal digits and nothing else.
#[must_use]
pub fn number(value: &str) -> Option<u64> {
    // `parse` alone would take a plus sign.
    let is_digits = value.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits { value.parse().ok() } else { None }
}

/// The photo's SHA-256 in `Upload-Metadata`: `sha256 <base64 of 64 hexadecimal digits>` among other pairs.
#[must_use]
pub fn content_hash(metadata: &str) -> Option<Sha256Hash> {
    let value = metadata.split(',').find_map(|pair| pair.trim().strip_prefix("sha256 "))?;
    let hexadecimal = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    hexadecimal.parse().ok()
}

/// The digest in `Upload-Checksum`: an algorithm, a space, the digest in base64.
#[must_use]
pub fn chunk_digest(checksum: &str) -> Option<ChunkDigest> {
    let (algorithm, digest) = checksum.split_once(' ')?;
    let digest = STANDARD.decode(digest.trim()).ok()?;
    match algorithm {
        "sha256" => Some(ChunkDigest::Sha256(digest.try_into().ok()?)),
        "sha1" => Some(ChunkDigest::Sha1(digest.try_into().ok()?)),
        _ => None,
    }
}
