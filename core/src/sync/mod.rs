//! Bringing records to the server and the feed back: decided by [`plan`], driven by the engine, spoken over HTTP.

mod check;
mod engine;
mod error;
mod http;
mod photos;
pub mod plan;
mod progress;
mod push;
mod remote;
mod session;
mod transport;
mod tus;

pub use error::{SyncError, TransportError};
pub use http::UreqTransport;
pub use progress::{Progress, Stage, SyncObserver, SyncReport, Unwatched};
pub use transport::{HttpRequest, HttpResponse, Method, Transport};

pub use crate::store::Problem;

#[cfg(test)]
mod engine_tests;
#[cfg(test)]
mod model_server;
#[cfg(test)]
mod photos_tests;
#[cfg(test)]
mod story_tests;
