//! The server's readers of workbooks, compiled from their own files: linked with the whole server, a target would carry
//! the counters of its web and typesetting parts through every run.

#[path = "../../../server/src/casework/forms/mod.rs"]
pub mod forms;
#[path = "../../../server/src/casework/roster/mod.rs"]
pub mod roster;
