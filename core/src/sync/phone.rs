//! The encrypted store and the server behind HTTP, joined to the engine.

use std::sync::atomic::AtomicU64;

use super::{
    SyncError, SyncStop,
    books::{Books, Office, OnBytes, StoreFault, Told},
    lanes::upload_in_lanes,
    pace::FIRST_CHUNK,
    plan::{Reason, StreamView},
    remote::Remote,
    tus::{Capabilities, Upload},
};
use crate::{
    error::Problem,
    evidence::{EvidenceError, LogAlarm, LogFault, LogStatement},
    ids::{EntryId, ServerEpoch, Sha256Hash, StreamId},
    journal::{FreedFiles, Head, LoggedEntry, SignedHead, WaitingBlob},
    store::{Identity, Store, StoreError, Stream, vault::VaultError},
    wire::{
        DigestRequest, DigestResponse, EntryFinding, EvidenceRequest, EvidenceResponse, FeedItem, Protocol,
        PullRequest, PullResponse, PushRequest, PushResponse, WantedRequest, WantedResponse,
    },
};

impl StoreFault for StoreError {
    fn concerns_one_file(&self) -> bool {
        matches!(self, Self::Vault(_))
    }
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<VaultError> for SyncError {
    fn from(error: VaultError) -> Self {
        Self::Store(error.into())
    }
}

/// The store of an enrolled phone. It is never held while the network is waited for.
pub(super) struct Phone<'p> {
    pub(super) store: &'p Store,
    pub(super) identity: &'p Identity,
}

fn view_of(stream: &Stream) -> StreamView {
    let Stream { id, is_current, head, acked, keep_to, .. } = *stream;
    StreamView { id, is_current, head, acked, keep_to }
}

impl Books for Phone<'_> {
    type Fault = StoreError;

    fn now_ms(&self) -> i64 {
        self.store.clock().read().wall_ms
    }

    fn sign(&self, stream: &StreamId, head: Head) -> SignedHead {
        SignedHead::sign(&self.identity.signing_key(), stream, head)
    }

    fn streams(&self) -> Result<Vec<StreamView>, StoreError> {
        Ok(self.store.read(|r| r.streams())?.iter().map(view_of).collect())
    }

    fn stream(&self, stream: &StreamId) -> Result<StreamView, StoreError> {
        Ok(view_of(&self.store.read(|r| r.stream_of(stream))?))
    }

    fn entries(
        &self,
        stream: &StreamId,
        range: (u64, u64),
        limits: (usize, usize),
    ) -> Result<Vec<LoggedEntry>, StoreError> {
        self.store.read(|r| r.entries(r.stream_of(stream)?.no, range, limits))
    }

    fn entry_hash(&self, stream: &StreamId, seq: u64) -> Result<Option<Sha256Hash>, StoreError> {
        self.store.read(|r| r.entry_hash(r.stream_of(stream)?.no, seq))
    }

    fn acknowledge(&self, stream: &StreamId, head: &Head) -> Result<(), StoreError> {
        self.store.write(|w| w.acknowledge(w.stream_of(stream)?.no, head))
    }

    fn rewind(&self, stream: &StreamId, head: Option<&Head>) -> Result<(), StoreError> {
        self.store.write(|w| w.rewind(w.stream_of(stream)?.no, head))
    }

    fn begin_stream(&self, reason: Reason) -> Result<(), StoreError> {
        self.store.write(|w| w.begin_stream(reason.name()).map(drop))
    }

    fn give_up(&self, stream: &StreamId) -> Result<(), StoreError> {
        self.store.write(|w| w.give_up_stream(w.stream_of(stream)?.no))
    }

    fn set_apart(
        &self,
        stream: &StreamView,
        entry: &EntryId,
        (code, message): (&str, &str),
    ) -> Result<(), StoreError> {
        self.store.write(|w| {
            w.set_apart(entry, code, message)?;
            if stream.is_current {
                return w.begin_stream("set_apart").map(drop);
            }
            w.give_up_stream(w.stream_of(&stream.id)?.no)
        })
    }

    fn remark(&self, remarks: &[(EntryId, &EntryFinding)], wanted: &[Sha256Hash]) -> Result<(), StoreError> {
        self.store.write(|w| {
            for (entry_id, finding) in remarks {
                w.remark(entry_id, &finding.code, &finding.message)?;
            }
            wanted.iter().try_for_each(|sha256| w.blob_is_wanted(sha256))
        })
    }

    fn feed_position(&self) -> Result<(Option<ServerEpoch>, u64), StoreError> {
        self.store.read(|r| r.feed_position())
    }

    fn take_in(&self, epoch: ServerEpoch, items: &[FeedItem], next: (u64, bool)) -> Result<u32, StoreError> {
        self.store.take_in(epoch, items, next)
    }

    fn reset_feed(&self, epoch: Option<ServerEpoch>) -> Result<(), StoreError> {
        self.store.write(|w| w.reset_feed(epoch))
    }

    fn waiting_blobs(&self) -> Result<Vec<WaitingBlob>, StoreError> {
        self.store.read(|r| r.waiting_blobs())
    }

    fn blobs_are_held(&self, blobs: &[Sha256Hash]) -> Result<(), StoreError> {
        self.store.write(|w| blobs.iter().try_for_each(|sha256| w.blob_is_held(sha256)))
    }

    fn free_durable(&self) -> Result<FreedFiles, StoreError> {
        self.store.free_durable()
    }

    fn verify_statement(&self, statement: &LogStatement) -> Result<(), EvidenceError> {
        statement.verify()
    }

    fn log_statements(&self) -> Result<Vec<LogStatement>, StoreError> {
        self.store.read(|r| r.log_statements())
    }

    fn keep_statement(&self, statement: &LogStatement) -> Result<(), StoreError> {
        self.store.write(|w| w.keep_log_statement(statement, self.now_ms()))
    }

    fn raise_alarm(&self, alarm: &LogAlarm) -> Result<(), StoreError> {
        self.store.write(|w| w.raise_log_alarm(alarm, self.now_ms()))
    }

    fn log_alarm(&self) -> Result<Option<LogFault>, StoreError> {
        Ok(self.store.read(|r| r.log_alarm())?.map(|alarm| alarm.fault))
    }

    fn replace_problems(&self, problems: &[Problem]) -> Result<(), StoreError> {
        self.store.write(|w| w.replace_problems(problems))
    }
}

/// The server behind HTTP, with the store that says how far each upload is.
pub(super) struct HttpOffice<'p> {
    remote: Remote<'p>,
    store: &'p Store,
    /// What the line has shown it can carry at a time, in bytes.
    chunk: AtomicU64,
}

impl<'p> HttpOffice<'p> {
    pub(super) fn new(remote: Remote<'p>, store: &'p Store) -> Self {
        Self { remote, store, chunk: AtomicU64::new(FIRST_CHUNK) }
    }
}

impl Protocol for HttpOffice<'_> {
    type Error = SyncError;

    fn push(&self, request: &PushRequest) -> Result<PushResponse, SyncError> {
        self.remote.push(request)
    }

    fn pull(&self, request: &PullRequest) -> Result<PullResponse, SyncError> {
        self.remote.pull(request)
    }

    fn digest(&self, request: &DigestRequest) -> Result<DigestResponse, SyncError> {
        self.remote.digest(request)
    }

    fn wanted(&self, request: &WantedRequest) -> Result<WantedResponse, SyncError> {
        self.remote.wanted(request)
    }

    fn evidence(&self, request: &EvidenceRequest) -> Result<EvidenceResponse, SyncError> {
        self.remote.evidence(request)
    }
}

impl Office<StoreError> for HttpOffice<'_> {
    type Capabilities = Capabilities;

    fn capabilities(&self) -> Result<Capabilities, SyncError> {
        self.remote.capabilities()
    }

    fn upload(
        &self,
        waiting: &WaitingBlob,
        capabilities: Capabilities,
        on_bytes: OnBytes<'_, StoreError>,
    ) -> Result<(), SyncStop<StoreError>> {
        let Self { remote, store, chunk } = self;
        Upload { remote, store, chunk, capabilities, blob: waiting.blob }.run(waiting, on_bytes)
    }

    fn upload_all(
        &self,
        waiting: &[WaitingBlob],
        capabilities: Capabilities,
        told: Told<'_, StoreError>,
    ) -> Result<(), SyncError> {
        upload_in_lanes(self, waiting, capabilities, told)
    }
}
