//! Bodies on the wire: CBOR, then zstd, both bounded.

use std::io::Read;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::Explain,
    journal::{CodecError, from_cbor, to_cbor},
};

/// Largest body after decompression, in bytes.
pub const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;
/// Level 3 halves our bodies at a cost that a cheap phone does not feel.
const LEVEL: i32 = 3;
/// Largest window that a body may ask its reader to keep, as a power of two: the largest body.
const WINDOW_LOG: u32 = MAX_BODY_BYTES.trailing_zeros();

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompressError {
    /// Not zstd, or cut off.
    #[error("传输内容损坏，请检查网络后重试")]
    Corrupt,
    /// Larger than [`MAX_BODY_BYTES`] when unpacked.
    #[error("传输内容解压后超过 8 MB，已拒绝；请分批上传")]
    TooLarge,
    /// Not the message it should be.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

impl Explain for CompressError {
    fn code(&self) -> &'static str {
        match self {
            Self::Corrupt => "body_corrupt",
            Self::TooLarge => "body_too_large",
            Self::Codec(inner) => inner.code(),
        }
    }
}

/// Encodes and compresses a message.
///
/// # Errors
/// [`CompressError`] where the message cannot be written or is too large to be read again.
pub fn pack<T: Serialize>(message: &T) -> Result<Vec<u8>, CompressError> {
    let plain = to_cbor(message)?;
    if plain.len() > MAX_BODY_BYTES {
        return Err(CompressError::TooLarge);
    }
    zstd::bulk::compress(&plain, LEVEL).map_err(|_| CompressError::Corrupt)
}

/// Decompresses and reads a message, never holding more than [`MAX_BODY_BYTES`].
///
/// # Errors
/// [`CompressError`].
pub fn unpack<T: DeserializeOwned>(body: &[u8]) -> Result<T, CompressError> {
    let mut decoder = zstd::stream::read::Decoder::new(body).map_err(|_| CompressError::Corrupt)?;
    decoder.window_log_max(WINDOW_LOG).map_err(|_| CompressError::Corrupt)?;
    let mut plain = Vec::new();
    decoder.take(MAX_BODY_BYTES as u64 + 1).read_to_end(&mut plain).map_err(|_| CompressError::Corrupt)?;
    if plain.len() > MAX_BODY_BYTES {
        return Err(CompressError::TooLarge);
    }
    Ok(from_cbor(&plain)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_of_zeros_is_stopped_at_the_limit() {
        let bomb = zstd::bulk::compress(&vec![0; MAX_BODY_BYTES * 4], 19).unwrap();
        assert!(bomb.len() < 10_000);
        assert_eq!(unpack::<Vec<u8>>(&bomb), Err(CompressError::TooLarge));
    }

    #[test]
    fn a_small_body_cannot_make_its_reader_keep_much() {
        let body = |window_log| {
            let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL).unwrap();
            encoder.window_log(window_log).unwrap();
            std::io::Write::write_all(&mut encoder, &to_cbor(&vec![1_u32; 1000]).unwrap()).unwrap();
            encoder.finish().unwrap()
        };
        assert!(unpack::<Vec<u32>>(&body(WINDOW_LOG)).is_ok());
        assert_eq!(unpack::<Vec<u32>>(&body(27)), Err(CompressError::Corrupt));
    }

    #[test]
    fn cut_and_foreign_bodies_are_refused() {
        let body = pack(&vec![1_u32; 1000]).unwrap();
        assert_eq!(unpack::<Vec<u32>>(&body).unwrap().len(), 1000);
        assert_eq!(unpack::<Vec<u32>>(&body[..body.len() - 3]), Err(CompressError::Corrupt));
        assert_eq!(unpack::<Vec<u32>>(b"<html>"), Err(CompressError::Corrupt));
    }
}
