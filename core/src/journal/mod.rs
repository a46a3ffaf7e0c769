//! The journal: entries whose bytes are the record, chained by hash and signed in batches (design.md section 2).

mod batch;
mod chain;
mod codec;
mod entry;
mod intake;
mod outbox;

pub use batch::{BatchError, SignedHead, batch_message};
pub use chain::{Head, Placement, place};
pub use codec::{CodecError, MAX_CBOR_DEPTH, from_cbor, to_cbor};
pub use entry::{
    BlobName, BlobRole, Entry, EntryError, MAX_BLOBS_PER_ENTRY, MAX_ENTRY_BYTES, SUITE_ED25519_SHA256,
    SealedEntry,
};
pub use intake::{Intake, TakenIn, take_in};
pub use outbox::{FreedFiles, LoggedEntry, WaitingBlob};
