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

/// How often streams are rewound, begun anew or halved in one sync before it gives up.
const MAX_TURNS: u32 = 64;

pub(super) fn view_of(stream: &Stream) -> StreamView {
    let Stream { id, is_current, head, acked, keep_to, .. } = *stream;
    StreamView { id, is_current, head, acked, keep_to }
}

impl Engine<'_> {
    /// Pushes everything that is not acknowledged; false where the server cannot take it now.
    pub(super) fn push_all(&mut self) -> Result<bool, SyncError> {
        let mut turns = 0;
        let mut at_once = BATCH_MAX_ENTRIES;
        loop {
            let streams = self.store.read(|r| r.streams())?;
            let unsent: Vec<_> =
                streams.iter().filter_map(|stream| Some((*stream, view_of(stream).unsent()?))).collect();
            let waiting: u64 = unsent.iter().map(|(_, (after, until))| until - after).sum();
            self.progress.entries_total = self.progress.entries_done + waiting;
            self.moved()?;
            let Some((stream, range)) = unsent.first() else { return Ok(true) };
            let limits = (at_once, BATCH_MAX_BYTES);
            let mut batch = self.store.read(|r| r.entries(stream.no, *range, limits))?;
            let sound =
                batch.iter().take_while(|logged| Sha256Hash::of(&logged.bytes) == logged.head.hash).count();
            if sound == 0 {
                let damaged = batch.first().ok_or(SyncError::NoProgress)?;
                self.set_apart(
                    stream,
                    damaged,
                    "entry_damaged",
                    "本机保存的这条记录已损坏,请联系技术支持恢复",
                )?;
                continue;
            }
            batch.truncate(sound);
            match self.push(stream, &batch) {
                Ok(StreamStep::Acknowledge(_)) => {
                    at_once = at_once.saturating_mul(2).min(BATCH_MAX_ENTRIES);
                    continue;
                }
                Ok(_) => {}
                Err(SyncError::Refused { code, message, .. })
                    if after_refusal(&code, batch.len()) != RefusalStep::Stop =>
                {
                    match (after_refusal(&code, batch.len()), batch.first()) {
                        (RefusalStep::SetApart, Some(refused)) => {
                            self.set_apart(stream, refused, &code, &message)?;
                        }
                        _ => at_once = (batch.len() / 2).max(1),
                    }
                }
                Err(error) if error.is_server_full() => {
                    self.note_error(&error);
                    return Ok(false);
                }
                Err(error) => return Err(error),
            }
            turns += 1;
            if turns > MAX_TURNS {
                return Err(SyncError::NoProgress);
            }
        }
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
                    "检测到本机数据由旧备份恢复,已另起记录流,手机和服务器上的记录都不会丢失",
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
    ) -> Result<(), SyncError> {
        self.note(code, message);
        self.store.write(|w| -> Result<(), SyncError> {
            w.set_apart(&entry.entry_id, code, message)?;
            if stream.is_current {
                w.begin_stream("set_apart")?;
            } else {
                w.give_up_stream(stream.no)?;
                w.log_again(stream.no, Some(0))?;
            }
            Ok(())
        })
    }
}
