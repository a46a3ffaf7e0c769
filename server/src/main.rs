//! `ruhu`: the server and the operators' commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    ruhu_server::cli::run()
}
