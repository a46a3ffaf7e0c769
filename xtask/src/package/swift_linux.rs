//! A folder in which `swift build && swift test` needs nothing else, for a Linux machine with Swift and no network.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::{
    linux_floor::{self, Floor},
    swift_fit, swift_sources as sources,
};
use crate::{
    bind,
    folder::{files_below, has_extension},
    place::Place,
    report::Report,
    run::{cargo_command, succeeds},
    swift,
    targets::Facts,
};

const README: &str = include_str!("swift_linux.md");
const LIBRARY: &str = "lib/libruhu_mobile.so";
/// The programs that the tests start.
const PROGRAMS: [&str; 2] = ["bin/ruhu", "bin/village"];

/// Makes the folder in `out` and tries what can be tried without Swift.
pub(super) fn package(place: &Place, out: &Path) -> Result<bool> {
    ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "this package is made on Linux, on x86-64"
    );
    // What is generated comes from the library of the dev build: the one that ships does not say what is in it.
    bind::build(&["--lib", "--bins"])?;
    let generated = swift::generate(place)?;
    sources::lay(place, &generated, out, &["Tests"])?;
    sources::copy(&place.root.join("tests/stores"), &out.join("stores"))?;
    binaries(place, out)?;

    let floor = linux_floor::of(std::iter::once(LIBRARY).chain(PROGRAMS).map(|file| out.join(file)))?;
    fs::write(out.join("README.md"), readme(&floor, tests(out)?))?;
    let sound = try_out(place, out, &generated, &floor)?;
    sources::list(out)?;
    println!(
        "\nNo Swift compiler ran here. On the machine that has one, in a copy of this folder: swift build && swift test"
    );
    Ok(sound)
}

/// The library and the programs, without symbols.
fn binaries(place: &Place, out: &Path) -> Result<()> {
    for folder in ["lib", "bin"] {
        fs::create_dir_all(out.join(folder))?;
    }
    let library = ["--profile", "phone", "--package", "ruhu-mobile", "--lib"];
    add(&library, &place.target.join("phone/libruhu_mobile.so"), &out.join(LIBRARY))?;
    let ruhu = ["--release", "--package", "ruhu-server", "--no-default-features"];
    add(&ruhu, &place.target.join("release/ruhu"), &out.join("bin/ruhu"))?;
    let village = ["--release", "--package", "ruhu-tests", "--bin", "village"];
    add(&village, &place.target.join("release/village"), &out.join("bin/village"))
}

fn add(what: &[&str], built: &Path, file: &Path) -> Result<()> {
    let mut build = cargo_command(["build"]);
    build.args(what).env("CARGO_INCREMENTAL", "0");
    ensure!(succeeds(build)?, "{} does not build", built.display());
    let mut strip = Command::new("strip");
    strip.arg("--strip-all").arg("-o").arg(file).arg(built);
    ensure!(succeeds(strip).context("no strip; on Debian: apt-get install binutils")?, "strip failed");
    Ok(())
}

/// What can be known without Swift: that the parts fit together and start from this folder.
fn try_out(place: &Place, out: &Path, generated: &Path, floor: &Floor) -> Result<bool> {
    let faults = swift_fit::faults(generated, out, &place.target.join("swift"))?;
    let mut report = Report::about("package");
    report.faults("the library is the one that the sources were generated from", &faults);
    report.faults("nothing but glibc and libgcc is loaded", &floor.uncommon());
    report.verdict("the library is stripped", Facts::read(&out.join(LIBRARY))?.stripped);
    let data = place.target.join("swift/village");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    let mut start = Command::new(out.join("bin/village"));
    start.arg(&data).args(["1", "1"]).env_clear();
    let made = succeeds(start)?;
    let mut check = Command::new(out.join("bin/ruhu"));
    check.args(["check", "--data"]).arg(&data).env_clear();
    report.verdict("the programs run from here", made && succeeds(check)?);
    report.faults("everything that the manifest names is here", &missing(out)?);
    Ok(report.totals.failed == 0)
}

/// Folders that `Package.swift` names and that are not there, or hold nothing that Swift could compile or import.
fn missing(out: &Path) -> Result<Vec<String>> {
    let manifest = fs::read_to_string(out.join("Package.swift"))?;
    let named = paths(&manifest);
    ensure!(!named.is_empty(), "Package.swift names no folder");
    let is_empty = |folder: &PathBuf| -> bool {
        let Ok(entries) = fs::read_dir(folder) else { return true };
        !entries
            .filter_map(Result::ok)
            .any(|entry| ["swift", "modulemap"].iter().any(|wanted| has_extension(&entry.path(), wanted)))
    };
    Ok(named.into_iter().filter(|path| is_empty(&out.join(path))).collect())
}

/// The folders of the targets for Linux.
fn paths(manifest: &str) -> Vec<String> {
    let named =
        manifest.split("path: \"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
    let mut found: Vec<String> = named.filter(|path| !path.ends_with(".xcframework")).collect();
    found.sort();
    found.dedup();
    found
}

/// How many tests the package has.
fn tests(out: &Path) -> Result<usize> {
    let mut count = 0;
    for file in files_below(&out.join("Tests"), &[])? {
        count +=
            fs::read_to_string(file)?.lines().filter(|line| line.trim().starts_with("func test")).count();
    }
    ensure!(count > 0, "the package has no tests");
    Ok(count)
}

fn readme(floor: &Floor, tests: usize) -> String {
    let text = README.replace("{VERSION}", env!("CARGO_PKG_VERSION"));
    text.replace("{GLIBC}", &floor.glibc()).replace("{TESTS}", &tests.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_of_the_manifest_is_read_from_it() {
        let manifest = include_str!("../../../mobile-bindings/swift/Package.swift");
        let found = paths(manifest);
        for folder in ["Sources/RuhuFFI", "Sources/Ruhu", "Tests/RuhuTests", "Tests/RuhuPhone"] {
            assert!(found.iter().any(|path| path == folder), "{folder}: {found:?}");
        }
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn the_readme_says_what_it_needs() {
        let text = readme(&Floor::default(), 3);
        assert!(
            !text.contains('{') && text.contains("\n3 tests") && text.contains(env!("CARGO_PKG_VERSION")),
            "{text}"
        );
    }
}
