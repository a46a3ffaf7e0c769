#![no_main]

use ruhu_fuzz::{checks::expression, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| expression::check(bytes)));
