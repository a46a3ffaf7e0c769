//! Shared pieces of the whole-system tests and benchmarks: a real `ruhu serve` process, phones, invented records.

pub mod day;
pub mod faulty_line;
pub mod folder;
pub mod link;
pub mod phone;
pub mod python;
pub mod records;
pub mod server;
pub mod site;
