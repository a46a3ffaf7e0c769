//! Checklists: what is asked at the door, and what counts as an answer.
//!
//! The two checklists here are fixed tables that follow domain.md section 3. Everything else in the house sees only
//! [`Checklist`], so that a checklist read from a workbook can take a table's place without touching its users.

mod answer;
mod checklist;
pub mod definition;
pub mod expr;
mod home_visit;
mod neighbour;
pub mod xlsform;

pub use answer::{Answer, AnswerError, Answers, MAX_MONEY};
pub use checklist::{Checklist, Choice, FormVersion, Question, QuestionKind, ReadableAnswer, Section};
pub use home_visit::HOME_VISIT;
pub use neighbour::NEIGHBOUR_INTERVIEW;

/// The checklist with this version, where this build knows it.
#[must_use]
pub fn checklist_of(version: &FormVersion) -> Option<&'static Checklist> {
    [&HOME_VISIT, &NEIGHBOUR_INTERVIEW].into_iter().find(|checklist| &checklist.version() == version)
}
