//! Folders of files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Every file below `folder`, sorted; folders of the names in `closed` are not looked into.
pub fn files_below(folder: &Path, closed: &[&str]) -> Result<Vec<PathBuf>> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if !path.is_dir() {
                found.push(path);
            } else if !closed.iter().any(|name| path.ends_with(name)) {
                open.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file's name ends with this extension, which is given without its dot.
pub fn has_extension(file: &Path, wanted: &str) -> bool {
    file.extension().is_some_and(|extension| extension == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_at_every_depth_but_not_in_closed_folders() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["b/c/d.rs", "a.swift", "b/target/e.rs"] {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        let found = files_below(folder.path(), &["target"]).unwrap();
        assert_eq!(found, [folder.path().join("a.swift"), folder.path().join("b/c/d.rs")]);
        assert!(has_extension(&found[1], "rs") && !has_extension(&found[0], "rs"));
        assert!(files_below(&folder.path().join("nowhere"), &[]).is_err());
    }
}
