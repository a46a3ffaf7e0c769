#![no_main]

use ruhu_fuzz::{checks::form_text, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| form_text::check(bytes)));
