//! `cargo xtask spreadsheet`: the assessment of random households against formulas in LibreOffice, to the fen.

use std::{
    fs,
    process::{Command, Stdio},
};

use anyhow::{Result, ensure};

use crate::{
    doctor::{can_install, install},
    place::Place,
    run::{cargo_command, succeeds},
};

/// Debian's package of the spreadsheet without a screen.
const PACKAGE: &str = "libreoffice-calc-nogui";

/// What is compared.
#[derive(clap::Args)]
pub struct Arguments {
    /// How many households.
    #[arg(long, default_value_t = 10_000)]
    households: u32,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 20_261_128)]
    seed: u64,
}

/// Writes the workbook, lets LibreOffice reckon it, and compares.
pub fn run(arguments: &Arguments) -> Result<bool> {
    if !has_libreoffice() {
        ensure!(can_install(), "soffice is missing: install {PACKAGE}");
        install(&[PACKAGE])?;
    }
    let folder = Place::find()?.target.join("spreadsheet");
    fs::create_dir_all(&folder)?;
    let (workbook, text) = (folder.join("grants.xlsx"), folder.join("grants.csv"));
    if text.exists() {
        fs::remove_file(&text)?;
    }
    let sheet = |action: &str, file: &std::path::Path| {
        let mut command =
            cargo_command(["run", "--release", "--package", "ruhu-tests", "--bin", "grant-sheet", "--"]);
        command.arg(action).arg(file).arg(arguments.households.to_string()).arg(arguments.seed.to_string());
        succeeds(command)
    };
    if !sheet("write", &workbook)? {
        return Ok(false);
    }
    let mut reckon = Command::new("soffice");
    reckon.args(["--headless", "--convert-to", "csv", "--outdir"]).arg(&folder).arg(&workbook);
    Ok(succeeds(reckon)? && sheet("compare", &text)?)
}

fn has_libreoffice() -> bool {
    Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
