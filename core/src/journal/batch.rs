//! The signature of a phone over the head of a batch: it covers every entry below by their chain.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

use super::Head;
use crate::{error::Explain, ids::StreamId};

const DOMAIN: &[u8] = b"ruhu-batch-v1\0";

/// Why a signed head is not the phone's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// The phone's public key is not one.
    #[error("设备公钥无效，请重新登记设备")]
    BadKey,
    /// The signature does not fit.
    #[error("设备签名不符，数据已隔离；请重新登记设备或联系县级管理员")]
    BadSignature,
}

impl Explain for BatchError {
    fn code(&self) -> &'static str {
        match self {
            Self::BadKey => "bad_device_key",
            Self::BadSignature => "bad_signature",
        }
    }
}

/// A head with the phone's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// The last entry of the batch.
    pub head: Head,
    /// Ed25519 over [`batch_message`].
    pub signature: ByteArray<64>,
}

/// What is signed: a domain, the stream, and the head's place and hash.
#[must_use]
pub fn batch_message(stream: &StreamId, head: &Head) -> Vec<u8> {
    let mut message = DOMAIN.to_vec();
    message.extend_from_slice(stream.device.as_bytes());
    message.extend_from_slice(stream.incarnation.as_bytes());
    message.extend_from_slice(&head.seq.to_be_bytes());
    message.extend_from_slice(head.hash.as_bytes());
    message
}

impl SignedHead {
    /// Signs a head.
    #[must_use]
    pub fn sign(key: &SigningKey, stream: &StreamId, head: Head) -> Self {
        let signature = key.sign(&batch_message(stream, &head)).to_bytes();
        Self { head, signature: ByteArray::new(signature) }
    }

    /// Checks the signature with the phone's public key (32 bytes).
    ///
    /// # Errors
    /// [`BatchError`].
    pub fn verify(&self, public_key: &[u8; 32], stream: &StreamId) -> Result<(), BatchError> {
        let key = VerifyingKey::from_bytes(public_key).map_err(|_| BatchError::BadKey)?;
        let signature = Signature::from_bytes(&self.signature);
        key.verify_strict(&batch_message(stream, &self.head), &signature)
            .map_err(|_| BatchError::BadSignature)
    }
}
