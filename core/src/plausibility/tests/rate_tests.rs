//! How often honest visits are pointed at, and how many dishonest ones are caught.
//!
//! `RUHU_CAMPAIGNS=200 cargo test --release -p ruhu-core --lib plausibility::tests::rate -- --nocapture` makes the table of
//! docs/plausibility.md; without the variable a few campaigns do.

use std::collections::BTreeMap;

use super::{
    dice::Dice,
    plant::plant,
    world::{honest, team},
};
use crate::plausibility::{FindingCode, Thresholds, findings};

/// Campaigns of the quick run.
const FEW: u64 = 4;

#[derive(Default)]
struct Rates {
    honest: usize,
    false_alarms: BTreeMap<FindingCode, usize>,
    /// Honest visits with any finding.
    bothered: usize,
    /// Caught and planted.
    caught: BTreeMap<FindingCode, (usize, usize)>,
    /// Planted ones of which any finding tells.
    noticed: BTreeMap<FindingCode, usize>,
}

fn measure(campaigns: u64) -> Rates {
    let thresholds = Thresholds::shipped().unwrap();
    let mut rates = Rates::default();
    for seed in 1..=campaigns {
        let campaign = honest(seed);
        let placed = campaign.placed(&campaign.visits);
        let mut bothered: Vec<_> = Vec::new();
        for finding in findings(&team(&placed), &thresholds) {
            *rates.false_alarms.entry(finding.code).or_default() += 1;
            bothered.push(finding.visit);
        }
        bothered.dedup();
        rates.bothered += bothered.len();
        rates.honest += campaign.visits.len();
        let mut dice = Dice::of(seed ^ 0x5eed);
        for code in FindingCode::ALL {
            let (visits, chosen) = plant(&campaign, code, &mut dice);
            let placed = campaign.placed(&visits);
            let found = findings(&team(&placed), &thresholds);
            for at in chosen {
                let of_visit = || found.iter().filter(|finding| finding.visit == visits[at].entry);
                let (caught, planted) = rates.caught.entry(code).or_default();
                *planted += 1;
                *caught += usize::from(of_visit().any(|finding| finding.code == code));
                *rates.noticed.entry(code).or_default() += usize::from(of_visit().next().is_some());
            }
        }
    }
    rates
}

#[expect(clippy::cast_precision_loss, reason = "counts of visits are small")]
fn share(part: usize, whole: usize, of: f64) -> f64 {
    part as f64 * of / whole.max(1) as f64
}

impl Rates {
    fn caught_percent(&self, code: FindingCode) -> f64 {
        let (caught, planted) = self.caught[&code];
        share(caught, planted, 100.0)
    }

    fn false_alarms_per_1000(&self, code: FindingCode) -> f64 {
        share(self.false_alarms.get(&code).copied().unwrap_or(0), self.honest, 1_000.0)
    }

    fn print(&self) {
        println!("{} honest visits\n", self.honest);
        println!(
            "| finding | planted | caught | caught or otherwise noticed | false alarms per 1,000 honest visits |"
        );
        println!("|---|---:|---:|---:|---:|");
        for code in FindingCode::ALL {
            let planted = self.caught[&code].1;
            println!(
                "| `{}` {} | {planted} | {:.1} % | {:.1} % | {:.2} |",
                code.name(),
                code.label(),
                self.caught_percent(code),
                share(self.noticed[&code], planted, 100.0),
                self.false_alarms_per_1000(code)
            );
        }
        println!("\nany finding: {:.2} per 1,000 honest visits", share(self.bothered, self.honest, 1_000.0));
    }
}

#[test]
fn honest_visits_are_seldom_pointed_at_and_dishonest_ones_mostly_are() {
    let asked = std::env::var("RUHU_CAMPAIGNS").ok().and_then(|count| count.parse().ok());
    let rates = measure(asked.unwrap_or(FEW));
    rates.print();
    for code in FindingCode::ALL {
        assert!(rates.false_alarms_per_1000(code) < 10.0, "{code:?}: too many honest visits");
        let least = match code {
            FindingCode::ClockMoved
            | FindingCode::FarFromLastYear
            | FindingCode::PhotoPlace
            | FindingCode::PhotoReused
            | FindingCode::TooFast => 60.0,
            _ => 80.0,
        };
        let caught = rates.caught_percent(code);
        assert!(caught >= least, "{code:?}: only {caught:.1} % are caught");
    }
}
