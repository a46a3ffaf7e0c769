//! What a surveyor does on the phone: one file per action, all through [`FieldSession`]. Nothing here needs a network.

mod answer;
mod attempt;
mod doorstep;
mod draft;
mod error;
mod forms;
mod interview;
mod moving;
mod photo;
mod place;
mod roster;
mod screens;
mod seal;
mod session;
mod status;
mod team;
mod visit;
mod watermark;

pub use attempt::NewAttempt;
pub use doorstep::Doubt;
pub use draft::{DraftProblem, DraftView};
pub use error::CaptureError;
pub use photo::NewPhoto;
pub use roster::PAGE_LINES;
pub use session::{FieldSession, Who};
pub use status::{RecordStatus, Status};
pub use watermark::{MAX_FONT_BYTES, read_watermark_font};

pub use crate::error::Problem;
/// What the store shows that a caller of a session sees too.
pub use crate::store::{
    Campaign, Entropy, HouseholdRow, LocalStatus, Moved, MovingError, OpenDraft, PinError, RecordCounts,
    RosterItem, RosterPage, StoreError, StoreKey, SystemEntropy, set_damaged_aside,
};

#[cfg(test)]
mod form_tests;
#[cfg(test)]
pub(crate) mod test_phone;
#[cfg(test)]
mod tests;
