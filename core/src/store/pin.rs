//! A store's key from a PIN and a secret of the phone's hardware: neither alone opens the store.

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::StoreKey;
use crate::error::Explain;

/// Fewest and most characters of a PIN.
const PIN_CHARS: std::ops::RangeInclusive<usize> = 4..=64;
/// Fewest and most bytes of the salt.
const SALT_BYTES: std::ops::RangeInclusive<usize> = 16..=64;
/// Bytes of the hardware's secret.
const SECRET_BYTES: usize = 32;
/// Memory that one guess costs, in KiB: what a phone of 2 GB can spare.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes over that memory.
const PASSES: u32 = 3;
/// Threads that a guess may use.
const LANES: u32 = 1;

/// Why no key can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Too short or too long.
    #[error("PIN 码应为 4 到 64 个字符，请重新输入")]
    PinLength,
    /// The salt or the hardware's secret has not its length: the app's fault.
    #[error("密钥材料长度不正确，请更新应用后重试")]
    MaterialLength,
    /// The phone has not the memory at the moment.
    #[error("内存不足，无法验证 PIN 码；请关闭其他应用后重试")]
    Memory,
}

impl Explain for PinError {
    fn code(&self) -> &'static str {
        match self {
            Self::PinLength => "pin_length",
            Self::MaterialLength => "pin_material_length",
            Self::Memory => "pin_memory",
        }
    }
}

impl StoreKey {
    /// Derives the key by Argon2id (RFC 9106: 64 MiB, 3 passes, 1 lane) with `hardware_secret`, 32 bytes that only the
    /// phone's Keystore or Secure Enclave gives, as the secret value. `salt` is 16 to 64 random bytes, kept beside
    /// the store. Takes about half a second on a cheap phone, by intention.
    ///
    /// # Errors
    /// [`PinError`].
    pub fn from_pin(pin: &str, salt: &[u8], hardware_secret: &[u8]) -> Result<Self, PinError> {
        if !PIN_CHARS.contains(&pin.chars().count()) {
            return Err(PinError::PinLength);
        }
        if !SALT_BYTES.contains(&salt.len()) || hardware_secret.len() != SECRET_BYTES {
            return Err(PinError::MaterialLength);
        }
        let params =
            Params::new(MEMORY_KIB, PASSES, LANES, Some(SECRET_BYTES)).map_err(|_| PinError::Memory)?;
        let argon = Argon2::new_with_secret(hardware_secret, Algorithm::Argon2id, Version::V0x13, params)
            .map_err(|_| PinError::MaterialLength)?;
        let mut key = Zeroizing::new([0; 32]);
        argon.hash_password_into(pin.as_bytes(), salt, key.as_mut_slice()).map_err(|_| PinError::Memory)?;
        Ok(Self::new(*key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pin: &str, salt: u8, secret: u8) -> String {
        StoreKey::from_pin(pin, &[salt; 16], &[secret; 32]).unwrap().pragma().to_string()
    }

    #[test]
    fn pin_salt_and_hardware_each_change_the_key_and_nothing_else_does() {
        let kept = key("2468", 1, 1);
        assert_eq!(kept, key("2468", 1, 1));
        for other in [key("2469", 1, 1), key("2468", 2, 1), key("2468", 1, 2)] {
            assert_ne!(kept, other);
        }
    }

    /// A derivation that changed between versions would lock every phone out.
    #[test]
    fn the_derivation_is_pinned() {
        let pinned = "fdee08e0b1710b1d354f64054db65d08391b7bee890e921cdac9e20d8a1a8103";
        assert_eq!(key("山城2468", 7, 9), format!("PRAGMA key = \"x'{pinned}'\";"));
    }

    #[test]
    fn lengths_are_checked() {
        let refused = |pin: &str, salt: usize, secret: usize| {
            StoreKey::from_pin(pin, &vec![0; salt], &vec![0; secret]).err()
        };
        assert_eq!(refused("123", 16, 32), Some(PinError::PinLength));
        assert_eq!(refused(&"1".repeat(65), 16, 32), Some(PinError::PinLength));
        assert_eq!(refused("1234", 15, 32), Some(PinError::MaterialLength));
        assert_eq!(refused("1234", 16, 31), Some(PinError::MaterialLength));
    }
}
