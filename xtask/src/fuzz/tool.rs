//! cargo-fuzz: it is installed where it is missing, and builds the targets.
//!
//! Without a sanitizer the flags it sets are those of stable Rust, so that no other toolchain is needed than the one of
//! the workspace. A sanitizer would look for faults in the memory of `unsafe` code, which our crates forbid.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{
    place::Place,
    run::{cargo_command, succeeds},
};

/// The versions that the flags here are written for.
const CARGO_FUZZ: &str = "cargo-fuzz@^0.13";

/// Installs cargo-fuzz unless it is there.
pub(super) fn make_ready() -> Result<()> {
    let mut probe = cargo_command(["fuzz", "--version"]);
    probe.stdout(Stdio::null()).stderr(Stdio::null());
    if probe.status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let install = cargo_command(["install", "--locked", CARGO_FUZZ]);
    ensure!(succeeds(install)?, "cargo-fuzz cannot be installed: cargo install --locked {CARGO_FUZZ}");
    Ok(())
}

/// Builds every target, with counters of what was reached and checks of arithmetic.
pub(super) fn build(place: &Place) -> Result<()> {
    let mut build = cargo_command(["fuzz", "build", "--sanitizer", "none", "--fuzz-dir"]);
    build.arg(place.root.join("fuzz")).arg("--target-dir").arg(place.target.join("fuzz"));
    build.current_dir(&place.root);
    ensure!(succeeds(build)?, "the fuzz targets do not build");
    Ok(())
}

/// Where the program of a target is built.
pub(super) fn program(built: &Path, name: &str) -> Result<PathBuf> {
    let output = Command::new("rustc").arg("-vV").output().context("rustc does not start")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let program = built.join(host).join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "{} was not built", program.display());
    Ok(program)
}
