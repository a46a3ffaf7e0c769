//! `cargo xtask bench`: every benchmark in a release build, and a table of figures at the end.
//!
//! Benchmarks print for people. The list below says in which line a figure stands and what it is held against, so
//! that the promises of the product are in one place.

use anyhow::{Result, ensure};

use crate::{
    place::Place,
    run::{Read, cargo_command, run as run_command, succeeds},
};

/// A benchmark: what cargo is given, and the figures that its output holds.
struct Bench {
    name: &'static str,
    cargo: &'static [&'static str],
    figures: &'static [Figure],
}

/// A figure: the number that stands before `unit` in the first line that begins with `line`.
///
/// Criterion's `time: [low middle high]` counts as a line of the benchmark named above it, with the middle value.
struct Figure {
    name: &'static str,
    line: &'static str,
    unit: &'static str,
    limit: Limit,
}

/// What a figure is held against.
#[derive(Clone, Copy)]
enum Limit {
    /// Shown for comparison.
    None,
    AtLeast(f64),
    AtMost(f64),
    /// At least this, or another figure if that is lower: a disk cannot be outrun.
    AtLeastOr(f64, &'static str),
}

const DISK: &str = "the disk alone, same files";

/// The one list of benchmarks.
const BENCHES: &[Bench] = &[
    Bench {
        name: "photo",
        cargo: &["bench", "--package", "ruhu-core", "--bench", "photo"],
        figures: &[Figure {
            name: "intake of a 12-megapixel photo",
            line: "photo/intake_12_megapixels",
            unit: "ms",
            limit: Limit::AtMost(400.0),
        }],
    },
    Bench {
        name: "phone",
        cargo: &["bench", "--package", "ruhu-core", "--features", "device", "--bench", "phone"],
        figures: &[
            Figure {
                name: "phone: save of one answer, p99",
                line: "save one answer, p99",
                unit: "ms",
                limit: Limit::AtMost(2.0),
            },
            Figure {
                name: "  the disk alone, overwrite and fsync, p99",
                line: "the disk alone, overwrite and fsync",
                unit: "ms",
                limit: Limit::None,
            },
            Figure {
                name: "phone: 100,000 households, 500 visits open",
                line: "open roster of 100,000",
                unit: "ms",
                limit: Limit::AtMost(300.0),
            },
            Figure {
                name: "phone: first search, index loaded",
                line: "first search",
                unit: "ms",
                limit: Limit::AtMost(500.0),
            },
            Figure {
                name: "phone: search, p99",
                line: "search in 100,000, p99",
                unit: "ms",
                limit: Limit::AtMost(50.0),
            },
        ],
    },
    Bench {
        name: "sync",
        cargo: &["run", "--release", "--package", "ruhu-tests", "--bin", "sync-bench"],
        figures: &[
            Figure {
                name: "phone: 60 visits, 240 photos sync",
                line: "sync of 240 photos:",
                unit: "s",
                limit: Limit::None,
            },
            Figure {
                name: "  its peak memory",
                line: "phone peak memory:",
                unit: "MB",
                limit: Limit::AtMost(60.0),
            },
        ],
    },
    Bench {
        name: "pack",
        cargo: &["bench", "--package", "ruhu-server", "--bench", "pack"],
        figures: &[
            Figure {
                name: "pack of 100 households, 400 photos",
                line: "organiser cold",
                unit: "ms",
                limit: Limit::AtMost(10_000.0),
            },
            Figure { name: "  its size", line: "organiser cold", unit: "KB", limit: Limit::AtMost(60_000.0) },
        ],
    },
    Bench {
        name: "ingest",
        cargo: &["run", "--release", "--package", "ruhu-tests", "--bin", "ingest-bench"],
        figures: &[
            Figure {
                name: "sealed visits from 8 phones",
                line: "visits:",
                unit: "visits/s",
                limit: Limit::AtLeast(3_000.0),
            },
            Figure {
                name: "300 KB photos",
                line: "photos:",
                unit: "MB/s",
                limit: Limit::AtLeastOr(150.0, DISK),
            },
            Figure { name: DISK, line: "the disk alone", unit: "MB/s", limit: Limit::None },
            Figure {
                name: "server's peak memory",
                line: "server peak memory:",
                unit: "MB",
                limit: Limit::AtMost(150.0),
            },
        ],
    },
];

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only the benchmark of this name.
    #[arg(long)]
    only: Option<String>,
}

/// Runs them; the answer is whether all ran and each figure was found and keeps its limit.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let place = Place::find()?;
    let build = cargo_command(["build", "--release", "--package", "ruhu-server", "--no-default-features"]);
    ensure!(succeeds(build)?, "ruhu does not build");
    let program = place.target.join("shipped-release");
    std::fs::copy(place.target.join("release").join("ruhu"), &program)?;

    let mut found: Vec<(&Figure, Option<f64>)> = Vec::new();
    let mut sound = true;
    for bench in BENCHES.iter().filter(|bench| arguments.only.as_ref().is_none_or(|only| only == bench.name))
    {
        let mut lines = Lines::default();
        let mut command = cargo_command(bench.cargo);
        command.env("RUHU_BIN", &program).env("RUHU_BENCH_DIR", &place.target);
        sound &= run_command(command, Read::Stdout, |line| lines.take(line))?.success;
        found.extend(bench.figures.iter().map(|figure| (figure, lines.find(figure))));
    }
    println!("\n{:<40} {:>10} {:<9} {:<18} kept", "figure", "value", "unit", "limit");
    for (figure, value) in &found {
        let kept = value.map_or(Some(false), |value| figure.limit.keeps(value, &found));
        sound &= kept != Some(false);
        let shown = value.map_or_else(|| "missing".to_owned(), |value| format!("{value:.1}"));
        let verdict = match kept {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "-",
        };
        println!("{:<40} {shown:>10} {:<9} {:<18} {verdict}", figure.name, figure.unit, figure.limit.words());
    }
    Ok(sound && !found.is_empty())
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

/// The lines of a benchmark, Criterion's put behind the name of what they measure.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    heading: String,
}

impl Lines {
    fn take(&mut self, line: &str) {
        if let Some((name, measured)) = line.split_once("time:") {
            let name = if name.trim().is_empty() { self.heading.as_str() } else { name.trim() };
            let values: Vec<&str> = measured.trim().trim_matches(['[', ']']).split_whitespace().collect();
            if let [_, _, middle, unit, _, _] = values.as_slice() {
                self.lines.push(format!("{name} {middle} {unit}"));
                return;
            }
        }
        self.heading = line.to_owned();
        self.lines.push(line.to_owned());
    }

    fn find(&self, figure: &Figure) -> Option<f64> {
        let line = self.lines.iter().find(|line| {
            line.strip_prefix(figure.line).is_some_and(|rest| Self::number(rest, figure.unit).is_some())
        })?;
        Self::number(line, figure.unit)
    }

    /// The number before the last `unit` of a line.
    fn number(line: &str, unit: &str) -> Option<f64> {
        let words: Vec<&str> =
            line.split_whitespace().map(|word| word.trim_matches([',', ';', ':'])).collect();
        let at = words.iter().rposition(|word| *word == unit)?;
        words.get(at.checked_sub(1)?)?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(output: &[&str], line: &'static str, unit: &'static str) -> Option<f64> {
        let mut lines = Lines::default();
        output.iter().for_each(|line| lines.take(line));
        lines.find(&Figure { name: "", line, unit, limit: Limit::None })
    }

    #[test]
    fn figures_are_found_in_lines_for_people() {
        let output = [
            "visits: 32000 of 900 B from 8 phones in 5.25 s = 6095 visits/s",
            "server peak memory after visits: 40 MB",
            "server peak memory: 60 MB",
            "organiser cold cache: 5400 ms, 220 pages, 31000 KB, 0 photos missing, peak RSS 300 kB",
        ];
        assert_eq!(find(&output, "visits:", "visits/s"), Some(6095.0));
        assert_eq!(find(&output, "server peak memory:", "MB"), Some(60.0));
        assert_eq!(find(&output, "organiser cold", "ms"), Some(5400.0));
        assert_eq!(find(&output, "organiser cold", "KB"), Some(31_000.0));
        assert_eq!(find(&output, "nothing", "ms"), None);
    }

    #[test]
    fn criterion_puts_the_name_before_or_above() {
        let short = ["photo/intake          time:   [310.12 ms 312.50 ms 315.01 ms]"];
        assert_eq!(find(&short, "photo/intake", "ms"), Some(312.5));
        let long =
            ["photo/intake_12_megapixels", "time:   [310.12 ms 312.50 ms 315.01 ms]", "thrpt: [1 MiB/s]"];
        assert_eq!(find(&long, "photo/intake_12_megapixels", "ms"), Some(312.5));
    }

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
