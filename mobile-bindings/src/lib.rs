//! Ruhu for Kotlin, Swift and Python: [`ruhu_core::capture::FieldSession`] in their shapes, with no logic of its own.
//!
//! Every call blocks until its work is on the disk; call from a background thread.

mod error;
mod session;
mod views;

pub use error::RuhuError;
pub use session::{FieldSession, SyncObserver};
pub use views::{
    AnswerValue, FixView, ProblemView, RecordStatusView, RosterItemView, SignatureView, StatusView,
    StrokePoint, SyncReportView, WhoView,
};

uniffi::setup_scaffolding!();
