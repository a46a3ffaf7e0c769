//! The rules held against the files of a workspace.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    paths::{Named, read},
    rules::{RULES, Rule},
};

/// Folders with sources, and the crate that each is.
const CRATES: &[(&str, &str)] = &[
    ("core/src", "ruhu_core"),
    ("server/src", "ruhu_server"),
    ("mobile-bindings/src", "ruhu_mobile"),
    ("simulation/src", "ruhu_simulation"),
    ("xtask/src", "xtask"),
    ("tests/support", "ruhu_tests"),
];
/// Folders of the crates, sources, tests and benchmarks alike.
const FOLDERS: &[&str] = &["core", "server", "mobile-bindings", "simulation", "tests", "xtask", "fuzz"];

/// What `fuzz/src` compiles of the server.
pub(crate) const FUZZED: &[&str] =
    &["server/src/casework/forms", "server/src/casework/roster", "server/src/ingest/tus_values.rs"];

/// Every forbidden import and SQL text: `file:line: what (rule)`.
pub(crate) fn violations(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for (folder, crate_name) in CRATES {
        for file in rust_files(&root.join(folder)) {
            let name = relative(root, &file);
            if name.ends_with("tests.rs") {
                continue;
            }
            let source = fs::read_to_string(&file).unwrap();
            let named = read(&source, module_of(&name, folder, crate_name), false);
            for rule in RULES.iter().filter(|rule| holds_for(rule, &name)) {
                check(rule, &name, &named, &mut found);
            }
        }
    }
    found
}

/// Every file and its number of lines.
pub(crate) fn lengths(root: &Path) -> Vec<(String, usize)> {
    let files = FOLDERS.iter().flat_map(|folder| rust_files(&root.join(folder)));
    files.map(|file| (relative(root, &file), fs::read_to_string(&file).unwrap().lines().count())).collect()
}

/// Every `#[ignore]`: `file:line`.
pub(crate) fn skipped_tests(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in FOLDERS.iter().flat_map(|folder| rust_files(&root.join(folder))) {
        let name = relative(root, &file);
        let named = read(&fs::read_to_string(&file).unwrap(), Vec::new(), true);
        found.extend(named.ignored_tests.iter().map(|line| format!("{name}:{line}")));
    }
    found
}

/// Crates that the server's readers of foreign files name and that the fuzz targets, which compile those readers in a
/// workspace of their own, do not have: `file: crate`.
pub(crate) fn missing_in_fuzzing(root: &Path) -> Vec<String> {
    let (of_server, of_fuzzing) =
        (dependencies(&root.join("server/Cargo.toml")), dependencies(&root.join("fuzz/Cargo.toml")));
    let files = FUZZED
        .iter()
        .map(|place| root.join(place))
        .flat_map(|place| if place.is_file() { vec![place] } else { rust_files(&place) });
    let mut missing = Vec::new();
    for file in files.filter(|file| !relative(root, file).contains("tests")) {
        let named = read(&fs::read_to_string(&file).unwrap(), vec!["ruhu_server".to_owned()], false);
        let crates = named.paths.into_iter().filter_map(|path| path.segments.into_iter().next());
        let lacking = crates.filter(|name| of_server.contains(name) && !of_fuzzing.contains(name));
        missing.extend(lacking.map(|name| format!("{}: {name}", relative(root, &file))));
    }
    missing.sort();
    missing.dedup();
    missing
}

/// The crates of a manifest, as sources name them.
fn dependencies(manifest: &Path) -> Vec<String> {
    let text = fs::read_to_string(manifest).unwrap();
    let section = text.split_once("[dependencies]\n").map_or("", |(_, rest)| rest);
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split(['.', ' ', '=']).next());
    names
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(|name| name.replace('-', "_"))
        .collect()
}

fn check(rule: &Rule, name: &str, named: &Named, found: &mut Vec<String>) {
    for path in &named.paths {
        let written = path.segments.join("::");
        let forbidden =
            rule.never.iter().flat_map(|list| list.iter()).any(|never| is_below(&written, never, "::"));
        if forbidden {
            found.push(format!("{name}:{}: {written} ({})", path.line, rule.words));
        }
    }
    for (text, line) in named.texts.iter().filter(|(text, _)| !rule.sql_text && is_sql(text)) {
        let start: String = text.trim().chars().take(30).collect();
        found.push(format!("{name}:{line}: SQL text `{start}` ({})", rule.words));
    }
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    let starts = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "WITH ", "PRAGMA "];
    starts.iter().any(|start| text.starts_with(start))
        || Path::new(text).extension().is_some_and(|extension| extension == "sql")
}

fn holds_for(rule: &Rule, name: &str) -> bool {
    let inside = |places: &[&str]| places.iter().any(|place| is_below(name, place, "/"));
    inside(rule.places) && !inside(rule.except)
}

fn is_below(name: &str, place: &str, separator: &str) -> bool {
    name.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

/// The module that a file is: `core/src/a/b.rs` is `ruhu_core::a::b`.
fn module_of(name: &str, folder: &str, crate_name: &str) -> Vec<String> {
    let inside = name.trim_start_matches(folder).trim_end_matches(".rs");
    let modules =
        inside.split('/').filter(|part| !part.is_empty() && !matches!(*part, "mod" | "lib" | "main"));
    std::iter::once(crate_name).chain(modules).map(str::to_owned).collect()
}

fn relative(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
}

/// All Rust files below a folder in a fixed order; none where there is no such folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() && !path.ends_with("target") {
                rust_files(&path)
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                vec![path]
            } else {
                Vec::new()
            }
        })
        .collect()
}
