#![no_main]

use ruhu_fuzz::{checks::workbook, in_little_memory, let_caught_panics_pass};

libfuzzer_sys::fuzz_target!(init: let_caught_panics_pass(), |bytes: &[u8]| in_little_memory(|| workbook::check(bytes)));
