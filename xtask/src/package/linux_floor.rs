//! What binaries ask of the Linux machine that runs them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::targets::Facts;

/// What every Linux with glibc has, and libgcc, which Swift needs, too.
const COMMON: [&str; 4] = ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2"];

/// Libraries and versions that a set of binaries needs.
#[derive(Debug, Default)]
pub(super) struct Floor {
    /// The highest version of glibc 2 that a name was taken from.
    minor: u32,
    needs: BTreeSet<String>,
}

impl Floor {
    /// The oldest glibc that has everything.
    pub(super) fn glibc(&self) -> String {
        format!("2.{}", self.minor)
    }

    /// Libraries that a plain system may not have.
    pub(super) fn uncommon(&self) -> Vec<String> {
        self.needs.iter().filter(|name| !COMMON.contains(&name.as_str())).cloned().collect()
    }
}

/// Reads the binaries.
pub(super) fn of(files: impl IntoIterator<Item = PathBuf>) -> Result<Floor> {
    let mut floor = Floor::default();
    for file in files {
        floor.needs.extend(Facts::read(&file)?.needs);
        floor.minor = floor.minor.max(highest(&fs::read(&file)?).with_context(|| no_glibc(&file))?);
    }
    Ok(floor)
}

fn no_glibc(file: &Path) -> String {
    format!("{} takes nothing from glibc", file.display())
}

/// The highest version of glibc 2 that is named, as the loader's table of versions does.
fn highest(binary: &[u8]) -> Option<u32> {
    const MARK: &[u8] = b"GLIBC_2.";
    let starts = binary.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK);
    starts
        .filter_map(|(at, _)| {
            let digits = binary.get(at + MARK.len()..)?.iter().take_while(|byte| byte.is_ascii_digit());
            String::from_utf8(digits.take(3).copied().collect()).ok()?.parse().ok()
        })
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_version_counts_and_not_the_last() {
        assert_eq!(highest(b"x\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.17\0"), Some(34));
        assert_eq!(highest(b"GLIBC_2.3"), Some(3));
        assert_eq!(highest(b"GLIBC_PRIVATE GLIBC_2."), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_test_needs_a_glibc_and_nothing_uncommon() {
        let floor = of([std::env::current_exe().unwrap()]).unwrap();
        assert!(floor.minor >= 2 && floor.uncommon().is_empty(), "{floor:?}");
    }
}
