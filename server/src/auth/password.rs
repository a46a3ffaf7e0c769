//! Passwords: Argon2id, never stored.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use ruhu_core::error::Explain;

/// Fewest characters of a password.
const MIN_CHARS: usize = 10;
/// Most bytes of a password: what is hashed is bounded.
const MAX_BYTES: usize = 256;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short or too long.
    #[error("密码至少 {MIN_CHARS} 个字符、最长 {MAX_BYTES} 字节，请重新设置")]
    Length,
    /// The hash cannot be made.
    #[error("密码无法处理，请换一个密码重试")]
    Unhashable,
}

impl Explain for PasswordError {
    fn code(&self) -> &'static str {
        match self {
            Self::Length => "password_length",
            Self::Unhashable => "password_unhashable",
        }
    }
}

/// Hashes a new password.
///
/// # Errors
/// [`PasswordError`].
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < MIN_CHARS || password.len() > MAX_BYTES {
        return Err(PasswordError::Length);
    }
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|_| PasswordError::Unhashable)?;
    Ok(hash.to_string())
}

/// Whether the password is the one that was hashed.
#[must_use]
pub fn verify_password(password: &str, hash: &str) -> bool {
    password.len() <= MAX_BYTES
        && PasswordHash::new(hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
