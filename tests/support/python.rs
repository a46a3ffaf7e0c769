//! Environments for programs of others that come from PyPI.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The interpreter of an environment below `folder` that has a package, for example `pyxform==4.5.0` with its module
/// `pyxform`; made where it is missing.
///
/// # Panics
/// Where it cannot be made.
#[must_use]
pub fn python_with(folder: &Path, package: &str, module: &str) -> PathBuf {
    let environment = folder.join(package.replace("==", "-"));
    let python = environment.join("bin/python");
    let probe = format!("import {module}");
    if !succeeds(Command::new(&python).args(["-c", &probe]).stderr(Stdio::null())) {
        assert!(
            succeeds(Command::new("python3").args(["-m", "venv"]).arg(&environment)),
            "no environment for Python; on Debian: apt-get install python3-venv"
        );
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]);
        assert!(succeeds(&mut pip), "pip could not install {package}");
    }
    python
}

/// Runs a command to its end.
#[must_use]
pub fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
