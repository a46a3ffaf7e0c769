//! The spot check (抽查) on paper: the notice published at the freeze, the proof published after the draw, and its
//! verification from the lines, the rate and the sources alone (design.md section 5).
//!
//! Households that must be checked whatever the draw says (必查) appear in none of these files. They are visited
//! outside the rate; who they are is case data, while notice and proof carry pseudonyms and may hang on a wall.

mod error;
mod notice;
mod office;
mod proof;
mod verify;

pub use error::{NoticeError, ProofError};
pub use notice::{AnnouncedSource, MAX_NOTICE_BYTES, MAX_RULES_CHARS, Notice, STANDARD_RULES};
pub use office::{SpotCheckError, draw, freeze};
pub use proof::{MAX_PROOF_BYTES, PROOF_VERSION, Proof, ProofSource, ProofStratum};
pub use verify::{VerifiedStratum, VerifiedSummary, verify_proof};
