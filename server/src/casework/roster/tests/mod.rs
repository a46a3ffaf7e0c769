//! Workbooks made by code, read through the front door.

mod book;
mod faults;
mod hostile;
mod layouts;
mod memory;
mod repeats;

use ruhu_core::region::RegionCode;

use super::{ImportOutcome, ParsedRoster, RosterError, RosterLimits, parse_roster, settle};
use crate::casework::divisions::sample_tree;
use memory::Memory;

fn county() -> RegionCode {
    "361124".parse().unwrap()
}

fn parse(bytes: &[u8]) -> Result<ParsedRoster, RosterError> {
    parse_roster(bytes, &sample_tree(), &county(), &RosterLimits::default())
}

fn import(bytes: &[u8], memory: &mut Memory) -> ImportOutcome {
    let outcome = settle(parse(bytes).unwrap(), memory).unwrap();
    memory.keep(&outcome);
    outcome
}
