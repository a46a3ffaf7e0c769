//! The phone's store: one encrypted database and a vault of encrypted photos in one folder.
//!
//! [`Store::open`] is the only door. What writes takes a [`Writer`], which is a transaction.

mod blobs;
mod campaign;
mod draft_parts;
mod drafts;
mod durable;
mod entries;
mod entropy;
mod error;
mod evidence;
mod feed;
mod forms;
mod identity;
mod key;
mod migrate;
mod moving;
mod open;
mod pin;
mod pinyin;
mod places;
mod problems;
mod records;
mod relog;
mod roster;
mod search;
mod streams;
mod transaction;
pub mod vault;

pub use campaign::Campaign;
pub use draft_parts::{DraftAnswer, DraftParts};
pub use drafts::{Draft, DraftHead, DraftState, OpenDraft};
pub use entries::NewEntry;
pub use entropy::{Entropy, SystemEntropy};
pub use error::StoreError;
pub use identity::Identity;
pub use key::StoreKey;
pub use moving::{Moved, MovingError};
pub use open::{Store, set_damaged_aside};
pub use pin::PinError;
pub use records::{LocalStatus, RecordCounts, RecordRow};
pub use roster::{HouseholdRow, MAX_PAGE, RosterItem, RosterPage};
pub use streams::{Stream, StreamNo};
pub use transaction::{Reader, Writer};
