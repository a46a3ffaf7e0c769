//! Photos: what is recorded of them, and the intake that makes a derivative and a thumbnail.

mod container;
mod error;
mod exif;
mod intake;
mod polyglot;
mod record;

pub use error::PhotoError;
pub use exif::{ExifPlace, ExifTime, MAX_EXIF_BYTES};
pub use intake::{DERIVATIVE_SIDE_PX, PhotoLimits, PreparedPhoto, THUMBNAIL_SIDE_PX, intake};
pub use record::{BlobRef, MAX_CAPTION_CHARS, PhotoKind, PhotoRecord, PhotoSource};
