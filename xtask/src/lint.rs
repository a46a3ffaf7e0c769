//! `cargo xtask lint`: what must hold before a change is shown to anybody.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use crate::{
    folder::{files_below, has_extension},
    place::Place,
    run::{cargo_command, succeeds},
};

/// Where a file begins to hold more than one thing; `tests/tests/layering.rs` fails above it.
const LONG_FILE_LINES: usize = 400;
/// The version that `deny.toml` is written for.
const CARGO_DENY: &str = "cargo-deny@^0.20";

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Install cargo-deny when it is missing (some minutes) instead of leaving its checks out.
    #[arg(long)]
    deny: bool,
}

/// Runs every check; the answer is whether all of them passed.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    let mut clean = succeeds(cargo_command(["fmt", "--all", "--check"]))?;
    clean &= succeeds(cargo_command(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))?;
    for features in [
        &["--workspace", "--all-targets", "--all-features"][..],
        &["--package", "ruhu-core", "--all-targets"],
        &["--package", "ruhu-server", "--no-default-features", "--all-targets"],
    ] {
        let mut clippy = cargo_command(["clippy"]);
        clippy.args(features).args(["--", "-D", "warnings"]);
        clean &= succeeds(clippy)?;
    }
    clean &= dependencies(arguments.deny)?;
    report_long_files(&place.root)?;
    println!("{}", if clean { "lint: clean" } else { "lint: see above" });
    Ok(clean)
}

/// Licences, bans and sources. Advisories need a database from the network; ask for them with `cargo deny check`.
fn dependencies(install: bool) -> Result<bool> {
    let quiet = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let installed = quiet(&mut cargo_command(["deny", "--version"])).is_ok_and(|status| status.success());
    if !installed && !install {
        println!(
            "cargo-deny is not installed: dependency rules NOT checked (cargo xtask lint --deny installs it)"
        );
        return Ok(true);
    }
    if !installed {
        ensure!(
            succeeds(cargo_command(["install", "--locked", CARGO_DENY]))?,
            "cargo-deny cannot be installed"
        );
    }
    succeeds(cargo_command(["deny", "check", "licenses", "bans", "sources"]))
}

fn report_long_files(root: &Path) -> Result<()> {
    let mut files = Vec::new();
    for folder in ["core", "server", "mobile-bindings", "tests", "xtask", "fuzz"] {
        files.extend(files_below(&root.join(folder), &["target"])?);
    }
    let mut long: Vec<(usize, PathBuf)> = files
        .into_iter()
        .filter(|file| has_extension(file, "rs"))
        .filter_map(|file| Some((fs::read_to_string(&file).ok()?.lines().count(), file)))
        .filter(|(lines, _)| *lines > LONG_FILE_LINES)
        .collect();
    long.sort();
    for (lines, file) in long.iter().rev() {
        println!("{lines:>5} lines  {}", file.strip_prefix(root).unwrap_or(file).display());
    }
    println!("{} files over {LONG_FILE_LINES} lines", long.len());
    Ok(())
}
