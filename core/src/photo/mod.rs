//! Photos: what is recorded of them, the intake that makes a derivative and a thumbnail, and what they look like.

mod container;
mod decode;
mod error;
mod exif;
mod intake;
mod near;
mod polyglot;
mod print;
mod record;
mod redaction;
pub(crate) mod watermark;
mod webp;

pub use error::{ForeignFormat, PhotoError};
pub use exif::{ExifPlace, ExifTime, MAX_EXIF_BYTES};
pub use intake::{
    DERIVATIVE_SIDE_PX, ExifSaid, IntakeOptions, PhotoLimits, PreparedPhoto, THUMBNAIL_SIDE_PX, intake,
    intake_with, said_by_exif,
};
pub use near::{NearIndex, NearPhoto};
pub use print::{PhotoPrint, PrintError, SAME_PHOTO_BITS};
pub use record::{BlobRef, MAX_CAPTION_CHARS, PhotoKind, PhotoRecord, PhotoSource};
pub use redaction::{MAX_REDACTIONS, REDACTION_PARTS, Redaction, RedactionError};
pub use watermark::{WatermarkError, WatermarkFont, WatermarkText};
