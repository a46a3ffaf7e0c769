//! The end of a sync: both sides compare what they hold, and say loudly when they differ.

use super::{
    SyncStop,
    books::{Books, Office},
    engine::Engine,
    plan::{StreamStep, StreamView, after_digest},
};
use crate::{
    planted::{Fault, planted},
    wire::{DigestRequest, PROTOCOL_VERSION},
};

/// Most streams compared at once.
const MAX_STREAMS: usize = 100;

impl<B: Books, R: Office<B::Fault>> Engine<'_, B, R> {
    /// Whether phone and server hold the same. Where they differ, what follows from it is done, and the next round
    /// sends what is missing.
    pub(super) fn check(&mut self) -> Result<bool, SyncStop<B::Fault>> {
        if planted(Fault::DigestSkipped) {
            return Ok(true);
        }
        let mut streams = self.books.streams().map_err(SyncStop::Store)?;
        streams.retain(StreamView::is_compared);
        let mut settled = true;
        for page in streams.chunks(MAX_STREAMS) {
            settled &= self.check_page(page)?;
        }
        // What was sealed meanwhile, or is in doubt, waits for the next round.
        let streams = self.books.streams().map_err(SyncStop::Store)?;
        Ok(settled && streams.iter().all(|stream| stream.unsent().is_none()))
    }

    fn check_page(&mut self, streams: &[StreamView]) -> Result<bool, SyncStop<B::Fault>> {
        let digests = streams.iter().map(StreamView::digest).collect();
        let response = self.office.digest(&DigestRequest { protocol: PROTOCOL_VERSION, streams: digests })?;
        let mut settled = true;
        for stream in streams {
            let verdict = response.streams.iter().find(|verdict| verdict.server.stream == stream.id);
            let server = verdict.ok_or(SyncStop::BadAnswer)?.server;
            let own = match server.head {
                Some(head) => self.books.entry_hash(&stream.id, head.seq).map_err(SyncStop::Store)?,
                None => None,
            };
            let step = after_digest(stream, &server, own);
            settled &= step == StreamStep::Settled;
            self.take(stream, step)?;
        }
        Ok(settled)
    }
}
