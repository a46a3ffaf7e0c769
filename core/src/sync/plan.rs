//! What to do next, decided from what the phone holds and what the server says; nothing here acts.

use std::time::Duration;

use crate::{
    ids::{ServerEpoch, Sha256Hash, StreamId},
    journal::Head,
    planted::{Fault, planted},
    wire::{PullResponse, PushResponse, StreamDigest},
};

/// Longest wait that a busy server is granted, in seconds.
pub const MAX_RETRY_AFTER_S: u64 = 30;
/// How often one request is tried while the server is busy.
pub const MAX_TRIES: u32 = 4;

/// A stream as the phone has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamView {
    /// Its name on the wire.
    pub id: StreamId,
    /// Whether new entries go here.
    pub is_current: bool,
    /// Its last entry.
    pub head: Option<Head>,
    /// The last entry that the server has acknowledged with its hash.
    pub acked: Option<Head>,
    /// In a retired stream: up to here it is the server's.
    pub keep_to: u64,
}

impl StreamView {
    fn acked_seq(&self) -> u64 {
        self.acked.map_or(0, |head| head.seq)
    }

    fn head_seq(&self) -> u64 {
        self.head.map_or(0, |head| head.seq)
    }

    /// The entries to be sent: after the first number, up to the second. What a retired stream has beyond `keep_to`
    /// was logged again elsewhere and is not sent.
    #[must_use]
    pub fn unsent(&self) -> Option<(u64, u64)> {
        let until = match self.is_current {
            true => self.head_seq(),
            false if planted(Fault::RetiredUnsent) => 0,
            false => self.keep_to,
        };
        (self.acked_seq() < until).then(|| (self.acked_seq(), until))
    }

    /// Whether there is anything to compare with the server.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        self.is_current || self.keep_to > 0
    }

    /// What the phone holds as acknowledged.
    #[must_use]
    pub fn digest(&self) -> StreamDigest {
        StreamDigest::of(self.id, self.acked)
    }
}

/// Why a new incarnation begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Something else stands on the server in this stream.
    Forked,
    /// The server holds entries of this stream that the phone does not know: the phone was restored from an old copy.
    RestoredCopy,
}

impl Reason {
    /// Stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Forked => "forked",
            Self::RestoredCopy => "restored_copy",
        }
    }
}

/// What a stream's comparison with the server leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamStep {
    /// Both hold the same.
    Settled,
    /// The server holds the stream up to here.
    Acknowledge(Head),
    /// The server holds less than was acknowledged: send again from here.
    Rewind(Option<Head>),
    /// The comparison cannot tell: what is unsent is sent, and the answer will.
    InDoubt,
    /// The current stream cannot go on: begin a new incarnation and log again what is not acknowledged.
    NewStream(Reason),
    /// A retired stream is not on the server as it is here: log again all of it.
    LogAgain,
}

/// What the server says it holds of the stream that was pushed.
#[must_use]
pub fn server_head(response: &PushResponse) -> Option<Head> {
    match response {
        PushResponse::Accepted { ack, .. } => Some(ack.head),
        PushResponse::Fork { head } | PushResponse::Gap { head } => *head,
    }
}

/// Decides after a push. `own` is the phone's hash at the place of [`server_head`]: an answer counts only where its
/// hash is the phone's own.
#[must_use]
pub fn after_push(stream: &StreamView, response: &PushResponse, own: Option<Sha256Hash>) -> StreamStep {
    let step = match (response, server_head(response)) {
        (PushResponse::Accepted { .. } | PushResponse::Fork { .. }, Some(head))
            if planted(Fault::ForkIgnored)
                || (planted(Fault::AckWithoutHash) && head.seq <= stream.head_seq()) =>
        {
            StreamStep::Acknowledge(head)
        }
        (PushResponse::Gap { .. }, _) if planted(Fault::GapIgnored) => StreamStep::Settled,
        (PushResponse::Fork { head }, _) if head.is_some_and(|head| head.seq > stream.head_seq()) => {
            StreamStep::NewStream(Reason::RestoredCopy)
        }
        (PushResponse::Fork { .. }, _) => StreamStep::NewStream(Reason::Forked),
        (PushResponse::Accepted { ack, .. }, _) if own == Some(ack.head.hash) => {
            StreamStep::Acknowledge(ack.head)
        }
        (PushResponse::Gap { .. }, None) => StreamStep::Rewind(None),
        (PushResponse::Gap { .. }, Some(head)) if own == Some(head.hash) => StreamStep::Rewind(Some(head)),
        (_, Some(head)) if head.seq > stream.head_seq() => StreamStep::NewStream(Reason::RestoredCopy),
        _ => StreamStep::NewStream(Reason::Forked),
    };
    for_stream(stream, step)
}

/// Decides after the digest. `own` is the phone's hash at the server's head.
#[must_use]
pub fn after_digest(stream: &StreamView, server: &StreamDigest, own: Option<Sha256Hash>) -> StreamStep {
    let sound = server.count == server.head.map_or(0, |head| head.seq);
    let step = match server.head {
        _ if !sound => StreamStep::NewStream(Reason::Forked),
        head if head == stream.acked => StreamStep::Settled,
        None => StreamStep::Rewind(None),
        Some(head) if own == Some(head.hash) && head.seq < stream.acked_seq() => {
            StreamStep::Rewind(Some(head))
        }
        Some(head) if own == Some(head.hash) => StreamStep::Acknowledge(head),
        // A stream retired after a fork goes on at the server without the phone; what the phone was told is held.
        Some(_) if !stream.is_current && stream.unsent().is_none() => StreamStep::Settled,
        // In a new life of the server nobody vouches for it: sending it again will tell.
        Some(_) if !stream.is_current && stream.acked.is_none() => StreamStep::InDoubt,
        Some(head) if head.seq > stream.head_seq() => StreamStep::NewStream(Reason::RestoredCopy),
        Some(_) => StreamStep::NewStream(Reason::Forked),
    };
    for_stream(stream, step)
}

fn for_stream(stream: &StreamView, step: StreamStep) -> StreamStep {
    match step {
        StreamStep::NewStream(_) if !stream.is_current && planted(Fault::RetiredForgotten) => {
            StreamStep::Settled
        }
        StreamStep::NewStream(_) if !stream.is_current => StreamStep::LogAgain,
        step => step,
    }
}

/// What to do with an answer to a pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedStep {
    /// Take the items in.
    TakeIn,
    /// Forget the cursor and ask from the start.
    Reset(ServerEpoch),
    /// The server promises more and gives nothing: stop.
    Stalled,
}

/// Decides after a pull that asked from `cursor` in the life `known` of the server.
#[must_use]
pub fn after_pull((known, cursor): (Option<ServerEpoch>, u64), response: &PullResponse) -> FeedStep {
    match response {
        PullResponse::Reset { server_epoch } if cursor == 0 && known == Some(*server_epoch) => {
            FeedStep::Stalled
        }
        PullResponse::Reset { .. } if planted(Fault::CursorKept) => FeedStep::Stalled,
        PullResponse::Reset { server_epoch } => FeedStep::Reset(*server_epoch),
        PullResponse::Feed { server_epoch, .. } if known.is_some_and(|known| known != *server_epoch) => {
            FeedStep::Reset(*server_epoch)
        }
        PullResponse::Feed { next, more, .. } if *next < cursor || (*more && *next == cursor) => {
            FeedStep::Stalled
        }
        PullResponse::Feed { .. } => FeedStep::TakeIn,
    }
}

/// What to do when the server refuses a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalStep {
    /// Send fewer entries at once, until the bad one is alone.
    Halve,
    /// Set this entry apart and go on with the others.
    SetApart,
    /// Nothing about the entries: the refusal stands.
    Stop,
}

/// Codes with which a server refuses what an entry or a batch is, not who sends it.
const CONTENT_CODES: [&str; 9] = [
    "entry_too_large",
    "cbor_too_deep",
    "cbor_malformed",
    "cbor_trailing",
    "unknown_suite",
    "too_many_blobs",
    "batch_not_chained",
    "batch_too_large",
    "body_too_large",
];

/// Decides after a refusal of a batch of `entries`.
#[must_use]
pub fn after_refusal(code: &str, entries: usize) -> RefusalStep {
    match entries {
        _ if !CONTENT_CODES.contains(&code) || planted(Fault::BadEntryBlocks) => RefusalStep::Stop,
        _ if planted(Fault::WrongEntryBlamed) => RefusalStep::SetApart,
        0 | 1 => RefusalStep::SetApart,
        _ => RefusalStep::Halve,
    }
}

/// How long to wait before trying again after a busy answer; none when it is time to give up.
#[must_use]
pub fn pause_after(status: u16, retry_after_s: Option<u64>, tries: u32) -> Option<Duration> {
    let busy = matches!(status, 429 | 503);
    (busy && tries < MAX_TRIES)
        .then(|| Duration::from_secs(retry_after_s.unwrap_or(1).clamp(1, MAX_RETRY_AFTER_S)))
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
