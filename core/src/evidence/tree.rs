//! The tree over nodes that live elsewhere: a caller is asked for the hashes of full subtrees and gets roots and
//! proofs. A leaf's content is the hash of an entry's bytes.

use ct_merkle::{indices_for_consistency_proof, indices_for_inclusion_proof};
use sha2::{Digest, Sha256};

use super::{ConsistencyProof, InclusionProof};
use crate::ids::Sha256Hash;

/// Most leaves of a log: beyond any database, and far below where the numbering of nodes would overflow.
pub const MAX_LOG_SIZE: u64 = 1 << 48;

const LEAF: [u8; 1] = [0];
const NODE: [u8; 1] = [1];

/// A full subtree: `2^level` leaves, of which the first is number `index << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subtree {
    /// How high it is; a leaf is 0.
    pub level: u32,
    /// Its number among the subtrees of its level, from the left.
    pub index: u64,
}

impl Subtree {
    /// Its left and right half; none for a leaf.
    #[must_use]
    pub fn halves(self) -> Option<(Self, Self)> {
        let level = self.level.checked_sub(1)?;
        Some((Self { level, index: self.index * 2 }, Self { level, index: self.index * 2 + 1 }))
    }

    /// Its leaves: the number of the first and how many.
    #[must_use]
    pub fn leaves(self) -> (u64, u64) {
        (self.index << self.level, 1 << self.level)
    }
}

fn leaf_hash(entry: &Sha256Hash) -> Sha256Hash {
    Sha256Hash(Sha256::new_with_prefix(LEAF).chain_update(entry.0).finalize().into())
}

/// The hash of the node over two subtrees.
#[must_use]
pub fn node_hash(left: &Sha256Hash, right: &Sha256Hash) -> Sha256Hash {
    Sha256Hash(Sha256::new_with_prefix(NODE).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// Root of the full subtree over these entries; their number must be a power of two.
#[must_use]
pub fn subtree_of_leaves(entries: &[Sha256Hash]) -> Sha256Hash {
    let mut level: Vec<Sha256Hash> = entries.iter().map(leaf_hash).collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node_hash(left, right),
                [alone, ..] => *alone,
                [] => Sha256Hash::ZERO,
            })
            .collect();
    }
    level.first().copied().unwrap_or(Sha256Hash(Sha256::digest([]).into()))
}

/// Root of the subtree that begins at leaf `first`, which is a multiple of a power of two of at least `count`, and
/// that may be cut off on the right.
fn range<E>(
    first: u64,
    count: u64,
    node: &mut impl FnMut(Subtree) -> Result<Sha256Hash, E>,
) -> Result<Sha256Hash, E> {
    let level = count.checked_ilog2().unwrap_or(0);
    let left = node(Subtree { level, index: first >> level })?;
    let rest = count - (1 << level);
    if rest == 0 {
        return Ok(left);
    }
    let right = range(first + (1 << level), rest, node)?;
    Ok(node_hash(&left, &right))
}

/// Root of the tree over the first `size` leaves, at most [`MAX_LOG_SIZE`].
///
/// # Errors
/// What `node` gives.
pub fn root_at<E>(
    size: u64,
    mut node: impl FnMut(Subtree) -> Result<Sha256Hash, E>,
) -> Result<Sha256Hash, E> {
    if size == 0 {
        return Ok(subtree_of_leaves(&[]));
    }
    range(0, size, &mut node)
}

/// The hash of a node by the array numbering of RFC 9420 appendix C, in a tree of `size` leaves.
fn numbered<E>(
    number: u64,
    size: u64,
    node: &mut impl FnMut(Subtree) -> Result<Sha256Hash, E>,
) -> Result<Sha256Hash, E> {
    let level = number.trailing_ones();
    let first = (number >> level >> 1) << level;
    range(first, (1 << level).min(size - first), node)
}

/// The path from a leaf to the root of the tree over the first `size` leaves; none for a leaf that is not in it.
///
/// # Errors
/// What `node` gives.
pub fn prove_inclusion<E>(
    (index, entry): (u64, Sha256Hash),
    size: u64,
    mut node: impl FnMut(Subtree) -> Result<Sha256Hash, E>,
) -> Result<Option<InclusionProof>, E> {
    if index >= size || size > MAX_LOG_SIZE {
        return Ok(None);
    }
    let path = indices_for_inclusion_proof(size, index)
        .into_iter()
        .map(|number| numbered(number, size, &mut node))
        .collect::<Result<_, E>>()?;
    Ok(Some(InclusionProof { index, entry, path }))
}

/// The proof that the tree over the first `from` leaves is the beginning of the tree over the first `size`; none where
/// it cannot be. Every tree goes on from the empty one, so that one has no proof and needs none.
///
/// # Errors
/// What `node` gives.
pub fn prove_consistency<E>(
    from: u64,
    size: u64,
    mut node: impl FnMut(Subtree) -> Result<Sha256Hash, E>,
) -> Result<Option<ConsistencyProof>, E> {
    if from == 0 || from > size || size > MAX_LOG_SIZE {
        return Ok(None);
    }
    let path = indices_for_consistency_proof(from, size - from)
        .into_iter()
        .map(|number| numbered(number, size, &mut node))
        .collect::<Result<_, E>>()?;
    Ok(Some(ConsistencyProof { from, path }))
}
