//! `cargo xtask bench`: every benchmark in a release build, and a table of figures at the end.
//!
//! Benchmarks print for people; `list` says in which line a figure stands.

mod lines;
mod list;
mod phone;

use std::path::Path;

use anyhow::{Result, ensure};

use self::{
    lines::Lines,
    list::{BENCHES, Figure, Limit, Run},
};
use crate::{
    place::Place,
    run::{Read, cargo_command, run as run_command, succeeds},
};

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only the benchmarks of these names.
    #[arg(long)]
    only: Vec<String>,
}

/// Runs them; the answer is whether all ran and each figure was found and keeps its limit.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    for name in &arguments.only {
        let names: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
        ensure!(names.contains(&name.as_str()), "no benchmark {name}; there are {}", names.join(", "));
    }
    let chosen = || {
        BENCHES
            .iter()
            .filter(|bench| arguments.only.is_empty() || arguments.only.iter().any(|only| only == bench.name))
    };
    let program = place.target.join("shipped-release");
    if chosen().any(|bench| bench.run.needs_server()) {
        let build =
            cargo_command(["build", "--release", "--package", "ruhu-server", "--no-default-features"]);
        ensure!(succeeds(build)?, "ruhu does not build");
        std::fs::copy(place.target.join("release").join("ruhu"), &program)?;
    }

    let mut found: Vec<(&Figure, Option<f64>)> = Vec::new();
    let mut sound = true;
    for bench in chosen() {
        let mut lines = Lines::default();
        sound &= run_one(bench.run, &place, &program, |line| lines.take(line))?;
        found.extend(bench.figures.iter().map(|figure| (figure, lines.find(figure))));
    }
    println!("\n{:<40} {:>10} {:<9} {:<18} kept", "figure", "value", "unit", "limit");
    for (figure, value) in &found {
        let kept = value.map_or(Some(false), |value| figure.limit.keeps(value, &found));
        sound &= kept != Some(false);
        let shown = value.map_or_else(|| "missing".to_owned(), shown);
        let verdict = match kept {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "-",
        };
        println!("{:<40} {shown:>10} {:<9} {:<18} {verdict}", figure.name, figure.unit, figure.limit.words());
    }
    Ok(sound && !found.is_empty())
}

/// One decimal, and for parts of one as many as tell something.
fn shown(value: f64) -> String {
    if value.abs() < 1.0 { format!("{value:.4}") } else { format!("{value:.1}") }
}

/// Runs one benchmark; `on_line` sees what it prints.
fn run_one(run: Run, place: &Place, program: &Path, mut on_line: impl FnMut(&str)) -> Result<bool> {
    let mut command = match run {
        Run::Cargo(arguments) => cargo_command(arguments),
        Run::Jvm => phone::jvm(place)?,
        Run::PhoneLibrary => {
            let size = phone::library(place)?;
            println!("{size}");
            on_line(&size);
            return Ok(true);
        }
    };
    command.env("RUHU_BIN", program).env("RUHU_BENCH_DIR", &place.target);
    Ok(run_command(command, Read::Stdout, on_line)?.success)
}

impl Limit {
    fn keeps(self, value: f64, found: &[(&Figure, Option<f64>)]) -> Option<bool> {
        match self {
            Self::None => None,
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
            Self::AtLeastOr(least, other) => {
                let other =
                    found.iter().find(|(figure, _)| figure.name == other).and_then(|(_, value)| *value);
                Some(value >= other.map_or(least, |other| least.min(other)))
            }
        }
    }

    fn words(self) -> String {
        match self {
            Self::None => String::new(),
            Self::AtLeast(least) => format!(">= {least}"),
            Self::AtMost(most) => format!("<= {most}"),
            Self::AtLeastOr(least, _) => format!(">= {least} or disk"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{list::DISK, *};

    #[test]
    fn limits_hold_or_do_not() {
        let disk = Figure { name: DISK, line: "", unit: "", limit: Limit::None };
        let found = [(&disk, Some(90.0))];
        assert_eq!(Limit::AtMost(400.0).keeps(399.0, &found), Some(true));
        assert_eq!(Limit::AtLeast(3_000.0).keeps(2_999.0, &found), Some(false));
        assert_eq!(Limit::AtLeastOr(150.0, DISK).keeps(91.0, &found), Some(true));
        assert_eq!(Limit::AtLeastOr(150.0, DISK).keeps(91.0, &[]), Some(false));
        assert_eq!(Limit::None.keeps(1.0, &found), None);
    }
}
