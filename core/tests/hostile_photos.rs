//! Hundreds of damaged, lying and malicious pictures, all made here: intake refuses them or gives a picture within
//! its bounds, never panics, and never takes more memory than its limits say.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of a test are not seen as tests"
)]

mod hostile_photos {
    pub(super) mod base;
    pub(super) mod jpegs;
    pub(super) mod others;
    pub(super) mod pngs;
}

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use hostile_photos::{base, jpegs, others, pngs};
use peak_alloc::PeakAlloc;
use ruhu_core::photo::{DERIVATIVE_SIDE_PX, PhotoLimits, intake};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A tenth of what phones are given.
const LIMITS: PhotoLimits = PhotoLimits {
    max_bytes: 4_000_000,
    max_pixels: 4_000_000,
    max_progressive_pixels: 2_000_000,
    max_decoded_bytes: 24_000_000,
};
/// The decoded picture, its conversion, and the coefficients of a progressive JPEG.
const MAX_MEMORY: usize = 64_000_000;

/// A file that nobody's camera wrote, and what is wrong with it.
pub(crate) type Hostile = (String, Vec<u8>);

fn corpus() -> Vec<Hostile> {
    let mut files = jpegs::all();
    files.extend(pngs::all());
    files.extend(others::all());
    for (name, bytes) in base::whole() {
        files.extend(base::flipped(name, &bytes));
        files.extend(base::overwritten(name, &bytes));
    }
    files
}

/// How it ended: `taken`, or the code of the error.
fn outcome(name: &str, bytes: &[u8], most: &mut usize) -> &'static str {
    use ruhu_core::error::Explain;
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let taken = catch_unwind(AssertUnwindSafe(|| intake(bytes, &LIMITS)));
    let peak = MEMORY.peak_usage().saturating_sub(before);
    *most = peak.max(*most);
    assert!(peak <= MAX_MEMORY, "{name}: {peak} bytes of memory");
    match taken.unwrap_or_else(|_| panic!("{name}: intake panicked")) {
        Ok(photo) => {
            let (width, height) = (photo.width, photo.height);
            assert!((1..=DERIVATIVE_SIDE_PX).contains(&width.min(height)), "{name}: {width}x{height}");
            assert!(width.max(height) <= DERIVATIVE_SIDE_PX, "{name}: {width}x{height}");
            assert!(photo.derivative.starts_with(&[0xff, 0xd8]) && photo.derivative.ends_with(&[0xff, 0xd9]));
            "taken"
        }
        Err(error) => {
            assert!(error.to_string().contains("请") && !error.code().is_empty(), "{name}: {error}");
            error.code()
        }
    }
}

/// Where no decoder has to be asked.
const CERTAIN: [(&str, &str); 9] = [
    ("empty", "photo_not_picture"),
    ("baseline without end", "photo_truncated"),
    ("baseline 65535x65535", "photo_too_many_pixels"),
    ("baseline 0x0", "photo_damaged"),
    ("baseline with a zip behind", "photo_polyglot"),
    ("png of 64 megapixels", "photo_too_many_pixels"),
    ("webp with an animation", "photo_unsupported"),
    ("webp with a canvas of another size", "photo_damaged"),
    ("head of GIF and zeros", "photo_format"),
];

/// One test, because memory is counted for the whole program.
#[test]
fn no_file_breaks_intake_or_its_bounds() {
    let mut most = 0;
    for (name, bytes) in base::whole() {
        assert_eq!(outcome(name, &bytes, &mut most), "taken", "{name} is a picture before it is damaged");
    }
    let corpus = corpus();
    for (name, _) in CERTAIN {
        assert!(corpus.iter().any(|(of, _)| of == name), "no file is called {name}");
    }
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, bytes) in &corpus {
        let ended = outcome(name, bytes, &mut most);
        if let Some((_, certain)) = CERTAIN.iter().find(|(of, _)| of == name) {
            assert_eq!(ended, *certain, "{name}");
        }
        *outcomes.entry(ended).or_default() += 1;
    }
    println!("{} files, at most {most} bytes of memory: {outcomes:?}", corpus.len());
    assert!(corpus.len() >= 300, "{} files", corpus.len());
    for code in ["taken", "photo_truncated", "photo_damaged", "photo_polyglot", "photo_too_many_pixels"] {
        assert!(outcomes.get(code).is_some_and(|&count| count >= 5), "{code}: {outcomes:?}");
    }
}
