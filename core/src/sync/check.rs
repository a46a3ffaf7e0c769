//! The end of a sync: both sides compare what they hold, and say loudly when they differ.

use super::{
    SyncError,
    engine::Engine,
    plan::{StreamStep, after_digest},
    push::view_of,
};
use crate::{
    store::Stream,
    wire::{DigestRequest, PROTOCOL_VERSION, Protocol},
};

/// Most streams compared at once.
const MAX_STREAMS: usize = 100;

impl Engine<'_> {
    /// Whether phone and server hold the same. Where they differ, what follows from it is done, and the next round
    /// sends what is missing.
    pub(super) fn check(&mut self) -> Result<bool, SyncError> {
        let mut streams = self.store.read(|r| r.streams())?;
        streams.retain(|stream| view_of(stream).is_compared());
        let mut settled = true;
        for page in streams.chunks(MAX_STREAMS) {
            settled &= self.check_page(page)?;
        }
        let current = self.store.read(|r| r.current_stream())?;
        Ok(settled && view_of(&current).unsent().is_none())
    }

    fn check_page(&mut self, streams: &[Stream]) -> Result<bool, SyncError> {
        let digests = streams.iter().map(|stream| view_of(stream).digest()).collect();
        let response = self.remote.digest(&DigestRequest { protocol: PROTOCOL_VERSION, streams: digests })?;
        let mut settled = true;
        for stream in streams {
            let verdict = response.streams.iter().find(|verdict| verdict.server.stream == stream.id);
            let server = verdict.ok_or(SyncError::BadAnswer)?.server;
            let own = match server.head {
                Some(head) => self.store.read(|r| r.entry_hash(stream.no, head.seq))?,
                None => None,
            };
            let step = after_digest(&view_of(stream), &server, own, self.new_life);
            settled &= step == StreamStep::Settled;
            self.take(stream, step)?;
        }
        // Once: what follows from a new life has been done.
        self.new_life = false;
        Ok(settled)
    }
}
