//! What a sync asks of the phone's store and of the server. The encrypted store and the simulation's both answer; the
//! decisions between are the same code.

use super::{
    SyncStop,
    plan::{Reason, StreamView},
};
use crate::{
    error::{Explain, Problem},
    evidence::{EvidenceError, LogAlarm, LogFault, LogStatement},
    ids::{EntryId, ServerEpoch, Sha256Hash, StreamId},
    journal::{FreedFiles, Head, LoggedEntry, SignedHead, WaitingBlob},
    wire::{EntryFinding, FeedItem, Protocol},
};

/// Why a phone's store refuses.
pub trait StoreFault: Explain {
    /// Whether it concerns one file, so that the others may still go.
    fn concerns_one_file(&self) -> bool;
}

/// The phone's store. Every method is one transaction: when it has returned, what it did is on the disk.
pub trait Books {
    /// Why it refuses.
    type Fault: StoreFault;

    /// The phone's wall clock in milliseconds; only shown, never decided by.
    fn now_ms(&self) -> i64;

    /// The phone's signature over the head of a batch.
    fn sign(&self, stream: &StreamId, head: Head) -> SignedHead;

    /// The streams of this device, the oldest first, the current one last.
    fn streams(&self) -> Result<Vec<StreamView>, Self::Fault>;

    /// One of them, as it is now.
    fn stream(&self, stream: &StreamId) -> Result<StreamView, Self::Fault>;

    /// The entries after the first number and up to the second, at most so many and, beyond the first, so many bytes.
    fn entries(
        &self,
        stream: &StreamId,
        range: (u64, u64),
        limits: (usize, usize),
    ) -> Result<Vec<LoggedEntry>, Self::Fault>;

    /// The hash of the entry at a place of a stream.
    fn entry_hash(&self, stream: &StreamId, seq: u64) -> Result<Option<Sha256Hash>, Self::Fault>;

    /// The server holds the stream up to here, hash compared.
    fn acknowledge(&self, stream: &StreamId, head: &Head) -> Result<(), Self::Fault>;

    /// The server holds less than it once acknowledged: what lies beyond is to be sent again.
    fn rewind(&self, stream: &StreamId, head: Option<&Head>) -> Result<(), Self::Fault>;

    /// Begins a new incarnation and logs again what is not acknowledged.
    fn begin_stream(&self, reason: Reason) -> Result<(), Self::Fault>;

    /// Gives up a retired stream and logs again all of it.
    fn give_up(&self, stream: &StreamId) -> Result<(), Self::Fault>;

    /// Sets an entry apart that stands in the way, and lets the others go on without it.
    fn set_apart(&self, stream: &StreamView, entry: &EntryId, told: (&str, &str)) -> Result<(), Self::Fault>;

    /// Keeps what the server remarked about entries it accepted, and which files it lacks.
    fn remark(&self, remarks: &[(EntryId, &EntryFinding)], wanted: &[Sha256Hash]) -> Result<(), Self::Fault>;

    /// The server's life and the place in its feed that this phone has reached.
    fn feed_position(&self) -> Result<(Option<ServerEpoch>, u64), Self::Fault>;

    /// Takes in a page of the feed; gives how many items could not be read.
    fn take_in(&self, epoch: ServerEpoch, items: &[FeedItem], next: (u64, bool)) -> Result<u32, Self::Fault>;

    /// Forgets the cursor; in a new life of the server, what it said it holds is in doubt.
    fn reset_feed(&self, epoch: Option<ServerEpoch>) -> Result<(), Self::Fault>;

    /// The files of acknowledged entries that the server has not verified, in the order of sending.
    fn waiting_blobs(&self) -> Result<Vec<WaitingBlob>, Self::Fault>;

    /// The server holds these files, their hashes verified.
    fn blobs_are_held(&self, blobs: &[Sha256Hash]) -> Result<(), Self::Fault>;

    /// Gives up the phone's copy of every photo that a backup of the server holds; thumbnails stay.
    fn free_durable(&self) -> Result<FreedFiles, Self::Fault>;

    /// Whether a statement of the evidence log is signed as it says.
    fn verify_statement(&self, statement: &LogStatement) -> Result<(), EvidenceError>;

    /// The statements of the evidence log that were believed, the oldest first.
    fn log_statements(&self) -> Result<Vec<LogStatement>, Self::Fault>;

    /// Keeps one more.
    fn keep_statement(&self, statement: &LogStatement) -> Result<(), Self::Fault>;

    /// Keeps an alarm with what it rests on.
    fn raise_alarm(&self, alarm: &LogAlarm) -> Result<(), Self::Fault>;

    /// The alarm that nobody has settled yet.
    fn log_alarm(&self) -> Result<Option<LogFault>, Self::Fault>;

    /// Replaces the problems of the sync before.
    fn replace_problems(&self, problems: &[Problem]) -> Result<(), Self::Fault>;
}

/// Told how many bytes have arrived since the last time; an error stops the upload.
pub type OnBytes<'f, F> = &'f mut dyn FnMut(u64) -> Result<(), SyncStop<F>>;

/// What happens while files are uploaded.
pub enum UploadStep<'w, F> {
    /// So many bytes have arrived since the last time.
    Arrived(u64),
    /// A file is through, or is not.
    Ended(&'w WaitingBlob, Result<(), SyncStop<F>>),
}

/// Whether to go on with other files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Further {
    /// Go on.
    Yes,
    /// No more of them.
    No,
}

/// Told what happens; an error stops the uploads.
pub type Told<'f, F> = &'f mut dyn FnMut(UploadStep<'_, F>) -> Result<Further, SyncStop<F>>;

/// The server, messages and photo files.
pub trait Office<F: StoreFault>: Protocol<Error = SyncStop<F>> {
    /// What the server said it can do with uploads.
    type Capabilities: Copy;

    /// Asks what the server can do with uploads.
    fn capabilities(&self) -> Result<Self::Capabilities, SyncStop<F>>;

    /// Uploads one file from where it stands to its end, its hash verified by the server.
    fn upload(
        &self,
        waiting: &WaitingBlob,
        capabilities: Self::Capabilities,
        on_bytes: OnBytes<'_, F>,
    ) -> Result<(), SyncStop<F>>;

    /// Uploads files in their order; several may be on the way at once.
    fn upload_all(
        &self,
        waiting: &[WaitingBlob],
        capabilities: Self::Capabilities,
        told: Told<'_, F>,
    ) -> Result<(), SyncStop<F>> {
        one_by_one(self, waiting, capabilities, told)
    }
}

/// Uploads files one after the other.
pub(super) fn one_by_one<F: StoreFault, R: Office<F> + ?Sized>(
    office: &R,
    waiting: &[WaitingBlob],
    capabilities: R::Capabilities,
    told: Told<'_, F>,
) -> Result<(), SyncStop<F>> {
    for one in waiting {
        let sent = office.upload(one, capabilities, &mut |bytes| told(UploadStep::Arrived(bytes)).map(drop));
        if told(UploadStep::Ended(one, sent))? == Further::No {
            break;
        }
    }
    Ok(())
}
