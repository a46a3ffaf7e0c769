//! Virtual environments of Python, for tools that come from PyPI.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, ensure};

use crate::run::succeeds;

/// A virtual environment.
pub struct Environment(PathBuf);

impl Environment {
    /// Makes it, or takes what is there.
    pub fn make(folder: &Path) -> Result<Self> {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(folder);
        ensure!(succeeds(make)?, "no virtual environment; on Debian: apt-get install python3-venv");
        Ok(Self(folder.to_owned()))
    }

    /// Installs packages.
    pub fn install(&self, what: &[&str]) -> Result<()> {
        let mut pip = Command::new(self.program("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(what);
        ensure!(succeeds(pip)?, "pip could not install {}", what.join(" "));
        Ok(())
    }

    /// A program of this environment.
    pub fn program(&self, name: &str) -> PathBuf {
        self.0.join("bin").join(name)
    }
}
