//! The inputs that the fuzz targets keep, through the same checks: what was found once stays found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    unreachable_pub,
    reason = "checks tell what does not hold by a panic, and fuzz targets call them from outside"
)]

use std::{fs, path::Path};

use ruhu_server::{casework, ingest};

#[path = "../../fuzz/src/checks/mod.rs"]
mod checks;

/// Most files that the corpus of a target has, and most bytes of one: `cargo xtask fuzz --renew` keeps to them.
const MAX_FILES: usize = 48;
const MAX_BYTES: usize = 4 << 10;

/// Runs the corpus of a target through its check: some inputs are accepted and some are not.
fn replay(target: &str, check: fn(&[u8]) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!((12..=MAX_FILES).contains(&files.len()), "{} files in {}", files.len(), folder.display());
    let mut accepted = 0;
    for file in &files {
        let bytes = fs::read(file).unwrap();
        assert!(bytes.len() <= MAX_BYTES, "{}: {} bytes", file.display(), bytes.len());
        // Names the input of a check that fails.
        println!("{}", file.display());
        let good = check(&bytes);
        println!("  {}", if good { "accepted" } else { "refused" });
        accepted += usize::from(good);
    }
    println!("{target}: {accepted} of {} accepted", files.len());
    assert!(accepted >= 2 && accepted < files.len(), "{accepted} of {} inputs are accepted", files.len());
}

#[test]
fn expressions_of_the_corpus_hold() {
    replay("expression", checks::expression::check);
}

#[test]
fn forms_as_text_of_the_corpus_hold() {
    replay("form_text", checks::form_text::check);
}

#[test]
fn pushes_of_the_corpus_hold() {
    replay("push_body", checks::push_body::check);
}

#[test]
fn pages_of_the_feed_of_the_corpus_hold() {
    replay("pull_body", checks::pull_body::check);
}

#[test]
fn entries_of_the_corpus_hold() {
    replay("entry_bytes", checks::entry_bytes::check);
}

#[test]
fn proofs_of_the_corpus_hold() {
    replay("tree_proof", checks::tree_proof::check);
}

#[test]
fn headers_of_uploads_of_the_corpus_hold() {
    replay("tus_headers", checks::tus_headers::check);
}

#[test]
fn photos_of_the_corpus_hold() {
    replay("photo_intake", checks::photo_intake::check);
}

#[test]
fn blocks_of_exif_of_the_corpus_hold() {
    replay("photo_exif", checks::photo_exif::check);
}

#[test]
fn fences_of_the_corpus_hold() {
    replay("fence_text", checks::fence_text::check);
}

#[test]
fn policy_files_of_the_corpus_hold() {
    replay("policy_text", checks::policy_text::check);
}

#[test]
fn workbooks_of_the_corpus_hold() {
    replay("workbook", checks::workbook::check);
}
