//! One function per target: any bytes in, a panic where something does not hold, and whether the bytes were accepted.

pub mod entry_bytes;
pub mod expression;
pub mod fence_text;
pub mod form_text;
pub mod photo_exif;
pub mod photo_intake;
pub mod policy_text;
pub mod pull_body;
pub mod push_body;
pub mod tree_proof;
pub mod tus_headers;
pub mod workbook;

mod form;
mod parts;
mod world;
