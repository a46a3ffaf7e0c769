//! CBOR in and out, with bounded depth and no bytes left over.

use serde::{Serialize, de::DeserializeOwned};

use crate::error::Explain;

/// Deepest nesting read from outside. Our own messages nest about twelve deep.
pub const MAX_CBOR_DEPTH: usize = 48;

/// Why bytes are not the message they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Nested deeper than [`MAX_CBOR_DEPTH`].
    #[error("数据嵌套超过 {MAX_CBOR_DEPTH} 层，已拒绝；请升级应用后重试")]
    TooDeep,
    /// Not CBOR, or not of the expected shape.
    #[error("数据格式不正确，无法读取；请升级应用后重试")]
    Malformed,
    /// Bytes follow the message.
    #[error("数据末尾有多余内容，已拒绝；请升级应用后重试")]
    Trailing,
    /// The value cannot be written.
    #[error("数据无法编码，请联系技术支持")]
    Unwritable,
}

impl Explain for CodecError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooDeep => "cbor_too_deep",
            Self::Malformed => "cbor_malformed",
            Self::Trailing => "cbor_trailing",
            Self::Unwritable => "cbor_unwritable",
        }
    }
}

/// Writes a value as CBOR.
///
/// # Errors
/// [`CodecError::Unwritable`] for a value CBOR cannot carry; none of ours is one.
pub fn to_cbor<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).map_err(|_| CodecError::Unwritable)?;
    Ok(bytes)
}

/// Reads a value from exactly these bytes. Unknown fields are passed over.
///
/// # Errors
/// [`CodecError`]; depth is bounded before anything is built.
pub fn from_cbor<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let mut rest = bytes;
    let value =
        ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_CBOR_DEPTH).map_err(|e| match e {
            ciborium::de::Error::RecursionLimitExceeded => CodecError::TooDeep,
            _ => CodecError::Malformed,
        })?;
    if rest.is_empty() { Ok(value) } else { Err(CodecError::Trailing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_nested_arrays_are_refused() {
        let mut bytes = vec![0x81; 10_000];
        bytes.push(0x00);
        assert!(matches!(from_cbor::<ciborium::Value>(&bytes), Err(CodecError::TooDeep)));
    }

    #[test]
    fn bytes_after_the_message_are_refused() {
        assert_eq!(from_cbor::<u8>(&[0x01, 0x02]), Err(CodecError::Trailing));
        assert_eq!(from_cbor::<u8>(&[0x01]), Ok(1));
        assert_eq!(from_cbor::<u8>(&[]), Err(CodecError::Malformed));
    }
}
