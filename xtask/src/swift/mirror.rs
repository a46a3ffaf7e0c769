//! Kotlin's tests and Swift's: the same sentences, so that neither package is tested less than the other.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Result, ensure};

use super::source::Source;
use crate::folder::{files_below, has_extension};

/// The sentences of Kotlin's tests: names of functions between backquotes.
pub fn kotlin_tests(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for file in files_below(folder, &[])?.iter().filter(|file| has_extension(file, "kt")) {
        found.extend(between_backquotes(&fs::read_to_string(file)?));
    }
    ensure!(!found.is_empty(), "no Kotlin test has a sentence as its name");
    Ok(found)
}

fn between_backquotes(text: &str) -> Vec<String> {
    text.split("fun `").skip(1).filter_map(|rest| Some(rest.split_once('`')?.0.to_owned())).collect()
}

/// Sentences that only one side has, and Swift tests without one.
pub fn differences(kotlin: &[String], files: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for sentence in kotlin {
        counts.entry(sentence).or_default().0 += 1;
    }
    for file in files {
        let mut before = "";
        for line in file.text.lines().map(str::trim) {
            if line.starts_with("func test") {
                match before.strip_prefix("/// ") {
                    Some(sentence) => counts.entry(sentence).or_default().1 += 1,
                    None => found.push(format!("{}: {line} has no sentence above it", file.name)),
                }
            }
            before = line;
        }
    }
    for (sentence, (kotlin, swift)) in counts {
        if (kotlin, swift) != (1, 1) {
            found.push(format!("`{sentence}`: {kotlin} in Kotlin, {swift} in Swift"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_on_one_side_only_is_found() {
        let kotlin =
            between_backquotes("@Test\nfun `a visit`(): Unit {}\n@Test\nfun `a key`() {}\nfun other() {}");
        let swift = |text: &str| [Source::written("T.swift", text).unwrap()];
        let both = "class T {\n    /// a visit\n    func testAVisit() {}\n\n    /// a key\n    func testAKey() async {}\n}\n";
        assert_eq!(differences(&kotlin, &swift(both)), Vec::<String>::new());
        let drifted = both.replace("/// a key", "/// another key");
        assert_eq!(differences(&kotlin, &swift(&drifted)).len(), 2);
        let silent = both.replace("    /// a key\n", "");
        assert_eq!(differences(&kotlin, &swift(&silent)).len(), 2);
        assert_eq!(differences(&kotlin, &swift(&both.repeat(2))).len(), 2);
    }
}
