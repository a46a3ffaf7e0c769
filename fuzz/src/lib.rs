//! What the fuzz targets share. [`checks`] knows nothing of libFuzzer: `tests/tests/fuzz_corpus.rs` includes it and runs
//! the corpus through the same functions.

pub mod checks;

pub mod casework;
pub mod ingest;

use std::panic;

use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one input may take of memory, in bytes.
const MAX_MEMORY: usize = 200 << 20;
/// Readers of foreign formats whose panics the workbook importer turns into an error.
const CAUGHT: [&str; 3] = ["/calamine-", "/quick-xml-", "/zip-"];

/// Runs a check and fails where it takes more memory than a form may.
pub fn in_little_memory(check: impl FnOnce() -> bool) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    check();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken <= MAX_MEMORY, "{} MB of memory", taken >> 20);
}

/// libFuzzer's own hook ends the process at every panic, also at those that are caught as a part of the work.
///
/// A panic of our own code still ends it, even where it would be caught with the others.
pub fn let_caught_panics_pass() {
    let fatal = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let file = info.location().map_or("", |location| location.file());
        if !CAUGHT.iter().any(|name| file.contains(name)) {
            fatal(info);
        }
    }));
}
