//! Checks that are not cargo's: one line each, in the manner of test programs.

use crate::totals::Totals;

/// The checks of one thing.
pub struct Report {
    about: &'static str,
    /// How they ended so far.
    pub totals: Totals,
}

impl Report {
    /// No check yet.
    pub fn about(about: &'static str) -> Self {
        Self { about, totals: Totals::default() }
    }

    /// Prints a check and how it ended.
    pub fn verdict(&mut self, what: &str, passed: bool) {
        println!("{}: {what} ... {}", self.about, if passed { "ok" } else { "FAILED" });
        self.totals.add(Totals { passed: passed.into(), failed: (!passed).into(), ignored: 0 });
    }

    /// Prints a check, which passed if it found no fault, and below it what it found.
    pub fn faults(&mut self, what: &str, found: &[String]) {
        self.verdict(what, found.is_empty());
        for fault in found {
            println!("    {fault}");
        }
    }
}
