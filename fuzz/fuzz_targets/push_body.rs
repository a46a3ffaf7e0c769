#![no_main]

use ruhu_fuzz::{checks::push_body, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| push_body::check(bytes)));
