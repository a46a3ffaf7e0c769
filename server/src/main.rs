//! `ruhu`: the server and the operators' commands.

use std::{
    panic,
    process::{self, ExitCode},
};

fn main() -> ExitCode {
    end_quietly_when_nobody_reads();
    ruhu_server::cli::run()
}

/// `ruhu device list | head` closes the output early. The standard library panics then; a command ends, as others do, with
/// the code of a program that SIGPIPE ended.
fn end_quietly_when_nobody_reads() {
    const ENDED_BY_SIGPIPE: i32 = 141;
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        let text = panicked.payload_as_str().unwrap_or_default();
        if text.starts_with("failed printing to") && text.contains("Broken pipe") {
            process::exit(ENDED_BY_SIGPIPE);
        }
        report(panicked);
    }));
}
