#![no_main]

use ruhu_fuzz::{checks::tus_headers, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| tus_headers::check(bytes)));
