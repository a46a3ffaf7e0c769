//! `cargo xtask bench`: every benchmark, and a table at the end.
//!
//! A benchmark program reports each figure on a line of its own, fields parted by tabs:
//! `bench-result`, name, value, unit, and what it is held against, for example `>= 3000`.

use anyhow::Result;

use crate::run::{Read, cargo_command, run as run_command};

/// A benchmark command: what cargo is given.
struct Bench {
    /// Short name, for `--only`.
    name: &'static str,
    cargo: &'static [&'static str],
}

/// The one list of benchmarks.
const BENCHES: &[Bench] = &[];

const MARK: &str = "bench-result\t";

/// Options.
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only the benchmark of this name.
    #[arg(long)]
    only: Option<String>,
}

/// Runs them; the answer is whether all ran and each figure keeps its limit.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let mut figures = Vec::new();
    let mut sound = true;
    for bench in BENCHES.iter().filter(|bench| arguments.only.as_ref().is_none_or(|only| only == bench.name))
    {
        let ended =
            run_command(cargo_command(bench.cargo), Read::Stdout, |line| figures.extend(Figure::read(line)))?;
        sound &= ended.success;
    }
    println!("\n{:<48} {:>12} {:<8} {:<12} held", "figure", "value", "unit", "limit");
    for figure in &figures {
        let held = figure.held();
        sound &= held != Some(false);
        let verdict = match held {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "-",
        };
        println!(
            "{:<48} {:>12} {:<8} {:<12} {verdict}",
            figure.name, figure.value, figure.unit, figure.limit
        );
    }
    println!("{} figures", figures.len());
    Ok(sound && !figures.is_empty())
}

/// One reported figure.
#[derive(Debug, PartialEq, Eq)]
struct Figure {
    name: String,
    value: String,
    unit: String,
    limit: String,
}

impl Figure {
    fn read(line: &str) -> Option<Self> {
        let mut fields = line.strip_prefix(MARK)?.split('\t').map(str::to_owned);
        let (name, value, unit) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Self { name, value, unit, limit: fields.next().unwrap_or_default() })
    }

    /// Whether the limit (`>= N` or `<= N`) holds; nothing where there is none.
    fn held(&self) -> Option<bool> {
        let value: f64 = self.value.parse().ok()?;
        let (sign, limit) = self.limit.split_once(' ')?;
        let limit: f64 = limit.parse().ok()?;
        match sign {
            ">=" => Some(value >= limit),
            "<=" => Some(value <= limit),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reported_figure_is_held_against_its_limit() {
        let held = |line: &str| Figure::read(line).unwrap().held();
        assert_eq!(held("bench-result\tingest\t3200\tvisits/s\t>= 3000"), Some(true));
        assert_eq!(held("bench-result\tsave p99\t2.5\tms\t<= 2"), Some(false));
        assert_eq!(held("bench-result\tpack\t7\ts"), None);
        assert_eq!(Figure::read("time: 3 ms"), None);
    }
}
