#![no_main]

use ruhu_fuzz::{checks::tree_proof, in_little_memory};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| in_little_memory(|| tree_proof::check(bytes)));
