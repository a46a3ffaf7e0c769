//! See ../../ARCHITECTURE.md.

pub mod vault;
