//! The one key of a phone's folder, and the keys derived from it.

use std::fmt::Write as _;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{StoreError, vault::VaultKey};

const DOMAIN: &[u8] = b"ruhu-phone-store-v1\0";

/// 32 random bytes that the system's key store (Keystore, Keychain) keeps. Wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey([u8; 32]);

impl StoreKey {
    /// Takes the bytes over.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The statement that opens the database: a raw key costs no key derivation.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        // Reserved beforehand, so that growing leaves no copy of the key behind.
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str("PRAGMA key = \"");
        text.push_str(&self.raw());
        text.push_str("\";");
        text
    }

    /// The key as SQLCipher reads a raw one.
    pub(super) fn raw(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(80));
        text.push_str("x'");
        for byte in &self.0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }

    /// The bytes, for the app that made them from a PIN.
    #[must_use]
    pub fn expose(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0)
    }

    /// The photo vault's key.
    pub(super) fn vault_key(&self) -> Result<VaultKey, StoreError> {
        Ok(VaultKey::new(*self.derive(b"photo-vault")?))
    }

    /// Tells a wrong key from a damaged file; the key cannot be found from it.
    pub(super) fn check_value(&self) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        self.derive(b"key-check")
    }

    fn derive(&self, purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let mut derived = Zeroizing::new([0; 32]);
        let expanded = Hkdf::<Sha256>::new(Some(DOMAIN), &self.0).expand(purpose, derived.as_mut_slice());
        expanded.map(|()| derived).map_err(|_| StoreError::WrongKey)
    }
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(***)")
    }
}
