//! Values of the headers of tus.

use crate::ingest::tus_values::{ChunkDigest, chunk_digest, content_hash, number};

/// Reads the bytes as each of the values. The answer is whether they are one.
pub fn check(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let number = number(text);
    if let Some(number) = number {
        assert!(text.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!(text.trim_start_matches('0'), number.to_string().trim_start_matches('0'));
    }
    let hash = content_hash(text);
    if let Some(hash) = hash {
        assert!(text.contains("sha256 "));
        assert_eq!(hash.to_string().parse(), Ok(hash));
    }
    let digest = chunk_digest(text);
    match &digest {
        Some(ChunkDigest::Sha256(_)) => assert!(text.starts_with("sha256 ")),
        Some(ChunkDigest::Sha1(_)) => assert!(text.starts_with("sha1 ")),
        None => {}
    }
    number.is_some() || hash.is_some() || digest.is_some()
}
