//! `cargo xtask targets`: the phone's code compiled for phones.
//!
//! With a proper kit (rustup's target with the NDK or Xcode) the libraries may be shipped. Without one they are built by
//! other means and only show that they could be: see [`kit`]. The package is `ruhu-mobile`, which asks for `ruhu-core`
//! with `device`: both are compiled.

mod bionic;
mod debian;
mod elf;
mod files;
mod kit;
mod proper;
mod table;
mod target;
mod work;

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::ValueEnum;

#[cfg(test)]
pub use self::target::ANDROID_API;
pub use self::{
    elf::{Facts, PAGE},
    target::{IOS, Target},
};
use self::{
    table::{Linked, Row},
    work::Work,
};
use crate::{
    place::Place,
    report::Report,
    run::{in_the_background, succeeds},
    totals::Totals,
};

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Only these targets (default: all five).
    #[arg(long = "target", value_enum)]
    targets: Vec<Target>,
    /// Only read the code (`cargo check`): no C, no library, no sizes.
    #[arg(long)]
    check_only: bool,
}

/// How a target is compiled on this machine.
enum Route {
    /// With the kit that phones' makers give.
    Proper(proper::Kit),
    /// With what stands in for one, and what would have to be installed instead.
    Check(String),
}

/// A library that was built.
pub struct Library {
    /// Where it is.
    pub file: PathBuf,
    /// Why it is a check and must not be shipped, if it is one: what to install.
    pub check_only: Option<String>,
    /// What it says about itself; a static library says nothing.
    pub facts: Option<Facts>,
}

/// Compiles for each target and prints a table; the answer is whether all of them compile, lie in 16 KB pages and fit.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    let targets =
        if arguments.targets.is_empty() { Target::value_variants() } else { arguments.targets.as_slice() };
    let rows: Vec<Row> = targets.iter().map(|target| row(&place, *target, arguments.check_only)).collect();
    table::print(&rows);
    Ok(rows.iter().all(Row::is_good))
}

fn row(place: &Place, target: Target, check_only: bool) -> Row {
    let mut row = Row { target, proper: false, linked: Linked::No, facts: None, bytes: None, problem: None };
    let outcome = if check_only {
        check(place, target).map(|proper| row.proper = proper)
    } else {
        build(place, target).map(|library| {
            row.proper = library.check_only.is_none();
            row.linked = match (target.is_android(), row.proper) {
                (false, _) => Linked::Archive,
                (true, false) => Linked::CheckOnly,
                (true, true) => Linked::Yes,
            };
            row.bytes = std::fs::metadata(&library.file).ok().map(|metadata| metadata.len());
            row.facts = library.facts;
        })
    };
    row.problem = outcome.err().map(|error| format!("{error:#}"));
    row
}

/// What a phone in somebody's hand runs. Emulator and simulator are the same code for another processor and are left to
/// [`run`]: a check takes minutes.
const IN_HANDS: [Target; 3] = [Target::AndroidArm64, Target::AndroidArm, Target::Ios];

/// What the test run does: `cargo check` for every kind of phone, each a test.
pub fn test(place: &Place) -> Result<Totals> {
    let mut report = Report::about("cargo check");
    for target in IN_HANDS {
        let fault = check(place, target).err().map(|error| format!("{error:#}"));
        report.faults(target.triple(), fault.as_slice());
    }
    Ok(report.totals)
}

/// What cargo is asked for by [`build`].
pub fn build_words(target: Target) -> Vec<&'static str> {
    Work::Build.arguments(target)
}

/// Builds the library of a target in the profile for phones.
pub fn build(place: &Place, target: Target) -> Result<Library> {
    let route = route(target);
    ensure!(succeeds(command(place, &route, target, Work::Build)?)?, "does not build");
    let (folder, check_only) = match route {
        Route::Proper(_) => (place.target.clone(), None),
        Route::Check(install) => (place.target.join("phones"), Some(install)),
    };
    let file = folder.join(target.triple()).join("phone").join(target.library());
    let facts = if target.is_android() { Some(Facts::read(&file)?) } else { None };
    Ok(Library { file, check_only, facts })
}

/// Reads the code for a target. Says whether the compiler was that of a proper kit.
fn check(place: &Place, target: Target) -> Result<bool> {
    let route = route(target);
    let check = in_the_background(command(place, &route, target, Work::Check)?);
    ensure!(succeeds(check)?, "does not compile");
    Ok(matches!(route, Route::Proper(_)))
}

fn route(target: Target) -> Route {
    match proper::Kit::find(target) {
        Ok(kit) => Route::Proper(kit),
        Err(install) => Route::Check(install),
    }
}

fn command(place: &Place, route: &Route, target: Target, work: Work) -> Result<std::process::Command> {
    match route {
        Route::Proper(kit) => Ok(kit.cargo(target, work)),
        Route::Check(_) => debian::cargo(place, target, work),
    }
}

/// Whether a package of Debian's that stands in for kits is there, or every kit is; for `doctor`.
pub fn found(package: &str) -> Option<String> {
    let everywhere = Target::value_variants().iter().all(|target| proper::Kit::find(*target).is_ok());
    if everywhere {
        Some("not needed: NDK, Xcode and rustup's targets are here".to_owned())
    } else {
        debian::version(package)
    }
}
