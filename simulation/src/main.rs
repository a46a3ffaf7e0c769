//! `simulate`: phones and servers by the hundred thousand, each story by a seed of its own, on the shipped rules.

mod disk;
mod invariants;
mod line;
mod log;
mod mutants;
mod phone;
mod server;
mod story;
mod world;

use std::{
    collections::BTreeMap,
    process::ExitCode,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use clap::Parser;

use crate::{
    mutants::{MUTANTS, Mutant},
    story::{Outcome, minimised, play, steps_of},
};

/// Every so many seeds the story is played again with other clocks.
const CLOCKS_EVERY: u64 = 16;
/// By how much other clocks are off, in milliseconds: twenty years.
const OTHER_CLOCKS_MS: i64 = 631_152_000_000;

#[derive(Parser)]
#[command(name = "simulate", about = "Phones and servers over a network, disks and clocks that fail by seed")]
struct Arguments {
    /// How many seeds.
    #[arg(long, default_value_t = 20_000)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Plant every known fault in turn; each must be found.
    #[arg(long)]
    mutants: bool,
}

#[derive(Default)]
struct Totals {
    seeds: u64,
    entries: u64,
    counts: BTreeMap<String, u64>,
    failed: Vec<(u64, String)>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let sound = if arguments.mutants { kill_mutants(&arguments) } else { simulate(&arguments) };
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::print_stdout, reason = "the totals are what the command is run for")]
#[expect(clippy::disallowed_methods, reason = "the rate is of this machine; no story reads it")]
fn simulate(arguments: &Arguments) -> bool {
    let started = Instant::now();
    let totals = on_all_cores(arguments);
    let seconds = started.elapsed().as_secs_f64();
    for (name, count) in &totals.counts {
        println!("{count:>12}  {name}");
    }
    println!("{:>12}  records at the server at the end", totals.entries);
    let cores = cores();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let rate = totals.seeds as f64 / seconds / cores as f64;
    println!(
        "{} seeds, {} violations; {rate:.0} seeds/s/core on {cores} cores",
        totals.seeds,
        totals.failed.len()
    );
    for (seed, line) in totals.failed.iter().take(3) {
        println!("seed {seed} (version {}): {line}", env!("CARGO_PKG_VERSION"));
        let steps = minimised(*seed, None);
        for line in play(*seed, &steps, None, (0, true)).trace {
            println!("    {line}");
        }
    }
    totals.failed.is_empty()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn on_all_cores(arguments: &Arguments) -> Totals {
    let next = AtomicU64::new(arguments.from);
    let end = arguments.from.saturating_add(arguments.seeds);
    let parts: Vec<Totals> = std::thread::scope(|scope| {
        let work = || {
            let mut totals = Totals::default();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= end {
                    return totals;
                }
                totals.add(seed);
            }
        };
        let threads: Vec<_> = (0..cores()).map(|_| scope.spawn(work)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    parts.into_iter().fold(Totals::default(), Totals::with)
}

impl Totals {
    fn add(&mut self, seed: u64) {
        let steps = steps_of(seed);
        let outcome = play(seed, &steps, None, (0, false));
        if let Some(line) = outcome.violations.first() {
            self.failed.push((seed, line.clone()));
        } else if seed.is_multiple_of(CLOCKS_EVERY) {
            let other = play(seed, &steps, None, (OTHER_CLOCKS_MS, false));
            if other.fingerprint != outcome.fingerprint {
                self.failed.push((seed, "other clocks lead to other records".to_owned()));
            }
        }
        self.count(outcome);
    }

    fn count(&mut self, outcome: Outcome) {
        self.seeds += 1;
        self.entries += outcome.entries;
        for (mishap, count) in outcome.mishaps {
            *self.counts.entry(format!("{mishap:?}")).or_default() += count;
        }
        for (happening, count) in outcome.happenings {
            *self.counts.entry(happening.to_owned()).or_default() += count;
        }
    }

    fn with(mut self, other: Self) -> Self {
        self.seeds += other.seeds;
        self.entries += other.entries;
        for (name, count) in other.counts {
            *self.counts.entry(name).or_default() += count;
        }
        self.failed.extend(other.failed);
        self.failed.sort();
        self
    }
}

#[expect(clippy::print_stdout, reason = "the list is what the command is run for")]
fn kill_mutants(arguments: &Arguments) -> bool {
    let mut survivors = 0;
    for mutant in MUTANTS {
        match killed_at(*mutant, arguments) {
            Some((seed, line)) => println!("killed    {:<24} seed {seed:>6}: {line}", mutant.to_string()),
            None => {
                survivors += 1;
                println!("SURVIVED  {mutant}");
            }
        }
    }
    println!("{} planted faults, {survivors} survived", MUTANTS.len());
    survivors == 0
}

fn killed_at(mutant: Mutant, arguments: &Arguments) -> Option<(u64, String)> {
    (arguments.from..arguments.from.saturating_add(arguments.seeds)).find_map(|seed| {
        let steps = steps_of(seed);
        let outcome = play(seed, &steps, Some(mutant), (0, false));
        let found = outcome.violations.into_iter().next();
        let found = found.or_else(|| {
            let other = play(seed, &steps, Some(mutant), (OTHER_CLOCKS_MS, false));
            (other.fingerprint != outcome.fingerprint)
                .then(|| "other clocks lead to other records".to_owned())
        });
        Some((seed, found?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_thousand_stories_end_with_nothing_lost_and_nothing_twice() {
        let totals = on_all_cores(&Arguments { seeds: 20_000, from: 0, mutants: false });
        assert_eq!(totals.failed, []);
        assert_eq!(totals.seeds, 20_000);
        for (mishap, _) in world::MISHAPS {
            let struck = totals.counts.get(&format!("{mishap:?}")).copied().unwrap_or(0);
            assert!(struck > 100, "{mishap:?} happened {struck} times");
        }
    }

    #[test]
    fn every_planted_fault_is_found() {
        let arguments = Arguments { seeds: 20_000, from: 0, mutants: true };
        let survivors: Vec<String> = MUTANTS
            .iter()
            .filter(|mutant| killed_at(**mutant, &arguments).is_none())
            .map(ToString::to_string)
            .collect();
        assert_eq!(survivors, [""; 0]);
    }
}
