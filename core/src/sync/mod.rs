//! Bringing records to the server and the feed back: decided by [`plan`], driven by [`Engine`] between [`Books`] and
//! [`Office`]. With the feature `device` these are the encrypted store and a server behind HTTP.

mod books;
mod check;
mod engine;
mod error;
mod evidence;
mod limits;
mod photos;
pub mod plan;
mod progress;
mod push;

#[cfg(feature = "device")]
mod http;
#[cfg(feature = "device")]
mod lanes;
#[cfg(feature = "device")]
mod pace;
#[cfg(feature = "device")]
mod phone;
#[cfg(feature = "device")]
mod remote;
#[cfg(feature = "device")]
mod session;
#[cfg(feature = "device")]
mod transport;
#[cfg(feature = "device")]
mod tus;

pub use books::{Books, Further, Office, OnBytes, StoreFault, Told, UploadStep};
pub use engine::Engine;
pub use error::{SyncStop, TransportError};
pub use limits::{PhotoScope, SyncLimits};
pub use progress::{Progress, Stage, SyncObserver, SyncReport, Unwatched};

#[cfg(feature = "device")]
pub use {
    http::UreqTransport,
    transport::{HttpRequest, HttpResponse, Method, Transport},
};

pub use crate::error::Problem;

/// Why a sync of a real phone stops.
#[cfg(feature = "device")]
pub type SyncError = SyncStop<crate::store::StoreError>;

#[cfg(test)]
#[cfg(feature = "device")]
mod engine_tests;
#[cfg(test)]
#[cfg(feature = "device")]
mod model_server;
#[cfg(test)]
#[cfg(feature = "device")]
mod photos_tests;
#[cfg(test)]
#[cfg(feature = "device")]
mod story_tests;
