//! Casework: rosters, divisions, and what is known of each household.

pub mod assessing;
pub mod blocking;
pub mod case_file;
pub mod checklists;
pub mod divisions;
pub mod fences;
pub mod filed;
pub mod filled;
pub mod forms;
mod headings;
mod import;
pub mod mismatch;
pub mod must_check;
pub mod plausible;
pub mod relatives;
mod report;
pub mod roster;
pub mod verification;

pub use import::{ImportError, import_roster};
pub use report::LineFault;
