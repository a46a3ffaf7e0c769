//! A village for the tests of the bindings: makes a server's data folder with invented households, or more one-time
//! codes for one that is there, and prints the codes, one a line.
//!
//! `village DATA HOUSEHOLDS CODES`; with 0 households only codes are made.
#![expect(clippy::print_stdout, reason = "the test reads the codes")]

use std::path::PathBuf;

use anyhow::Context;
use ruhu_server::ingest::make_code;
use ruhu_tests::{
    server::{invent_households, open_app},
    site::VILLAGE,
};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let data: PathBuf = args.next().context("no data folder")?.into();
    let households: u32 = args.next().context("no number of households")?.parse()?;
    let codes: u32 = args.next().context("no number of codes")?.parse()?;
    let app = open_app(&data)?;
    if households > 0 {
        invent_households(&app, VILLAGE, households)?;
    }
    let region = VILLAGE.parse()?;
    for _ in 0..codes {
        println!("{}", make_code(&app, "陈建国", &region)?);
    }
    Ok(())
}
