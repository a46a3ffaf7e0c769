//! What Ruhu's phone and server must agree on.
//!
//! Everything outside the feature `device` is pure: no clock, no randomness, no disk, no network. The feature
//! `device` adds the phone's half: the encrypted store, capture, and what the sync needs to reach both ends.

pub mod approval;
pub mod assessment;
pub mod calendar;
pub mod clock;
pub mod error;
pub mod evidence;
pub mod form;
pub mod household;
pub mod ids;
pub mod interview;
pub mod journal;
pub mod location;
pub mod money;
pub mod moving;
pub mod photo;
pub mod planted;
pub mod plausibility;
mod policy_file;
pub mod record;
pub mod region;
pub mod sampling;
pub mod sync;
pub mod visit;
pub mod wire;

#[cfg(feature = "device")]
pub mod capture;
#[cfg(feature = "device")]
pub mod store;
