//! The evidence log (存证日志): an append-only Merkle tree (RFC 6962) over every entry that a server has accepted.
//!
//! The server signs the head of the tree for every phone that syncs. Whoever holds two heads can ask for the proof
//! that the later tree contains the earlier one; whoever holds an entry, for the proof that it stands in the tree. A
//! server that takes an entry back, changes one or shows different people different logs is found out by the first
//! phone that compares, and the two signed heads convict it.
//!
//! A server restored from a backup has lost the entries after it. It says so in a signed statement, a new [`Life`]:
//! phones take that as an explanation, and send again what they hold.

mod judge;
mod proof;
mod statement;
mod tree;

pub use judge::{Judgement, LogAlarm, LogFault, judge};
pub use proof::{ConsistencyProof, InclusionProof};
pub use statement::{EvidenceError, Life, LogStatement, MAX_LIVES, SignedTreeHead, TreeHead};
pub use tree::{
    MAX_LOG_SIZE, Subtree, node_hash, prove_consistency, prove_inclusion, root_at, subtree_of_leaves,
};

#[cfg(test)]
mod tests;
