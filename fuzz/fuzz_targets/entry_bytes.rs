#![no_main]

use ruhu_fuzz::{checks::entry_bytes, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| entry_bytes::check(bytes)));
