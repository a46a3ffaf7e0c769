//! The sources of the Swift package, laid out as its `Package.swift` wants them.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::{folder::files_below, place::Place, swift};

/// Where the C header lies in the package, beside its module map.
pub(super) const HEADERS: &str = "Sources/RuhuFFI";

/// Empties `out` and lays the manifest, the wrappers, what is generated and these other folders of the package into it.
pub(super) fn lay(place: &Place, generated: &Path, out: &Path, others: &[&str]) -> Result<()> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let package = place.root.join(swift::PACKAGE);
    for part in ["Package.swift", "Sources/Ruhu"].iter().chain(others) {
        copy(&package.join(part), &out.join(part))?;
    }
    copy(&generated.join(swift::GENERATED), &out.join("Sources/RuhuNative").join(swift::GENERATED))?;
    headers(generated, &out.join(HEADERS))
}

/// The C header and its module map, in a folder.
pub(super) fn headers(generated: &Path, folder: &Path) -> Result<()> {
    copy(&generated.join(swift::HEADER), &folder.join(swift::HEADER))?;
    fs::write(folder.join("module.modulemap"), swift::MODULE_MAP)?;
    Ok(())
}

/// Copies a file or everything below a folder.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    Ok(())
}

/// Prints every file of a package: its size and where it is.
pub(super) fn list(out: &Path) -> Result<()> {
    println!("\n{}", out.display());
    let mut all = 0;
    for file in files_below(out, &[])? {
        let bytes = fs::metadata(&file)?.len();
        println!("{bytes:>11}  {}", file.strip_prefix(out)?.display());
        all += bytes;
    }
    println!("{all:>11}  bytes in all");
    Ok(())
}
