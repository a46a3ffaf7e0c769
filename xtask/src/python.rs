//! The Python binding, generated from the library that was just built, doing a day's work.

use std::{path::Path, process::Command};

use anyhow::{Result, ensure};

use crate::{
    bind::{Language, bind},
    place::Place,
    run::{Read, run},
    totals::Totals,
};

/// The tests of the binding.
pub const SCRIPTS: &str = "mobile-bindings/python";

/// Generates the binding and runs each `test_*.py` against it.
pub fn test(place: &Place) -> Result<Totals> {
    let generated = place.target.join("python");
    bind(place, Language::Python, &generated)?;
    // The generated module loads the library from its own folder.
    let library = place.built_library("ruhu_mobile");
    std::fs::copy(&library, generated.join(library.file_name().unwrap_or_default()))?;
    run_scripts(place, Path::new("python3"), Some(&generated))
}

/// Runs each `test_*.py` under `interpreter`, with the binding from `modules` or as it is installed there.
///
/// A script that reports nothing in unittest's way counts as one test.
pub fn run_scripts(place: &Place, interpreter: &Path, modules: Option<&Path>) -> Result<Totals> {
    let mut totals = Totals::default();
    let mut scripts: Vec<_> = std::fs::read_dir(place.root.join(SCRIPTS))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("test_")))
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .collect();
    scripts.sort();
    ensure!(!scripts.is_empty(), "no test_*.py in {SCRIPTS}");
    for script in scripts {
        let mut command = Command::new(interpreter);
        command.arg("-u").arg(&script).env("RUHU_BIN", place.built("ruhu"));
        command.env("RUHU_VILLAGE_BIN", place.built("village"));
        if let Some(modules) = modules {
            command.env("PYTHONPATH", modules);
        }
        let mut counted = Totals::default();
        let ended = run(command, Read::Both, |line| counted.read(line))?;
        if counted == Totals::default() || (!ended.success && counted.failed == 0) {
            counted.add(if ended.success {
                Totals { passed: 1, ..Totals::default() }
            } else {
                Totals { failed: 1, ..Totals::default() }
            });
        }
        totals.add(counted);
    }
    Ok(totals)
}
