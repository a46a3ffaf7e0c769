//! Where the workspace and its build output are.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};

/// The folders that the commands work in.
pub struct Place {
    /// Root of the workspace.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Place {
    /// Asks cargo.
    pub fn find() -> Result<Self> {
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()
            .context("cargo metadata does not start")?;
        ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
        let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let folder = |name: &str| {
            metadata
                .get(name)
                .and_then(|value| value.as_str())
                .map(PathBuf::from)
                .context("cargo metadata changed")
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// A program that the dev profile built.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// A shared library that the dev profile built.
    pub fn built_library(&self, name: &str) -> PathBuf {
        let file = format!("{}{name}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
        self.target.join("debug").join(file)
    }
}

/// The cargo that runs us.
pub fn cargo() -> String {
    env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}
