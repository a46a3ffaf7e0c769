//! What libFuzzer prints at the end of a run.

/// The figures of one run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Output {
    /// Inputs that were run.
    pub executions: u64,
    /// Inputs per second, as libFuzzer counts them.
    pub per_second: u64,
    /// Files with inputs that broke something, or took too long or too much.
    pub findings: Vec<String>,
}

impl Output {
    pub(super) fn take(&mut self, line: &str) {
        let number = |rest: &str| rest.trim().parse().unwrap_or(0);
        if let Some(rest) = line.strip_prefix("stat::number_of_executed_units:") {
            self.executions = number(rest);
        } else if let Some(rest) = line.strip_prefix("stat::average_exec_per_sec:") {
            self.per_second = number(rest);
        } else if let Some((_, file)) = line.split_once("Test unit written to ") {
            self.findings.push(file.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_findings_are_read() {
        let lines = [
            "thread '<unnamed>' panicked at src/checks/expression.rs:49:22:",
            "==17== ERROR: libFuzzer: deadly signal",
            "artifact_prefix='findings/'; Test unit written to findings/crash-0a1b",
            "stat::number_of_executed_units: 24817",
            "stat::average_exec_per_sec:     1654",
            "stat::peak_rss_mb:              91",
        ];
        let mut output = Output::default();
        lines.iter().for_each(|line| output.take(line));
        let findings = vec!["findings/crash-0a1b".to_owned()];
        assert_eq!(output, Output { executions: 24_817, per_second: 1_654, findings });
    }
}
