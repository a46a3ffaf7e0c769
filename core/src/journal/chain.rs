//! Where an entry belongs in a chain: the one rule by which the server tells known, new, forked and missing apart.

use serde::{Deserialize, Serialize};

use crate::{
    ids::Sha256Hash,
    planted::{Fault, planted},
};

/// The last entry of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its place, from 1.
    pub seq: u64,
    /// Its hash.
    pub hash: Sha256Hash,
}

/// What an arriving entry is to a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// The next one: append it.
    Next,
    /// Already here, byte for byte.
    Known,
    /// Something else stands in its place, or it follows something else.
    Fork,
    /// Entries before it are missing.
    Gap,
}

/// Places an arriving entry (`seq`, `prev`, `hash`) in the stream that ends at `head`.
///
/// `stored_hash` gives the hash of the stored entry at a place at or below the head.
pub fn place(
    head: Option<Head>,
    stored_hash: impl FnOnce(u64) -> Option<Sha256Hash>,
    (seq, prev, hash): (u64, Sha256Hash, Sha256Hash),
) -> Placement {
    let (last, last_hash) = head.map_or((0, Sha256Hash::ZERO), |head| (head.seq, head.hash));
    if seq == 0 {
        Placement::Fork
    } else if seq <= last {
        if stored_hash(seq) == Some(hash) || planted(Fault::ConflictKnown) {
            Placement::Known
        } else {
            Placement::Fork
        }
    } else if seq > last + 1 && !planted(Fault::GapAccepted) {
        Placement::Gap
    } else if prev == last_hash || planted(Fault::PrevUnchecked) || planted(Fault::GapAccepted) {
        Placement::Next
    } else {
        Placement::Fork
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Sha256Hash = Sha256Hash([1; 32]);
    const B: Sha256Hash = Sha256Hash([2; 32]);
    const C: Sha256Hash = Sha256Hash([3; 32]);

    fn stored(seq: u64) -> Option<Sha256Hash> {
        [A, B].get(usize::try_from(seq).ok()?.checked_sub(1)?).copied()
    }

    #[test]
    fn an_entry_is_next_known_forked_or_after_a_gap() {
        let head = Some(Head { seq: 2, hash: B });
        for (arriving, expected) in [
            ((3, B, C), Placement::Next),
            ((1, Sha256Hash::ZERO, A), Placement::Known),
            ((2, A, B), Placement::Known),
            ((2, A, C), Placement::Fork),
            ((3, A, C), Placement::Fork),
            ((4, B, C), Placement::Gap),
            ((0, Sha256Hash::ZERO, A), Placement::Fork),
            ((u64::MAX, B, C), Placement::Gap),
        ] {
            assert_eq!(place(head, stored, arriving), expected, "{arriving:?}");
        }
    }

    #[test]
    fn a_stream_starts_at_one_after_zeros() {
        assert_eq!(place(None, |_| None, (1, Sha256Hash::ZERO, A)), Placement::Next);
        assert_eq!(place(None, |_| None, (1, B, A)), Placement::Fork);
        assert_eq!(place(None, |_| None, (2, A, B)), Placement::Gap);
    }
}
