//! Proofs as they travel, and their verification.

use ct_merkle::{ConsistencyProof as Consistency, InclusionProof as Inclusion, RootHash};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{MAX_LOG_SIZE, TreeHead};
use crate::ids::Sha256Hash;

/// Most hashes of a path: no tree is higher than 48.
const MAX_PATH: usize = 2 * 48 + 1;

fn root_hash(head: &TreeHead) -> Option<RootHash<Sha256>> {
    let sound = head.size <= MAX_LOG_SIZE;
    sound.then(|| RootHash::new(head.root.0.into(), head.size))
}

fn path_bytes(path: &[Sha256Hash]) -> Option<Vec<u8>> {
    (path.len() <= MAX_PATH).then(|| path.iter().flat_map(|hash| hash.0).collect())
}

/// That an entry stands in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InclusionProof {
    /// The leaf's number from 0: how many entries the server had accepted before.
    pub index: u64,
    /// SHA-256 of the entry's bytes.
    pub entry: Sha256Hash,
    /// The hashes beside the way from the leaf to the root.
    pub path: Vec<Sha256Hash>,
}

impl InclusionProof {
    /// Whether the entry stands in the tree of this head (RFC 9162 section 2.1.3.2).
    #[must_use]
    pub fn proves(&self, head: &TreeHead) -> bool {
        let (Some(root), Some(path)) = (root_hash(head), path_bytes(&self.path)) else { return false };
        self.index < head.size
            && root.verify_inclusion(&self.entry.0, self.index, &Inclusion::from_bytes(path)).is_ok()
    }
}

/// That a smaller tree is the beginning of a larger one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsistencyProof {
    /// Leaves of the smaller tree; at least one.
    pub from: u64,
    /// The hashes from which both roots follow.
    pub path: Vec<Sha256Hash>,
}

impl ConsistencyProof {
    /// Whether `later` goes on from `earlier` (RFC 9162 section 2.1.4.2).
    #[must_use]
    pub fn proves(&self, earlier: &TreeHead, later: &TreeHead) -> bool {
        let (Some(old), Some(new), Some(path)) =
            (root_hash(earlier), root_hash(later), path_bytes(&self.path))
        else {
            return false;
        };
        let Ok(proof) = Consistency::try_from_bytes(path) else { return false };
        self.from == earlier.size && new.verify_consistency(&old, &proof).is_ok()
    }
}
