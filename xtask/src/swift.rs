//! The Swift package where there is no Swift compiler: every file is parsed, calls are compared with what they call,
//! the C header is compiled, and the tests are compared with Kotlin's.
//!
//! It finds what a parser and a list of declarations can find. Types are not checked: `swift build` on a machine that has
//! it is the proof, and `cargo xtask package swift-linux` makes the folder for it.

mod calls;
mod mirror;
mod source;
mod surface;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use crate::{
    bind::{Language, bind},
    place::Place,
    report::Report,
    run::succeeds,
    totals::Totals,
};
use source::Source;

/// The package, from the root of the workspace.
pub const PACKAGE: &str = "mobile-bindings/swift";
/// What the generator writes in Swift, and for C.
pub const GENERATED: &str = "RuhuNative.swift";
/// The C header of the library.
pub const HEADER: &str = "RuhuFFI.h";
/// The module map beside that header; the generator's own names modules that only Apple's systems have.
pub const MODULE_MAP: &str = "module RuhuFFI [system] {\n    header \"RuhuFFI.h\"\n    export *\n}\n";

/// Generates the Swift sources from the library that was just built; gives their folder.
pub fn generate(place: &Place) -> Result<PathBuf> {
    let folder = place.target.join("swift");
    bind(place, Language::Swift, &folder)?;
    Ok(folder)
}

/// Reads and compares everything; one line per check.
pub fn test(place: &Place) -> Result<Totals> {
    let generated_in = generate(place)?;
    let package = place.root.join(PACKAGE);
    let written = source::read_below(&package)?;
    ensure!(!written.is_empty(), "no Swift file in {PACKAGE}");
    let generated = Source::generated(&fs::read_to_string(generated_in.join(GENERATED))?)?;

    let mut report = Report::about("swift");
    for file in written.iter().chain([&generated]) {
        report.faults(&format!("{} parses", file.name), &file.faults());
    }
    let broken = Source::written("broken.swift", "func half(of: Int -> Int {\n    let x = )\n}\n")?;
    report.verdict("a broken file is found", !broken.faults().is_empty());
    report.faults(
        "excuses for the parser are still needed",
        &source::idle_excuses(&generated_in.join(GENERATED))?,
    );
    report.faults("every call has the labels of a declaration", &calls::mismatches(&written, &generated));
    report.faults("every generated type is shown by Ruhu", &surface::hidden(&written, &generated));
    report.verdict("the C header compiles", header_compiles(&generated_in)?);
    let kotlin = mirror::kotlin_tests(&place.root.join(crate::kotlin::PACKAGE).join("src/test"))?;
    report.faults("the tests are Kotlin's", &mirror::differences(&kotlin, &written));
    Ok(report.totals)
}

/// Apple's words about pointers say nothing to another C compiler.
pub const NOT_C: [&str; 2] = ["-D_Nullable=", "-D_Nonnull="];

fn header_compiles(folder: &Path) -> Result<bool> {
    let user = folder.join("header.c");
    fs::write(&user, format!("#include \"{HEADER}\"\nint ruhu_uses_the_header;\n"))?;
    let mut compile = Command::new("cc");
    compile.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]).args(NOT_C).arg(&user);
    succeeds(compile).context("no C compiler")
}
