//! The faults that can be planted: those of the shipped rules, and those of what surrounds them here.

use std::cell::Cell;

use ruhu_core::planted::{Fault, plant};

/// Faults of a store, a server or an order of writing: here they are planted into the model of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModelFault {
    /// The entry is written before the files that it names.
    PhotoAfterEntry,
    /// "Saved" is said before the disk has it.
    SavedBeforeCommit,
    /// Files go when their entry is acknowledged.
    PurgeAtAck,
    /// A record logged again gets another name.
    NewNameOnRelog,
    /// A new incarnation forgets what was not acknowledged.
    NothingLoggedAgain,
    /// The place in the feed moves on before its items are taken in.
    CursorBeforeItems,
    /// The server answers before its disk has it.
    AckBeforeCommit,
    /// A record counts as complete when its entry is there.
    CompleteWithoutPhotos,
    /// A file counts by its length, whatever its hash.
    FileWithoutHash,
    /// A chunk is appended wherever it belongs.
    OffsetIgnored,
    /// A restored server goes on in its old life.
    NoEpoch,
    /// What the server acknowledged in an earlier life is believed in the new one.
    NewLifeBelieved,
    /// What a revoked phone sends is dropped.
    QuarantineDropped,
    /// A record in two streams is two records.
    NoDeduplication,
    /// Of two records of a household the one with the later clock stays.
    WallClockWins,
    /// A record of a household that was given to somebody else is dropped.
    ReassignedDropped,
    /// An entry is acknowledged and left out of the evidence log.
    UnloggedEntry,
    /// Entries of the evidence log change places.
    LogRewritten,
    /// The evidence log that is shown lacks its last entries.
    LogCutShort,
    /// A restored server does not state it.
    RestoreUnstated,
    /// A phone gives its photos up once the server holds them, backed up or not.
    FreedWhenHeld,
    /// The server calls a record durable as soon as it is complete.
    DurableWithoutBackup,
    /// A backup makes records durable whose files it lacks.
    DurableWithoutFiles,
}

/// One planted fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mutant {
    Rule(Fault),
    Model(ModelFault),
}

/// All of them.
pub(crate) const MUTANTS: &[Mutant] = &[
    Mutant::Rule(Fault::AckWithoutHash),
    Mutant::Rule(Fault::ForkIgnored),
    Mutant::Rule(Fault::GapIgnored),
    Mutant::Rule(Fault::DigestSkipped),
    Mutant::Rule(Fault::AckOfAnyLife),
    Mutant::Rule(Fault::CursorKept),
    Mutant::Rule(Fault::RetiredForgotten),
    Mutant::Rule(Fault::RetiredUnsent),
    Mutant::Rule(Fault::BadEntryBlocks),
    Mutant::Rule(Fault::WrongEntryBlamed),
    Mutant::Rule(Fault::FileHeldUnasked),
    Mutant::Rule(Fault::FailedFileSent),
    Mutant::Rule(Fault::PrevUnchecked),
    Mutant::Rule(Fault::ConflictKnown),
    Mutant::Rule(Fault::GapAccepted),
    Mutant::Model(ModelFault::PhotoAfterEntry),
    Mutant::Model(ModelFault::SavedBeforeCommit),
    Mutant::Model(ModelFault::PurgeAtAck),
    Mutant::Model(ModelFault::NewNameOnRelog),
    Mutant::Model(ModelFault::NothingLoggedAgain),
    Mutant::Model(ModelFault::CursorBeforeItems),
    Mutant::Model(ModelFault::AckBeforeCommit),
    Mutant::Model(ModelFault::CompleteWithoutPhotos),
    Mutant::Model(ModelFault::FileWithoutHash),
    Mutant::Model(ModelFault::OffsetIgnored),
    Mutant::Model(ModelFault::NoEpoch),
    Mutant::Model(ModelFault::NewLifeBelieved),
    Mutant::Model(ModelFault::QuarantineDropped),
    Mutant::Model(ModelFault::NoDeduplication),
    Mutant::Model(ModelFault::WallClockWins),
    Mutant::Model(ModelFault::ReassignedDropped),
    Mutant::Model(ModelFault::UnloggedEntry),
    Mutant::Model(ModelFault::LogRewritten),
    Mutant::Model(ModelFault::LogCutShort),
    Mutant::Model(ModelFault::RestoreUnstated),
    Mutant::Model(ModelFault::FreedWhenHeld),
    Mutant::Model(ModelFault::DurableWithoutBackup),
    Mutant::Model(ModelFault::DurableWithoutFiles),
];

thread_local! {
    static PLANTED: Cell<Option<ModelFault>> = const { Cell::new(None) };
}

/// Plants a fault in this thread; none takes it out again.
pub(crate) fn plant_mutant(mutant: Option<Mutant>) {
    let (rule, model) = match mutant {
        Some(Mutant::Rule(fault)) => (Some(fault), None),
        Some(Mutant::Model(fault)) => (None, Some(fault)),
        None => (None, None),
    };
    plant(rule);
    PLANTED.set(model);
}

pub(crate) fn planted(fault: ModelFault) -> bool {
    PLANTED.get() == Some(fault)
}

impl std::fmt::Display for Mutant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule(fault) => write!(f, "{fault:?}"),
            Self::Model(fault) => write!(f, "{fault:?}"),
        }
    }
}
