//! Fresh random bytes from the operating system, for tokens, codes and ids: never for a draw, which must be
//! recomputable.

use crate::store::StoreError;

/// Letters and digits that cannot be mistaken for each other on paper or with gloves on.
const CODE_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// `N` fresh bytes.
///
/// # Errors
/// [`StoreError::Stopped`] where the operating system has no randomness to give; nothing may go on without it.
pub(crate) fn fresh_bytes<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Stopped)?;
    Ok(bytes)
}

/// A code of `N` easily read characters, five bits each.
///
/// # Errors
/// As [`fresh_bytes`].
pub(crate) fn fresh_code<const N: usize>() -> Result<String, StoreError> {
    let bytes = fresh_bytes::<N>()?;
    Ok(bytes
        .iter()
        .filter_map(|byte| CODE_ALPHABET.get(usize::from(byte % 32)).map(|&letter| char::from(letter)))
        .collect())
}
