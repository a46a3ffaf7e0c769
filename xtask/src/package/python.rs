//! The wheel: built by maturin, then installed into an environment of its own and tested there.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

use crate::{bind, place::Place, python, run::succeeds, venv::Environment};

/// The version range that `pyproject.toml` asks for.
const MATURIN: &str = "maturin>=1.9,<2";

/// Makes the wheel in `out` and runs the tests of the binding against what was installed from it.
pub(super) fn package(place: &Place, out: &Path) -> Result<bool> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let builder = Environment::make(&place.target.join("maturin"))?;
    builder.install(&[MATURIN])?;
    let mut build = Command::new(builder.program("maturin"));
    build.args(["build", "--release", "--out"]).arg(out).current_dir(place.root.join(python::SCRIPTS));
    ensure!(succeeds(build)?, "the wheel does not build");
    let wheel = fs::read_dir(out)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("maturin made no wheel")?;

    // The programs that the tests start.
    bind::build(&["--lib", "--bins"])?;
    let user = Environment::make(&place.target.join("wheel"))?;
    user.install(&["--force-reinstall", "--no-deps", &wheel.display().to_string()])?;
    let totals = python::run_scripts(place, &user.program("python"), None)?;
    println!("{} ({} bytes)", wheel.display(), fs::metadata(&wheel)?.len());
    println!("its tests: {} passed, {} failed", totals.passed, totals.failed);
    Ok(totals.failed == 0 && totals.passed > 0)
}
