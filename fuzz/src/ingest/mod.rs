//! The server's reader of upload headers.

#[path = "../../../server/src/ingest/tus_values.rs"]
pub mod tus_values;
