//! A disk that fails: every call that a phone or a server makes to its files fails once, one run per call, with `EIO` and
//! with `ENOSPC`. The kernel itself gives the error, by way of strace, so that SQLite, SQLCipher and the photo files are
//! the very ones that ship.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and the counts are its result"
)]

mod failing_disk {
    pub(crate) mod calls;
    pub(crate) mod phone;
    pub(crate) mod server;
}

use failing_disk::{phone, server};

#[test]
fn what_a_phone_called_saved_is_there_whichever_call_fails() {
    let count = phone::run();
    println!(
        "phone: {} calls failed, one a run; {} answers and photos refused and said so, {} times it did not open and said so, 0 lost",
        count.runs, count.refused, count.not_opened
    );
    assert!(count.runs > 100, "faults were injected: {}", count.runs);
    assert!(count.refused > 20, "faults were felt: {}", count.refused);
}

#[test]
fn what_a_server_acknowledged_is_there_whichever_call_fails() {
    let count = server::run();
    println!(
        "server: {} calls failed, one a run; {} requests refused and taken when sent again, {} times it did not start, 0 lost; {} times the call was not to its files",
        count.runs, count.refused, count.not_started, count.elsewhere
    );
    assert!(count.elsewhere < count.runs / 4, "faults struck files: {}", count.elsewhere);
    assert!(count.runs > 100, "faults were injected: {}", count.runs);
    assert!(count.refused > 10, "faults were felt: {}", count.refused);
}
