//! The program as it ships: without the demo, without a phone's store, on plain SQLite.
//!
//! A build of the whole workspace unifies features, so no other suite sees this artefact.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};

use crate::{
    place::Place,
    report::Report,
    run::{cargo_command, succeeds},
    totals::Totals,
};

/// Built together with its tests, so that everything is compiled once. The core reckons the same here as in the workspace,
/// where its tests run; the server keeps its data in another SQLite.
pub const SELECTION: [&str; 3] = ["--package", "ruhu-server", "--no-default-features"];

/// Builds it and puts it beside the other build, which has the same name.
pub fn build(place: &Place) -> Result<PathBuf> {
    let mut build = cargo_command(["build"]);
    build.args(SELECTION).args(["--lib", "--bins", "--tests"]);
    ensure!(succeeds(build)?, "ruhu does not build without default features");
    let folder = place.target.join("shipped");
    std::fs::create_dir_all(&folder)?;
    let program = folder.join(format!("ruhu{}", std::env::consts::EXE_SUFFIX));
    std::fs::copy(place.built("ruhu"), &program).context("the built program cannot be copied")?;
    Ok(program)
}

/// Asks the shipped program what a packager would.
pub fn test(program: &PathBuf) -> Result<Totals> {
    let mut report = Report::about("shipped program");
    let output =
        |argument: &str| Command::new(program).arg(argument).stdin(std::process::Stdio::null()).output();
    let version = output("--version")?;
    let said = String::from_utf8_lossy(&version.stdout);
    report.verdict("says its version", version.status.success() && said.contains(env!("CARGO_PKG_VERSION")));
    let help = output("--help")?;
    let said = String::from_utf8_lossy(&help.stdout);
    report.verdict("serves", help.status.success() && said.contains("serve"));
    report.verdict("has no demo", !said.contains("demo") && !output("demo")?.status.success());
    Ok(report.totals)
}
