//! The messages about the evidence log.

use serde::{Deserialize, Serialize};

use crate::{
    evidence::{ConsistencyProof, InclusionProof, LogStatement},
    ids::StreamId,
};

/// Most entries whose place in the evidence log is asked for at once.
pub const EVIDENCE_MAX_ENTRIES: usize = 100;

/// One entry by its place in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPlace {
    /// The stream.
    pub stream: StreamId,
    /// The place.
    pub seq: u64,
}

/// Asks for the head of the evidence log and for proofs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRequest {
    /// [`PROTOCOL_VERSION`].
    pub protocol: u16,
    /// Size of the tree that the new one has to go on from; none for a phone that has seen no head yet.
    pub from: Option<u64>,
    /// Entries of this device that have to stand in the tree, at most [`EVIDENCE_MAX_ENTRIES`].
    pub entries: Vec<EntryPlace>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceResponse {
    /// The log as it is now.
    pub statement: LogStatement,
    /// That it goes on from the tree asked about; none where it is smaller.
    pub consistency: Option<ConsistencyProof>,
    /// For each entry asked about, that it stands in the tree; none for one that the server does not hold.
    pub inclusions: Vec<Option<InclusionProof>>,
}
