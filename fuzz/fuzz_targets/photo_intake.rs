#![no_main]

use ruhu_fuzz::{checks::photo_intake, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| photo_intake::check(bytes)));
