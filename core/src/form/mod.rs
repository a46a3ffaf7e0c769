//! Forms: what is asked at the door, and what counts as an answer.
//!
//! A form is data. [`xlsform`] reads one from a workbook into a [`definition::FormDefinition`]; [`fill`] runs it, on the
//! phone while it is filled and on the server to check and to show what was filled; [`expr`] is the language of its rules.

mod answer;
pub mod definition;
pub mod diff;
pub mod expr;
pub mod fill;
mod key;
mod role;
mod shipped;
mod version;
pub mod xlsform;

pub use answer::{Answer, AnswerError, Answers, MAX_MONEY, MAX_TEXT_CHARS};
pub use key::{AnswerKey, KeyStep};
pub use role::FormRole;
pub use shipped::{shipped, shipped_source};
pub use version::FormVersion;
