//! The developer's commands: `cargo xtask demo|test|bind|targets|package|lint|bench|fuzz|simulate|spreadsheet|doctor`.
//!
//! It knows the workspace by its folders and commands only and depends on none of our crates, so that it builds in
//! seconds on a machine that cannot build them yet.

mod bench;
mod bind;
mod demo;
mod doctor;
mod folder;
mod fuzz;
mod kotlin;
mod lint;
mod package;
mod place;
mod python;
mod report;
mod run;
mod ship;
mod simulate;
mod spreadsheet;
mod swift;
mod targets;
mod test;
mod totals;
mod venv;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Ruhu's developer commands", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the whole job, release build: workbook, phones, sync, packs, spot check.
    Demo(demo::Arguments),
    /// Run every suite and end with a line of totals.
    Test(test::Arguments),
    /// Generate a language's sources from the mobile library.
    Bind(bind::Arguments),
    /// Compile the phone's code for Android and iOS and say what could be linked here.
    Targets(targets::Arguments),
    /// Make what app teams are given: android, ios, swift-linux, python.
    Package(package::Arguments),
    /// Formatting, clippy, dependency rules, file lengths.
    Lint(lint::Arguments),
    /// Run the benchmarks and end with a table.
    Bench(bench::Arguments),
    /// Try the readers of forms on inputs that nobody wrote, and end with a table.
    Fuzz(fuzz::Arguments),
    /// Play the protocol's stories by seed: networks, disks and clocks that fail; `--mutants` plants known faults.
    Simulate(simulate::Arguments),
    /// Compare the assessment of random households with LibreOffice, to the fen.
    Spreadsheet(spreadsheet::Arguments),
    /// Say what is missing on this machine and how to install it.
    Doctor(doctor::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Test(arguments) => test::run(&arguments),
        Command::Bind(arguments) => bind::run(&arguments),
        Command::Targets(arguments) => targets::run(&arguments),
        Command::Package(arguments) => package::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Spreadsheet(arguments) => spreadsheet::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
