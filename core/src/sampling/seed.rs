//! The seed from the frozen root and the public sources, and each unit's ticket.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, digest::block_api::BlockSizeUser};

use super::{SamplingError, UnitId};
use crate::ids::Sha256Hash;

/// Most sources of one draw.
pub const MAX_SOURCES: usize = 16;
/// Most bytes of one source.
pub const MAX_SOURCE_BYTES: usize = 65_536;
/// Longest name of a source in characters.
pub const MAX_SOURCE_NAME_CHARS: usize = 100;

const SEED_DOMAIN: &[u8] = b"spotcheck-seed-v1\0";
const TICKET_DOMAIN: &[u8] = b"spotcheck-ticket-v1\0";

/// What a public source said, once it was known: dice thrown before witnesses, a lottery's draw, a drand round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    bytes: Vec<u8>,
}

impl Source {
    /// Checks a source.
    ///
    /// # Errors
    /// [`SamplingError`] for a name that is empty, too long or has invisible characters, and for bytes that are
    /// missing or too many.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, SamplingError> {
        let name = name.into();
        if !Self::is_name(&name) {
            return Err(SamplingError::BadSourceName);
        }
        if bytes.is_empty() || bytes.len() > MAX_SOURCE_BYTES {
            return Err(SamplingError::BadSourceBytes);
        }
        Ok(Self { name, bytes })
    }

    /// Whether a notice may call a source so: 1 to [`MAX_SOURCE_NAME_CHARS`] characters, none of them a control, no
    /// blank at either end.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let visible = name.trim() == name && !name.chars().any(char::is_control);
        visible && !name.is_empty() && name.chars().count() <= MAX_SOURCE_NAME_CHARS
    }

    /// The name as the notice has it. It labels the source and does not enter the seed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes that enter the seed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// SHA-256 over the domain, the frozen root, and the hash of each source in the order of the notice.
///
/// # Errors
/// [`SamplingError`] for no source, too many, or two of one name.
pub fn seed(root: Sha256Hash, sources: &[Source]) -> Result<Sha256Hash, SamplingError> {
    if sources.is_empty() || sources.len() > MAX_SOURCES {
        return Err(SamplingError::BadSourceCount);
    }
    let mut state = Sha256::new_with_prefix(SEED_DOMAIN).chain_update(root.as_bytes());
    for (index, source) in sources.iter().enumerate() {
        if sources.iter().take(index).any(|earlier| earlier.name == source.name) {
            return Err(SamplingError::DuplicateSource);
        }
        state.update(Sha256::digest(&source.bytes));
    }
    Ok(Sha256Hash(state.finalize().into()))
}

/// The ticket of a unit: HMAC-SHA256 keyed by the seed. Units are drawn in rising order of their tickets.
#[must_use]
pub fn ticket(seed: Sha256Hash, unit_id: &UnitId) -> Sha256Hash {
    ticket_with(&keyed(seed), unit_id)
}

pub(super) fn ticket_with(keyed: &Hmac<Sha256>, unit_id: &UnitId) -> Sha256Hash {
    let mac = keyed.clone().chain_update(TICKET_DOMAIN).chain_update(unit_id.as_str());
    Sha256Hash(mac.finalize().into_bytes().into())
}

pub(super) fn keyed(seed: Sha256Hash) -> Hmac<Sha256> {
    // HMAC pads a shorter key with zeros to the block; padding it here uses the constructor that cannot fail.
    let mut block = hmac::digest::array::Array::<u8, <Sha256 as BlockSizeUser>::BlockSize>::default();
    block.iter_mut().zip(seed.as_bytes()).for_each(|(slot, byte)| *slot = *byte);
    Hmac::new(&block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_checked() {
        assert_eq!(Source::new("", vec![1]), Err(SamplingError::BadSourceName));
        assert_eq!(Source::new(" 骰子", vec![1]), Err(SamplingError::BadSourceName));
        assert_eq!(Source::new("骰\n子", vec![1]), Err(SamplingError::BadSourceName));
        assert_eq!(Source::new("骰子", vec![]), Err(SamplingError::BadSourceBytes));
        assert_eq!(Source::new("骰子", vec![0; MAX_SOURCE_BYTES + 1]), Err(SamplingError::BadSourceBytes));
        let dice = Source::new("骰子", vec![1]).unwrap();
        assert_eq!(seed(Sha256Hash::ZERO, &[]), Err(SamplingError::BadSourceCount));
        assert_eq!(
            seed(Sha256Hash::ZERO, &[dice.clone(), dice.clone()]),
            Err(SamplingError::DuplicateSource)
        );
        assert_eq!(seed(Sha256Hash::ZERO, &vec![dice; 17]), Err(SamplingError::BadSourceCount));
    }

    #[test]
    fn the_order_of_sources_matters() {
        let (a, b) = (Source::new("a", vec![1]).unwrap(), Source::new("b", vec![2]).unwrap());
        assert_ne!(seed(Sha256Hash::ZERO, &[a.clone(), b.clone()]), seed(Sha256Hash::ZERO, &[b, a]));
    }

    #[test]
    fn the_ticket_is_plain_hmac() {
        let unit = UnitId::new("H0001").unwrap();
        let slow = <Hmac<Sha256> as KeyInit>::new_from_slice(Sha256Hash([9; 32]).as_bytes())
            .unwrap()
            .chain_update(b"spotcheck-ticket-v1\0H0001")
            .finalize();
        assert_eq!(ticket(Sha256Hash([9; 32]), &unit).0, <[u8; 32]>::from(slow.into_bytes()));
    }
}
