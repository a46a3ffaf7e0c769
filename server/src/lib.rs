//! Ruhu's server: ingest, case files, meetings, packs, spot checks, console, and the operators' commands.

mod admission;
mod api;
pub mod app;
pub mod auth;
pub mod backup;
pub mod blobs;
pub mod casework;
pub mod cli;
mod console;
#[cfg(feature = "demo")]
pub mod demo;
mod entropy;
mod error;
pub mod evidence;
pub mod ingest;
pub mod local_time;
pub mod pack;
pub mod preview;
pub mod review;
pub mod room;
mod router;
pub mod serve;
pub mod spot_check;
pub mod store;

pub use error::ApiError;
