//! The environment that holds pyxform and, in it, ODK Validate.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use ruhu_tests::python::python_with;

/// The version that the tables of differences were written for.
const PYXFORM: &str = "pyxform==4.5.0";

/// The interpreter of an environment that has pyxform.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| python_with(Path::new(env!("CARGO_TARGET_TMPDIR")), PYXFORM, "pyxform"))
}
