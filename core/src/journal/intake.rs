//! How a batch enters a journal: all of it behind what is held, or nothing.

use super::{Head, Placement, SealedEntry, place};
use crate::ids::Sha256Hash;

/// The journal of one stream, where batches arrive.
pub trait Intake {
    /// Why it refuses.
    type Error;

    /// The last entry it holds.
    fn head(&self) -> Option<Head>;

    /// The hash of the entry at a place at or below the head.
    fn hash_at(&self, seq: u64) -> Result<Option<Sha256Hash>, Self::Error>;

    /// Appends the entry at this index of the batch; afterwards it is the head.
    fn append(&mut self, index: usize) -> Result<(), Self::Error>;
}

/// What a batch led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    /// All of it is held.
    Held,
    /// Something else stands in its place; nothing was written.
    Fork,
    /// Entries before it are missing; nothing was written.
    Gap,
}

/// Takes a batch in that is chained in itself. What is held already is passed over.
///
/// # Errors
/// Whatever the journal refuses with.
pub fn take_in<J: Intake>(journal: &mut J, batch: &[&SealedEntry]) -> Result<TakenIn, J::Error> {
    for (index, sealed) in batch.iter().enumerate() {
        let head = journal.head();
        let stored = match head {
            Some(head) if sealed.entry.seq <= head.seq => journal.hash_at(sealed.entry.seq)?,
            _ => None,
        };
        match place(head, |_| stored, (sealed.entry.seq, sealed.entry.prev, sealed.hash)) {
            Placement::Known => {}
            // The batch is chained in itself, so nothing of it has been written when its start does not fit.
            Placement::Fork => return Ok(TakenIn::Fork),
            Placement::Gap => return Ok(TakenIn::Gap),
            Placement::Next => journal.append(index)?,
        }
    }
    Ok(TakenIn::Held)
}
