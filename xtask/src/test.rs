//! `cargo xtask test`: every suite, one profile, and a line of totals at the very end.

use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;

use crate::{
    bind::{self, WORKSPACE},
    doctor, kotlin,
    place::Place,
    python,
    run::{Read, cargo_command, run as run_command},
    ship, swift, targets,
    totals::Totals,
};

/// Which suites run.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only these suites (default: all).
    #[arg(long = "suite", value_enum)]
    suites: Vec<Suite>,
    /// Go on although a tool is missing on this machine.
    #[arg(long)]
    no_doctor: bool,
    /// Passed on to the test programs of cargo, for example a part of a test's name.
    #[arg(last = true)]
    options: Vec<String>,
}

/// A suite.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Suite {
    /// The program as it ships, and the server's tests without default features: no phone, plain SQLite.
    Shipped,
    /// Every crate with every feature: unit and property tests, examples in the documentation.
    Crates,
    /// Whole-system tests: the program as a process, real phones' stores, Chromium, JavaRosa.
    System,
    /// The Python binding.
    Python,
    /// The Swift package, read: there is no Swift compiler on the machines that run this.
    Swift,
    /// The Kotlin package on the JVM, and its sample.
    Kotlin,
    /// The phone's code, checked by the compiler for Android and iOS.
    Targets,
}

/// Runs the suites; the answer is whether all of them passed.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    if !arguments.no_doctor && !made_ready(arguments, &place)? {
        eprintln!("error: tools are missing; see above, or go on with --no-doctor");
        return Ok(false);
    }
    let report = run_suites(arguments, &place);
    let mut all = Totals::default();
    println!();
    for (suite, totals) in report {
        let name = suite.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        println!(
            "{name:<10} {:>5} passed {:>5} failed {:>5} ignored",
            totals.passed, totals.failed, totals.ignored
        );
        all.add(totals);
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    Ok(all.failed == 0 && all.passed > 0)
}

/// Three lanes on few cores: whole-system tests wait for kills, lines and browsers most of their time, so what reckons runs
/// beside them; and compiling for phones shares nothing with the others and takes what they leave.
fn run_suites(arguments: &Arguments, place: &Place) -> Vec<(Suite, Totals)> {
    let failed = Totals { failed: 1, ..Totals::default() };
    let run_those = |suites: &[Suite]| -> Vec<(Suite, Totals)> {
        let chosen = suites.iter().copied().filter(|suite| arguments.runs(*suite));
        let told = chosen.map(|suite| {
            let totals = run_suite(suite, place, &arguments.options).unwrap_or_else(|error| {
                eprintln!("error: {error:#}");
                failed
            });
            (suite, totals)
        });
        told.collect()
    };
    std::thread::scope(|scope| {
        let phones = scope.spawn(|| run_those(&[Suite::Targets]));
        let mut report = run_those(&[Suite::Shipped]);
        // Both lanes below would wait for it; whether it fails is asked again by each of their suites.
        let _ = OF_THE_WORKSPACE.iter().any(|suite| arguments.runs(*suite)).then(|| bind::build(TARGETS));
        let system = scope.spawn(|| run_those(&[Suite::System]));
        report.extend(run_those(&[Suite::Crates, Suite::Python, Suite::Swift, Suite::Kotlin]));
        for (lane, suite) in [(system, Suite::System), (phones, Suite::Targets)] {
            report.extend(lane.join().unwrap_or_else(|_| vec![(suite, failed)]));
        }
        report
    })
}

impl Arguments {
    fn runs(&self, suite: Suite) -> bool {
        self.suites.is_empty() || self.suites.contains(&suite)
    }
}

/// Whether every tool is there. What is missing is installed while the first suite is built: packages wait for the network,
/// the compiler does not.
fn made_ready(arguments: &Arguments, place: &Place) -> Result<bool> {
    std::thread::scope(|scope| {
        let tools = scope.spawn(doctor::make_ready);
        if arguments.runs(Suite::Shipped) && doctor::can_compile() {
            // Whether it fails is asked again when the suite runs.
            let _ = ship::build(place);
        }
        tools.join().unwrap_or_else(|_| Err(anyhow::anyhow!("the search for tools ended early")))
    })
}

fn run_suite(suite: Suite, place: &Place, options: &[String]) -> Result<Totals> {
    match suite {
        Suite::Shipped => {
            let program = ship::build(place)?;
            let mut totals = ship::test(&program)?;
            let options = [options, &TYPESETTING.map(str::to_owned)].concat();
            totals.add(cargo_test(place, &ship::SELECTION, &options)?);
            Ok(totals)
        }
        Suite::Crates => {
            let mut totals = cargo_test(place, &[&WORKSPACE[..], &UNIT_TESTS[..]].concat(), options)?;
            totals.add(cargo_test(place, &[&WORKSPACE[..], &["--doc"]].concat(), options)?);
            Ok(totals)
        }
        Suite::System => {
            bind::build(TARGETS)?;
            cargo_test(place, &[&WORKSPACE[..], &["--test", "*"]].concat(), options)
        }
        Suite::Python => {
            bind::build(TARGETS)?;
            python::test(place)
        }
        Suite::Swift => {
            bind::build(TARGETS)?;
            swift::test(place)
        }
        Suite::Kotlin => {
            bind::build(TARGETS)?;
            kotlin::test(place)
        }
        Suite::Targets => targets::test(place),
    }
}

/// What the server's tests without default features leave to those with: setting papers knows no store, and takes longer than
/// all others together.
const TYPESETTING: [&str; 2] = ["--skip", "pack::tests::"];

/// Suites that need the build of the whole workspace.
const OF_THE_WORKSPACE: [Suite; 5] =
    [Suite::Crates, Suite::System, Suite::Python, Suite::Swift, Suite::Kotlin];

/// What has unit tests. Every program would be compiled once more as a test of nothing if cargo were asked for all.
const UNIT_TESTS: [&str; 5] = ["--lib", "--bin", "xtask", "--bin", "ruhu-simulation"];

/// The programs that whole-system tests start; cargo's own test command would build only their unit tests.
const TARGETS: &[&str] = &["--lib", "--bins", "--tests"];

fn cargo_test(place: &Place, what: &[&str], options: &[String]) -> Result<Totals> {
    let mut command = cargo_command(["test", "--no-fail-fast"]);
    command.args(what).arg("--").args(options);
    command.env("RUHU_BIN", place.built("ruhu")).env("RUHU_SHIPPED_BIN", place.target.join("shipped/ruhu"));
    let mut totals = Totals::default();
    let ended = run_command(command, Read::Stdout, |line| totals.read(line))?;
    if !ended.success && totals.failed == 0 {
        // It did not build, or a test program died without a word.
        totals.failed += 1;
    }
    eprintln!("took {}", seconds(ended.took));
    Ok(totals)
}

fn seconds(took: Duration) -> String {
    format!("{}.{} s", took.as_secs(), took.subsec_millis() / 100)
}
