//! `cargo xtask bind`: the sources of a language, generated from the library that was just built.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use crate::{
    place::Place,
    run::{cargo_command, succeeds},
};

/// A language that the generator writes.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// For Android and the JVM.
    Kotlin,
    /// For iOS and Linux.
    Swift,
    /// For scripts.
    Python,
}

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Which language.
    #[arg(long, value_enum)]
    language: Language,
    /// Where the sources go; the library goes into `native` beneath it.
    #[arg(long)]
    out_dir: std::path::PathBuf,
    /// Take what is built already.
    #[arg(
        long,
        action = clap::ArgAction::Set,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        default_value_t = false
    )]
    no_build: bool,
}

/// Builds and generates.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    if !arguments.no_build {
        build(&["--lib", "--bins"])?;
    }
    // The generator works in the workspace's folder, the caller need not.
    let out = std::path::absolute(&arguments.out_dir)?;
    bind(&place, arguments.language, &out)?;
    Ok(true)
}

/// One feature set for libraries, programs, generator and tests: everything is compiled once.
pub const WORKSPACE: [&str; 2] = ["--workspace", "--all-features"];

/// Builds these targets of the whole workspace.
pub fn build(targets: &[&str]) -> Result<()> {
    let mut build = cargo_command(["build"]);
    build.args(WORKSPACE).args(targets);
    ensure!(succeeds(build)?, "the workspace does not build");
    Ok(())
}

/// Generates a language's sources from the built library into `out`, and puts the library into `out/native`.
pub fn bind(place: &Place, language: Language, out: &Path) -> Result<()> {
    let name = language.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let library = place.built_library("ruhu_mobile");
    let generator = place.built("uniffi-bindgen");
    for needed in [&library, &generator] {
        ensure!(
            needed.is_file(),
            "{} is missing: run `cargo build --workspace --all-features`",
            needed.display()
        );
    }
    let mut generator = Command::new(generator);
    generator
        .arg("generate")
        .arg(&library)
        .args(["--language", &name, "--no-format", "--out-dir"])
        .arg(out)
        .current_dir(&place.root);
    ensure!(succeeds(generator)?, "the sources for {name} cannot be generated");
    let native = out.join("native");
    fs::create_dir_all(&native)?;
    let target = native.join(library.file_name().context("the library has no name")?);
    // A link costs nothing; on another disk it is a copy.
    let _ = fs::remove_file(&target);
    if fs::hard_link(&library, &target).is_err() {
        fs::copy(&library, &target).context("the library cannot be copied")?;
    }
    Ok(())
}
