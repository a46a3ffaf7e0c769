//! Finding figures in what benchmarks print for people.

use super::list::Figure;

/// The lines of a benchmark, Criterion's put behind the name of what they measure.
#[derive(Default)]
pub(super) struct Lines {
    lines: Vec<String>,
    heading: String,
}

impl Lines {
    pub(super) fn take(&mut self, line: &str) {
        // Maven ends its own lines with this only after the line break.
        let line = line.trim_start_matches("\u{1b}[0m");
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

    pub(super) fn find(&self, figure: &Figure) -> Option<f64> {
        let line = self.lines.iter().find(|line| {
            line.strip_prefix(figure.line).is_some_and(|rest| Self::number(rest, figure.unit).is_some())
        })?;
        Self::number(line, figure.unit)
    }

    /// The last number of a line that stands before `unit`; what is in parentheses is a remark.
    fn number(line: &str, unit: &str) -> Option<f64> {
        let words: Vec<&str> =
            line.split_whitespace().map(|word| word.trim_matches([',', ';', ':'])).collect();
        words.windows(2).rev().find_map(|pair| match pair {
            [number, word] if *word == unit => number.parse().ok(),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::list::Limit, *};

    #[test]
    fn remarks_and_colours_do_not_hide_a_figure() {
        assert_eq!(
            find(&["cold cache: 2848 ms (4920 ms of processor), 30529 KB"], "cold", "ms"),
            Some(2848.0)
        );
        assert_eq!(find(&["\u{1b}[0manswer, saved: 226.5 us"], "answer", "us"), Some(226.5));
    }

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
}
