//! Entries to the server, stream by stream, batch by batch.

use serde_bytes::ByteBuf;

use super::{
    SyncStop,
    books::{Books, Office},
    engine::Engine,
    plan::{RefusalStep, StreamStep, StreamView, after_push, after_refusal, server_head},
};
use crate::{
    ids::{ServerEpoch, Sha256Hash},
    journal::LoggedEntry,
    planted::{Fault, planted},
    wire::{BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, PROTOCOL_VERSION, PushRequest, PushResponse},
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

impl<B: Books, R: Office<B::Fault>> Engine<'_, B, R> {
    /// Pushes everything that is not acknowledged; false where the server cannot take it now.
    pub(super) fn push_all(&mut self) -> Result<bool, SyncStop<B::Fault>> {
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
        Err(SyncStop::NoProgress)
    }

    /// Pushes the next batch of at most `at_once` entries.
    fn push_next(&mut self, at_once: &mut usize) -> Result<Pushed, SyncStop<B::Fault>> {
        let streams = self.books.streams().map_err(SyncStop::Store)?;
        let unsent: Vec<_> = streams.iter().filter_map(|stream| Some((stream, stream.unsent()?))).collect();
        let waiting: u64 = unsent.iter().map(|(_, (after, until))| until - after).sum();
        self.progress.entries_total = self.progress.entries_done + waiting;
        self.moved()?;
        let Some((stream, range)) = unsent.first() else { return Ok(Pushed::All) };
        let limits = (*at_once, BATCH_MAX_BYTES);
        let mut batch = self.books.entries(&stream.id, *range, limits).map_err(SyncStop::Store)?;
        let first = batch.first().cloned().ok_or(SyncStop::NoProgress)?;
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
            // An acknowledgement that says nothing new is no step forward, or a server could hold a phone for ever.
            Ok(StreamStep::Acknowledge(head)) if head.seq > range.0 => Ok(Pushed::Batch),
            Ok(_) => Ok(Pushed::Turn),
            Err(SyncStop::Refused { status, code, message }) => match after_refusal(&code, batch.len()) {
                RefusalStep::Halve => {
                    *at_once = (batch.len() / 2).max(1);
                    Ok(Pushed::Turn)
                }
                RefusalStep::SetApart => self.set_apart(stream, &first, &code, &message),
                RefusalStep::Stop => self.refused(SyncStop::Refused { status, code, message }),
            },
            Err(error) => Err(error),
        }
    }

    fn refused(&mut self, error: SyncStop<B::Fault>) -> Result<Pushed, SyncStop<B::Fault>> {
        if error.is_server_full() {
            self.note_error(&error);
            return Ok(Pushed::Full);
        }
        Err(error)
    }

    fn push(&mut self, stream: &StreamView, batch: &[LoggedEntry]) -> Result<StreamStep, SyncStop<B::Fault>> {
        let last = batch.last().ok_or(SyncStop::NoProgress)?.head;
        let response = self.office.push(&PushRequest {
            protocol: PROTOCOL_VERSION,
            stream: stream.id,
            entries: batch.iter().map(|logged| ByteBuf::from(logged.bytes.clone())).collect(),
            signed_head: self.books.sign(&stream.id, last),
        })?;
        if let PushResponse::Accepted { ack, .. } = &response {
            self.hear_of_life(ack.server_epoch)?;
        }
        // What was sealed meanwhile belongs to the stream too.
        let stream = self.books.stream(&stream.id).map_err(SyncStop::Store)?;
        let own = match server_head(&response) {
            Some(head) => self.books.entry_hash(&stream.id, head.seq).map_err(SyncStop::Store)?,
            None => None,
        };
        let step = after_push(&stream, &response, own);
        self.take(&stream, step)?;
        if let (StreamStep::Acknowledge(_), PushResponse::Accepted { findings, wanted, .. }) =
            (step, &response)
        {
            let remarks: Vec<_> = findings
                .iter()
                .filter_map(|finding| {
                    let logged = batch.iter().find(|logged| logged.head.seq == finding.seq)?;
                    Some((logged.entry_id, finding))
                })
                .collect();
            self.books.remark(&remarks, wanted).map_err(SyncStop::Store)?;
        }
        Ok(step)
    }

    /// An acknowledgement is worth what the life of the server is worth that gave it: one of another life than the
    /// last that was heard of puts all earlier ones in doubt, before it is kept itself.
    fn hear_of_life(&self, life: ServerEpoch) -> Result<(), SyncStop<B::Fault>> {
        let (known, _) = self.books.feed_position().map_err(SyncStop::Store)?;
        if known == Some(life) || planted(Fault::AckOfAnyLife) {
            return Ok(());
        }
        self.books.reset_feed(Some(life)).map_err(SyncStop::Store)
    }

    /// Does what the plan says about a stream.
    pub(super) fn take(&mut self, stream: &StreamView, step: StreamStep) -> Result<(), SyncStop<B::Fault>> {
        match step {
            StreamStep::Settled | StreamStep::InDoubt => {}
            StreamStep::Acknowledge(head) => {
                self.books.acknowledge(&stream.id, &head).map_err(SyncStop::Store)?;
                let before = stream.acked.map_or(0, |acked| acked.seq);
                self.report.pushed += head.seq.saturating_sub(before);
                self.progress.entries_done += head.seq.saturating_sub(before);
                self.moved()?;
            }
            StreamStep::Rewind(head) => {
                self.books.rewind(&stream.id, head.as_ref()).map_err(SyncStop::Store)?;
            }
            StreamStep::NewStream(reason) => {
                self.books.begin_stream(reason).map_err(SyncStop::Store)?;
                self.note(
                    "restored_copy",
                    "检测到本机数据由旧备份恢复，已另起记录流，手机和服务器上的记录都不会丢失",
                );
            }
            StreamStep::LogAgain => self.books.give_up(&stream.id).map_err(SyncStop::Store)?,
        }
        Ok(())
    }

    /// One entry stands in the way: it stays here, shown, and the others go on in a new incarnation.
    fn set_apart(
        &mut self,
        stream: &StreamView,
        entry: &LoggedEntry,
        code: &str,
        message: &str,
    ) -> Result<Pushed, SyncStop<B::Fault>> {
        self.note(code, message);
        self.books.set_apart(stream, &entry.entry_id, (code, message)).map_err(SyncStop::Store)?;
        Ok(Pushed::Turn)
    }
}
