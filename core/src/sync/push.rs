//! Entries to the server, stream by stream, batch by batch.

use serde_bytes::ByteBuf;

use super::{
    SyncError,
    engine::Engine,
    plan::{RefusalStep, StreamStep, StreamView, after_push, after_refusal, server_head},
};
use crate::{
    ids::Sha256Hash,
    journal::SignedHead,
    store::{LoggedEntry, Stream, StreamNo},
    wire::{BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, PROTOCOL_VERSION, Protocol, PushRequest, PushResponse},
};

/// How often streams are rewound, begun anew or batches halved in one sync before it gives up.
const MAX_TURNS: u32 = 512;

/// What one batch led to.
enum Pushed {
    /// Everything is acknowledged.
    All,
    /// This batch is acknowledged.
    Batch,
    /// Something has to be done over: another batch, another stream, fewer entries.
    Turn,
    /// The server has no room.
    Full,
}

pub(super) fn view_of(stream: &Stream) -> StreamView {
    let Stream { id, is_current, head, acked, keep_to, .. } = *stream;
    StreamView { id, is_current, head, acked, keep_to }
}

impl Engine<'_> {
    /// Pushes everything that is not acknowledged; false where the server cannot take it now.
    pub(super) fn push_all(&mut self) -> Result<bool, SyncError> {
        let mut at_once = BATCH_MAX_ENTRIES;
        let mut turns = 0;
        while turns < MAX_TURNS {
            match self.push_next(&mut at_once)? {
                Pushed::All => return Ok(true),
                Pushed::Full => return Ok(false),
                Pushed::Batch => at_once = at_once.saturating_mul(2).min(BATCH_MAX_ENTRIES),
                Pushed::Turn => turns += 1,
            }
        }
        Err(SyncError::NoProgress)
    }

    /// Pushes the next batch of at most `at_once` entries.
    fn push_next(&mut self, at_once: &mut usize) -> Result<Pushed, SyncError> {
        let streams = self.store.read(|r| r.streams())?;
        let unsent: Vec<_> =
            streams.iter().filter_map(|stream| Some((stream, view_of(stream).unsent()?))).collect();
        let waiting: u64 = unsent.iter().map(|(_, (after, until))| until - after).sum();
        self.progress.entries_total = self.progress.entries_done + waiting;
        self.moved()?;
        let Some((stream, range)) = unsent.first() else { return Ok(Pushed::All) };
        let mut batch = self.store.read(|r| r.entries(stream.no, *range, (*at_once, BATCH_MAX_BYTES)))?;
        let first = batch.first().cloned().ok_or(SyncError::NoProgress)?;
        batch.retain(|logged| Sha256Hash::of(&logged.bytes) == logged.head.hash);
        if batch.first() != Some(&first) {
            let message = "本机保存的这条记录已损坏，请联系技术支持恢复";
            return self.set_apart(stream, &first, "entry_damaged", message);
        }
        // A damaged entry further on ends the batch before it.
        let chained = batch.iter().zip(first.head.seq..).take_while(|(logged, seq)| logged.head.seq == *seq);
        let sound = chained.count();
        batch.truncate(sound);
        match self.push(stream, &batch) {
            Ok(StreamStep::Acknowledge(_)) => Ok(Pushed::Batch),
            Ok(_) => Ok(Pushed::Turn),
            Err(SyncError::Refused { status, code, message }) => match after_refusal(&code, batch.len()) {
                RefusalStep::Halve => {
                    *at_once = (batch.len() / 2).max(1);
                    Ok(Pushed::Turn)
                }
                RefusalStep::SetApart => self.set_apart(stream, &first, &code, &message),
                RefusalStep::Stop => self.refused(SyncError::Refused { status, code, message }),
            },
            Err(error) => Err(error),
        }
    }

    fn refused(&mut self, error: SyncError) -> Result<Pushed, SyncError> {
        if error.is_server_full() {
            self.note_error(&error);
            return Ok(Pushed::Full);
        }
        Err(error)
    }

    fn push(&mut self, stream: &Stream, batch: &[LoggedEntry]) -> Result<StreamStep, SyncError> {
        let last = batch.last().ok_or(SyncError::NoProgress)?.head;
        let response = self.remote.push(&PushRequest {
            protocol: PROTOCOL_VERSION,
            stream: stream.id,
            entries: batch.iter().map(|logged| ByteBuf::from(logged.bytes.clone())).collect(),
            signed_head: SignedHead::sign(&self.identity.signing_key(), &stream.id, last),
        })?;
        // What was sealed meanwhile belongs to the stream too.
        let stream = self.store.read(|r| r.stream(stream.no))?;
        let own = match server_head(&response) {
            Some(head) => self.store.read(|r| r.entry_hash(stream.no, head.seq))?,
            None => None,
        };
        let step = after_push(&view_of(&stream), &response, own);
        self.take(&stream, step)?;
        if let (StreamStep::Acknowledge(_), PushResponse::Accepted { findings, wanted, .. }) =
            (step, &response)
        {
            self.store.write(|w| -> Result<(), SyncError> {
                for finding in findings {
                    let found = batch.iter().find(|logged| logged.head.seq == finding.seq);
                    if let Some(logged) = found {
                        w.remark(&logged.entry_id, &finding.code, &finding.message)?;
                    }
                }
                for sha256 in wanted {
                    w.blob_is_wanted(sha256)?;
                }
                Ok(())
            })?;
        }
        Ok(step)
    }

    /// Does what the plan says about a stream.
    pub(super) fn take(&mut self, stream: &Stream, step: StreamStep) -> Result<(), SyncError> {
        match step {
            StreamStep::Settled => {}
            StreamStep::Acknowledge(head) => {
                self.store.write(|w| w.acknowledge(stream.no, &head))?;
                let before = stream.acked.map_or(0, |acked| acked.seq);
                self.report.pushed += head.seq.saturating_sub(before);
                self.progress.entries_done += head.seq.saturating_sub(before);
                self.moved()?;
            }
            StreamStep::Rewind(head) => self.store.write(|w| w.rewind(stream.no, head.as_ref()))?,
            StreamStep::NewStream(reason) => {
                self.store.write(|w| w.begin_stream(reason.name()))?;
                self.note(
                    "restored_copy",
                    "检测到本机数据由旧备份恢复，已另起记录流，手机和服务器上的记录都不会丢失",
                );
            }
            StreamStep::LogAgain => self.log_again(stream.no)?,
        }
        Ok(())
    }

    fn log_again(&self, no: StreamNo) -> Result<(), SyncError> {
        Ok(self.store.write(|w| {
            w.give_up_stream(no)?;
            w.log_again(no, Some(0)).map(drop)
        })?)
    }

    /// One entry stands in the way: it stays here, shown, and the others go on in a new incarnation.
    fn set_apart(
        &mut self,
        stream: &Stream,
        entry: &LoggedEntry,
        code: &str,
        message: &str,
    ) -> Result<Pushed, SyncError> {
        self.note(code, message);
        self.store.write(|w| -> Result<Pushed, SyncError> {
            w.set_apart(&entry.entry_id, code, message)?;
            if stream.is_current {
                w.begin_stream("set_apart")?;
            } else {
                w.give_up_stream(stream.no)?;
                w.log_again(stream.no, Some(0))?;
            }
            Ok(Pushed::Turn)
        })
    }
}
