//! Casework.
pub mod divisions;
pub mod filed;
pub mod mismatch;
