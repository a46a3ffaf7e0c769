#![no_main]

use ruhu_fuzz::{checks::photo_exif, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| photo_exif::check(bytes)));
