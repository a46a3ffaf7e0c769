//! Ruhu for Kotlin, Swift and Python: [`ruhu_core::capture::FieldSession`] in their shapes, with no logic of its own.
//!
//! Every call blocks until its work is on the disk; call from a background thread. The packages `mobile-bindings/kotlin`
//! and `mobile-bindings/swift` do that for the app.

mod callback;
mod clock;
mod draft;
mod error;
mod guard;
mod interview;
mod session;
mod store;
mod sync;
mod transport;
mod views;
mod visit;

pub use callback::{
    CallbackFailure, Clock, KeyProvider, LocationSource, SyncObserver, Transport, TransportFailure,
};
pub use error::RuhuError;
pub use interview::InterviewDraft;
pub use session::FieldSession;
pub use store::{FieldStore, MovedStore, key_from_pin, key_length, move_in, set_damaged_aside, version};
pub use sync::SyncRun;
pub use views::{
    answer::{AnswerValue, RecordAnswer},
    draft::{Doubt, DraftLine, DraftProblem, DraftState, Signature, Signed, StrokePoint},
    http::{HttpAnswer, HttpCall, HttpHeader},
    photo::{NewPhoto, PhotoInfo, Redaction},
    place::{ClockReading, Fix},
    question::{Choice, Choices, Question, QuestionType},
    roster::{Assignment, Campaign, HouseholdMember, RosterLine, RosterPage, Who},
    screen::{Repeat, RepeatInstance, Screen, ScreenItem},
    status::{RecordLine, RecordStatus, StatusCounts, SyncLimits, SyncProblem, SyncProgress, SyncReport},
};

uniffi::setup_scaffolding!();
