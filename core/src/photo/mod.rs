//! Photos: what is recorded of them, and the intake that makes a derivative and a thumbnail.

mod record;

pub use record::{BlobRef, MAX_CAPTION_CHARS, PhotoKind, PhotoRecord, PhotoSource};
