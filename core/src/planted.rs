//! Faults planted on purpose, one at a time, so that the simulation can show that it would find them. Without the
//! feature `planted-faults` there are none: [`planted`] is `false` when the program is compiled.

/// Faults of the protocol: each is a mistake that a sync has been seen to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// An acknowledgement counts by its number, whatever its hash.
    AckWithoutHash,
    /// A fork is taken for an acknowledgement.
    ForkIgnored,
    /// A gap is left as it is.
    GapIgnored,
    /// A sync ends without comparing.
    DigestSkipped,
    /// An acknowledgement counts whichever life of the server gave it.
    AckOfAnyLife,
    /// An unknown life's cursor is kept.
    CursorKept,
    /// A retired stream that the server lacks is not logged again.
    RetiredForgotten,
    /// What a retired stream still owes is not sent.
    RetiredUnsent,
    /// One bad entry holds up all others.
    BadEntryBlocks,
    /// The first of a refused batch is blamed.
    WrongEntryBlamed,
    /// A file counts as held without asking the server.
    FileHeldUnasked,
    /// A file that failed counts as sent.
    FailedFileSent,
    /// An entry is appended whatever it follows.
    PrevUnchecked,
    /// What stands in its place is taken for it.
    ConflictKnown,
    /// An entry is appended after a gap.
    GapAccepted,
}

#[cfg(feature = "planted-faults")]
mod switch {
    use std::cell::Cell;

    use super::Fault;

    thread_local! {
        static PLANTED: Cell<Option<Fault>> = const { Cell::new(None) };
    }

    /// Plants a fault in this thread; none takes it out again.
    pub fn plant(fault: Option<Fault>) {
        PLANTED.set(fault);
    }

    pub(crate) fn planted(fault: Fault) -> bool {
        PLANTED.get() == Some(fault)
    }
}

#[cfg(feature = "planted-faults")]
pub use switch::plant;
#[cfg(feature = "planted-faults")]
pub(crate) use switch::planted;

#[cfg(not(feature = "planted-faults"))]
pub(crate) const fn planted(_fault: Fault) -> bool {
    false
}
