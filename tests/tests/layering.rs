//! What may import what (design: data flows one way), how long a file may be, and that no test is skipped: checked
//! on the sources of the whole workspace.
#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

#[path = "layering/paths.rs"]
mod paths;
#[path = "layering/rules.rs"]
mod rules;
#[path = "layering/tokens.rs"]
mod tokens;
#[path = "layering/tree.rs"]
mod tree;

use std::{fs, path::Path};

use rules::{LONG_FILES, MAX_FILE_LINES, PLANNED, RULES};

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn nobody_imports_what_the_house_forbids() {
    let violations = tree::violations(workspace());
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn every_place_with_a_rule_is_there() {
    for place in RULES.iter().flat_map(|rule| rule.places.iter().chain(rule.except)) {
        let there = workspace().join(place).exists() || PLANNED.contains(place);
        assert!(there, "{place} is gone; where does its rule hold now?");
    }
}

#[test]
fn a_file_holds_one_thing() {
    let lengths = tree::lengths(workspace());
    let excused = |file: &str| LONG_FILES.iter().any(|(name, _)| *name == file);
    let long: Vec<_> =
        lengths.iter().filter(|(file, lines)| *lines > MAX_FILE_LINES && !excused(file)).collect();
    assert!(long.is_empty(), "over {MAX_FILE_LINES} lines, split them or give a reason: {long:?}");
    for (name, reason) in LONG_FILES {
        let lines = lengths.iter().find(|(file, _)| file == name).map_or(0, |(_, lines)| *lines);
        assert!(lines > MAX_FILE_LINES, "{name} is short now ({lines} lines): strike its excuse ({reason})");
    }
}

#[test]
fn no_test_is_skipped() {
    let skipped = tree::skipped_tests(workspace());
    assert!(skipped.is_empty(), "{skipped:?}");
}

#[test]
fn fuzz_targets_have_every_crate_that_the_code_they_compile_names() {
    for place in tree::FUZZED {
        assert!(workspace().join(place).exists(), "{place} is gone; what do the fuzz targets compile now?");
    }
    let missing = tree::missing_in_fuzzing(workspace());
    assert!(missing.is_empty(), "add them to fuzz/Cargo.toml: {missing:?}");
}

#[test]
fn a_crate_that_fuzz_targets_lack_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "server/Cargo.toml",
        "[dependencies]\ncsv.workspace = true\nquick-xml = \"0.42\"\n[lints]\nx = 1\n",
    );
    write("fuzz/Cargo.toml", "[dependencies]\n# Reads.\ncsv = \"1\"\n");
    write("server/src/ingest/tus_values.rs", "use csv::Reader;\nuse quick_xml::Reader as Other;\n");
    assert_eq!(tree::missing_in_fuzzing(folder.path()), ["server/src/ingest/tus_values.rs: quick_xml"]);
}

/// Writes a small tree in which `file` holds `source` and says what the scanner finds.
fn plant(file: &str, source: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, source).unwrap();
    tree::violations(folder.path())
}

#[test]
fn planted_violations_are_caught_where_they_stand() {
    let cases = [
        ("core/src/household/mod.rs", "\nuse crate::store::Roster;", 2),
        ("core/src/region.rs", "use super::{ids, wire::{self, Ack}};", 1),
        ("core/src/region/tree.rs", "use super::super::sync as elsewhere;", 1),
        ("core/src/photo/intake.rs", "fn read() {\n    std::fs::read(\"a\");\n}", 2),
        ("core/src/sampling/draw.rs", "fn f() { let t = std::time::Instant::now(); }", 1),
        ("core/src/sampling/draw.rs", "use rand::Rng;", 1),
        ("core/src/wire/messages.rs", "use {crate::store, std::fmt};", 1),
        ("core/src/journal/entry.rs", "fn f(c: &rusqlite::Connection) {}", 1),
        ("core/src/store/open.rs", "use crate::{ids::DeviceId, sync::Progress};", 1),
        ("core/src/capture/seal.rs", "mod inner {\n    use super::super::super::sync;\n}", 2),
        ("core/src/sync/plan.rs", "use crate::store::Outbox;", 1),
        ("core/src/sync/plan.rs", "use super::http::Agent;", 1),
        ("core/src/sync/engine.rs", "fn f() { ureq::agent(); }", 1),
        ("core/src/error.rs", "use axum::Json;", 1),
        ("mobile-bindings/src/lib.rs", "const Q: &str = \"SELECT 1 FROM household\";", 1),
        ("mobile-bindings/src/session.rs", "use ruhu_server::app::App;", 1),
        ("server/src/ingest/push.rs", "use axum::{Json, extract::State};", 1),
        ("server/src/casework/import.rs", "const Q: &str = include_str!(\"rows.sql\");", 1),
        ("server/src/review/mod.rs", "/* a */ use r#rusqlite::params;", 1),
        ("server/src/spot_check/proof.rs", "fn f() -> axum::response::Response { g() }", 1),
        ("server/src/api/push.rs", "// note\nuse crate::console::page;", 2),
        ("server/src/console/login.rs", "use super::super::api::ticket;", 1),
        ("server/src/store/records.rs", "use crate::{ids, ingest::Judge};", 1),
        ("server/src/app.rs", "use ruhu_core::store::Phone;", 1),
        ("xtask/src/main.rs", "use ruhu_core::ids::DeviceId;", 1),
    ];
    for (file, source, line) in cases {
        let found = plant(file, source);
        let place = format!("{file}:{line}: ");
        assert!(
            found.iter().any(|violation| violation.starts_with(&place)),
            "{file}: {source}\nfound {found:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_left_alone() {
    let cases = [
        ("core/src/household/mod.rs", "use crate::{ids::HouseholdId, money::Fen};"),
        ("core/src/household/mod.rs", "// use crate::store::Roster;\n/* rusqlite::x /* nested */ */"),
        (
            "core/src/household/mod.rs",
            "/// [`crate::store::Roster`]\nfn f() -> &'static str { \"rusqlite::x\" }",
        ),
        ("core/src/household/mod.rs", "fn f() -> char { '\"' }\nfn g<'a>(x: &'a str) -> &'a str { x }"),
        ("core/src/household/mod.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n}"),
        ("core/src/photo/exif_tests.rs", "use std::fs;"),
        ("core/src/household/mod.rs", "use crate::{region as store, ids};"),
        ("core/src/household/mod.rs", "fn f() -> impl Fn() + use<> { let a = ureq; }"),
        ("core/src/capture/seal.rs", "use crate::store::Transaction;"),
        ("core/src/sync/http.rs", "use ureq::Agent;"),
        ("core/src/sync/engine.rs", "use super::plan::Step;"),
        ("core/src/clock.rs", "fn f() { std::time::SystemTime::now(); }"),
        ("server/src/demo/phones.rs", "use ruhu_core::{capture::FieldSession, store};"),
        ("server/src/store/records.rs", "const Q: &str = \"SELECT 1\"; use rusqlite::params;"),
        ("server/src/api/push.rs", "use axum::Json; use crate::{ingest, store::Reader};"),
        ("server/src/ingest/push.rs", "fn f() { let rusqlite = 1; }"),
    ];
    for (file, source) in cases {
        assert_eq!(plant(file, source), Vec::<String>::new(), "{file}: {source}");
    }
}

#[test]
fn a_violation_after_a_test_module_is_still_seen() {
    let source =
        "#[cfg(test)]\nmod tests {\n    fn f() { g(\"}\") }\n}\n#[cfg(not(test))]\nuse crate::store::X;";
    assert_eq!(plant("core/src/visit.rs", source).len(), 1);
}

#[test]
fn long_files_and_skipped_tests_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("core/src");
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("long.rs"), "\n".repeat(MAX_FILE_LINES + 1)).unwrap();
    fs::write(source.join("lazy.rs"), "#[test]\n#[ignore = \"later\"]\nfn t() {}").unwrap();
    let lengths = tree::lengths(folder.path());
    assert!(lengths.contains(&("core/src/long.rs".to_owned(), MAX_FILE_LINES + 1)), "{lengths:?}");
    assert_eq!(tree::skipped_tests(folder.path()), ["core/src/lazy.rs:2"]);
}
