//! Casework.
pub mod case_file;
pub mod divisions;
pub mod filed;
pub mod mismatch;
pub mod roster;
