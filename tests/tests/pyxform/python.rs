//! The environment that holds pyxform and, in it, ODK Validate.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// The version that the tables of differences were written for.
const PYXFORM: &str = "pyxform==4.5.0";

/// The interpreter of an environment that has pyxform.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(PYXFORM.replace("==", "-"));
        let python = folder.join("bin/python");
        let installed = || {
            let mut probe = Command::new(&python);
            probe.args(["-c", "import pyxform"]).stderr(Stdio::null());
            probe.status().is_ok_and(|status| status.success())
        };
        if !installed() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
            run(Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
                .arg(PYXFORM));
        }
        python
    })
}

fn run(command: &mut Command) {
    let ended = command.status();
    assert!(ended.is_ok_and(|status| status.success()), "failed: {command:?}");
}
