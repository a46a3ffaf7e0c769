//! What cargo alone does not measure: the library that ships in the app, and calls from the JVM.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::{
    bind, kotlin,
    place::Place,
    run::{cargo_command, succeeds},
};

/// Builds the library in the profile for phones and says its size.
///
/// On this machine's processor: `cargo xtask targets` tells the sizes for phones.
pub(super) fn library(place: &Place) -> Result<String> {
    let mut build = cargo_command(["build", "--profile", "phone", "--package", "ruhu-mobile", "--lib"]);
    build.env("CARGO_INCREMENTAL", "0");
    ensure!(succeeds(build)?, "the library for phones does not build");
    let file = place.target.join("phone").join(library_name());
    let megabytes = u32::try_from(std::fs::metadata(&file)?.len() / 1_000).map(f64::from)? / 1_000.0;
    Ok(format!("library for phones: {megabytes:.2} MB"))
}

/// The Kotlin package's own benchmark over a release build of the library.
pub(super) fn jvm(place: &Place) -> Result<Command> {
    // The sources are generated from the dev build, whose symbols are there; their checksums are compared at loading.
    bind::build(&["--lib", "--bins"])?;
    let build = cargo_command(["build", "--release", "--package", "ruhu-mobile", "--lib"]);
    ensure!(succeeds(build)?, "the library does not build");
    let library = format!("-Djna.library.path={}", place.target.join("release").display());
    Ok(kotlin::maven(
        place,
        place.root.join(kotlin::PACKAGE),
        &[
            "-q",
            "test-compile",
            "exec:java",
            "-Dexec.mainClass=cn.ruhu.CallBenchKt",
            "-Dexec.classpathScope=test",
            "-Dexec.cleanupDaemonThreads=false",
            &library,
        ],
    ))
}

fn library_name() -> String {
    format!("{}ruhu_mobile{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}
