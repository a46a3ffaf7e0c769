#![no_main]

use ruhu_fuzz::{checks::pull_body, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| pull_body::check(bytes)));
