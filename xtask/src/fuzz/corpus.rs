//! The committed corpus: few and small inputs that reach most, for a test to run in no time.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::{Folders, Target};
use crate::{
    folder::files_below,
    run::{Read, run as run_command},
};

/// Most files of one target, and most bytes of one file; `tests/tests/fuzz_corpus.rs` fails above them.
const MAX_FILES: usize = 48;
const MAX_BYTES: u64 = 4 << 10;

/// Writes the corpus of a target anew, from the examples, the corpus so far and what runs kept.
pub(super) fn renew(target: Target, folders: &Folders) -> Result<()> {
    let merged = folders.found.with_extension("merged");
    let control = folders.found.with_extension("control");
    for old in [&merged, &control] {
        let _ = if old.is_dir() { fs::remove_dir_all(old) } else { fs::remove_file(old) };
    }
    fs::create_dir_all(&merged)?;
    let mut command = folders.command(target);
    command.args(["-merge=1", &format!("-merge_control_file={}", control.display())]).args([
        &merged,
        &folders.examples,
        &folders.corpus,
        &folders.found,
    ]);
    ensure!(run_command(command, Read::Nothing, |_| ())?.success, "the inputs of {} break it", target.name());
    let reached = fs::read_to_string(&control).context("libFuzzer wrote no list of what was reached")?;
    let chosen = choose(&reached, |file| fs::metadata(file).is_ok_and(|data| data.len() <= MAX_BYTES));
    ensure!(!chosen.is_empty(), "no input of {} reaches anything", target.name());
    let chosen: Vec<(String, Vec<u8>)> =
        chosen.iter().map(|file| Ok((name(file), fs::read(file)?))).collect::<Result<_>>()?;
    for old in files_below(&folders.corpus, &[])? {
        fs::remove_file(old)?;
    }
    for (name, bytes) in &chosen {
        fs::write(folders.corpus.join(name), bytes)?;
    }
    println!("{}: {} files in {}", target.name(), chosen.len(), folders.corpus.display());
    Ok(())
}

/// The files that add most, from a control file of a merge: the number of files, how many of them count as there, their
/// names, and for each a line `FT number what it adds…`.
fn choose(reached: &str, fits: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut lines = reached.lines();
    let count = lines.next().and_then(|line| line.parse().ok()).unwrap_or(0);
    let files: Vec<&str> = lines.by_ref().skip(1).take(count).collect();
    let mut adding: Vec<(usize, &str)> = lines
        .filter_map(|line| {
            let mut words = line.strip_prefix("FT ")?.split_whitespace();
            let file = files.get(words.next()?.parse::<usize>().ok()?)?;
            Some((words.count(), *file))
        })
        .filter(|(adds, file)| *adds > 0 && fits(Path::new(file)))
        .collect();
    adding.sort_by_key(|(adds, file)| (std::cmp::Reverse(*adds), *file));
    adding.truncate(MAX_FILES);
    adding.into_iter().map(|(_, file)| PathBuf::from(file)).collect()
}

/// Examples keep their names; libFuzzer names inputs by their hash, of which a part is enough.
fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if name.len() == 40 { name.chars().take(12).collect() } else { name.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_that_add_most_are_chosen() {
        let reached = "4\n0\nin/a\nin/b\nin/long\nin/c\nSTARTED 0 5\nFT 0 1 2\nCOV 0 1\nSTARTED 1 6\nFT 1\nCOV 1\n\
                       STARTED 2 9\nFT 2 3 4 5 6\nCOV 2\nSTARTED 3 7\nFT 3 7 8 9\nCOV 3\n";
        let chosen = choose(reached, |file| !file.ends_with("long"));
        assert_eq!(chosen, [Path::new("in/c"), Path::new("in/a")]);
        assert_eq!(choose("", |_| true), Vec::<PathBuf>::new());
    }

    #[test]
    fn hashes_are_cut_and_names_are_not() {
        assert_eq!(name(Path::new("found/0123456789abcdef0123456789abcdef01234567")), "0123456789ab");
        assert_eq!(name(Path::new("examples/repeats-7")), "repeats-7");
    }
}
