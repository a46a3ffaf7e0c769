//! Counting what test programs report.

/// Passed, failed and ignored tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
    /// Tests that were not run.
    pub ignored: u64,
}

impl Totals {
    /// Adds what one line reports: libtest's `test result: …`, the closing lines of Python's unittest, or Surefire's
    /// line of one class.
    pub fn read(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result:") {
            self.passed += before(counts, " passed");
            self.failed += before(counts, " failed");
            self.ignored += before(counts, " ignored");
        } else if let Some(ran) = line.strip_prefix("Ran ").and_then(|rest| rest.split_once(" test")) {
            self.passed += ran.0.parse().unwrap_or(0);
        } else if line.contains("Tests run: ") && line.contains(" -- in ") {
            let failed = after(line, "Failures: ") + after(line, "Errors: ");
            let skipped = after(line, "Skipped: ");
            self.passed += after(line, "Tests run: ").saturating_sub(failed + skipped);
            self.failed += failed;
            self.ignored += skipped;
        } else if let Some(counts) = line.strip_prefix("FAILED (").or_else(|| line.strip_prefix("OK (")) {
            // `Ran` counts every test; what did not pass is taken off again.
            let failed = after(counts, "failures=") + after(counts, "errors=");
            let skipped = after(counts, "skipped=");
            self.passed = self.passed.saturating_sub(failed + skipped);
            self.failed += failed;
            self.ignored += skipped;
        }
    }

    /// Adds other totals.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }
}

fn before(text: &str, mark: &str) -> u64 {
    text.split_once(mark).and_then(|(head, _)| head.split_whitespace().next_back()?.parse().ok()).unwrap_or(0)
}

fn after(text: &str, mark: &str) -> u64 {
    let digits = |tail: &str| tail.chars().take_while(char::is_ascii_digit).collect::<String>();
    text.split_once(mark).and_then(|(_, tail)| digits(tail).parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(lines: &[&str]) -> (u64, u64, u64) {
        let mut totals = Totals::default();
        lines.iter().for_each(|line| totals.read(line));
        (totals.passed, totals.failed, totals.ignored)
    }

    #[test]
    fn libtest_lines_add_up() {
        let lines = [
            "running 2 tests",
            "test result: ok. 17 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.28s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
            "a test said: 9 passed; 9 failed",
        ];
        assert_eq!(totals(&lines), (20, 2, 1));
    }

    #[test]
    fn surefire_lines_add_up_once() {
        let lines = [
            "[INFO] Tests run: 8, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 9.1 s -- in cn.ruhu.FieldDayTest",
            "[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1, Time elapsed: 2 s <<< FAILURE! -- in cn.ruhu.X",
            "[INFO] Tests run: 13, Failures: 1, Errors: 1, Skipped: 1",
        ];
        assert_eq!(totals(&lines), (10, 2, 1));
    }

    #[test]
    fn unittest_lines_add_up() {
        assert_eq!(totals(&["Ran 3 tests in 0.010s", "OK"]), (3, 0, 0));
        assert_eq!(totals(&["Ran 1 test in 0.010s", "OK"]), (1, 0, 0));
        assert_eq!(totals(&["Ran 5 tests in 0.010s", "FAILED (failures=1, errors=2, skipped=1)"]), (1, 3, 1));
        assert_eq!(totals(&["Ran 2 tests in 0.010s", "OK (skipped=1)"]), (1, 0, 1));
    }
}
