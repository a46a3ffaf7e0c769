//! The messages between phone and server, and the protocol that both ends implement (design.md section 3).
//!
//! Bodies are CBOR compressed with zstd. Every request carries [`PROTOCOL_VERSION`]; a server that does not speak it
//! says which versions it speaks.

mod batch;
mod compress;
mod evidence;
mod feed;
mod messages;

pub use batch::{BatchRefusal, read_batch};
pub use compress::{CompressError, MAX_BODY_BYTES, pack, unpack};
pub use evidence::{EVIDENCE_MAX_ENTRIES, EntryPlace, EvidenceRequest, EvidenceResponse};
pub use feed::{
    AssignmentBody, CampaignBody, DURABLE_MAX_ENTRIES, DurableBody, FEED_MAX_BYTES, FEED_MAX_ITEMS, FeedItem,
    FeedKind, FormBody, MAX_FORM_BYTES, ReceiptBody, RecordState, UnassignedBody,
};
pub use messages::{
    Ack, BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, DigestRequest, DigestResponse, EnrolRequest, EnrolResponse,
    EntryFinding, PROTOCOL_VERSION, PullRequest, PullResponse, PushRequest, PushResponse, StreamDigest,
    StreamVerdict, WANTED_MAX_HASHES, WantedRequest, WantedResponse,
};

/// What a phone asks of a server. HTTP implements it on the phone, the ingest action on the server, so that tests
/// can join the two without a network.
pub trait Protocol {
    /// What can go wrong on the way.
    type Error;

    /// Sends journal entries.
    fn push(&self, request: &PushRequest) -> Result<PushResponse, Self::Error>;

    /// Fetches the feed after a cursor.
    fn pull(&self, request: &PullRequest) -> Result<PullResponse, Self::Error>;

    /// Compares what both sides hold, at the end of a sync.
    fn digest(&self, request: &DigestRequest) -> Result<DigestResponse, Self::Error>;

    /// Asks which of these files the server still lacks.
    fn wanted(&self, request: &WantedRequest) -> Result<WantedResponse, Self::Error>;

    /// Asks for the head of the evidence log and for proofs.
    fn evidence(&self, request: &EvidenceRequest) -> Result<EvidenceResponse, Self::Error>;
}
