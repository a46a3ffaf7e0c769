//! `cargo xtask simulate`: the protocol's stories by seed, in a release build.

use anyhow::Result;

use crate::run::{cargo_command, succeeds};

/// What is passed on to the simulation.
#[derive(clap::Args)]
pub struct Arguments {
    /// Options of the simulation, for example `--seeds 200000`, `--from 4144 --seeds 1` or `--mutants`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

/// Runs it.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let mut command = cargo_command(["run", "--release", "--package", "ruhu-simulation", "--"]);
    command.args(&arguments.options);
    succeeds(command)
}
