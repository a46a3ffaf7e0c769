//! Files that commands are made of, written only when they change.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Writes a file unless it says this already. Says whether it did.
pub(super) fn write_changed(file: &Path, text: &str) -> Result<bool> {
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(false);
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(true)
}

/// The same for a script that is run as a program.
pub(super) fn write_program(file: &Path, text: &str) -> Result<()> {
    write_changed(file, text)?;
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(())
}
