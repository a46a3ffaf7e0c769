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

/// A profile of the program's own, in which every formula of a workbook is reckoned when it is opened: by default it would
/// believe the results that stand in the file, and ours holds none.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"#;

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
    let settings = folder.join("profile/user");
    fs::create_dir_all(&settings)?;
    fs::write(settings.join("registrymodifications.xcu"), PROFILE)?;
    let mut reckon = Command::new("soffice");
    reckon.arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()));
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
