//! The preview of a form: its author fills it in a browser, at a phone's width, by the very code that runs on phones.
//!
//! It listens on this machine alone, keeps nothing, and reads the file again whenever its author says so.

mod answer;
mod desk;
mod page;
mod routes;

pub use desk::{Desk, PreviewError};
pub use routes::serve;
