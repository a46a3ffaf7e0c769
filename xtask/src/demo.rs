//! `cargo xtask demo`: the main job in a release build.

use anyhow::Result;

use crate::run::{cargo_command, succeeds};

/// What is passed on to `ruhu demo`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Options of `ruhu demo`, for example `--out out --households 60 --serve`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

/// Runs it.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let mut command = cargo_command(["run", "--release", "--package", "ruhu-server", "--", "demo"]);
    command.args(&arguments.options);
    succeeds(command)
}
