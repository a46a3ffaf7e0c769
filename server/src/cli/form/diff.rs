//! `ruhu form diff`.

use std::{path::Path, process::ExitCode};

use ruhu_core::form::{definition::FormDefinition, diff::FormDiff};

use super::{read, report_errors};
use crate::cli::meeting::write_private;

/// What is not a comparison ends as the tool `diff` ends: 1 says that there are differences.
const TROUBLE: u8 = 2;

pub(super) fn diff(old: &Path, new: &Path, json: Option<&Path>) -> ExitCode {
    // Both are read first, so that the faults of both are told at once.
    let (Some(old), Some(new)) = (form(old), form(new)) else { return ExitCode::from(TROUBLE) };
    let diff = FormDiff::between(&old, &new);
    if let Some(Err(error)) = json.map(|path| write_report(path, &diff)) {
        eprintln!("错误：{error:#}");
        return ExitCode::from(TROUBLE);
    }
    print!("{diff}");
    if diff.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn form(file: &Path) -> Option<FormDefinition> {
    match read(file) {
        Ok(Ok(imported)) => return Some(imported.definition),
        Ok(Err(report)) => {
            eprintln!("{}", file.display());
            report_errors(&report, "未比较");
        }
        Err(error) => eprintln!("{}\n错误：{error}", file.display()),
    }
    None
}

fn write_report(path: &Path, diff: &FormDiff) -> anyhow::Result<()> {
    write_private(path, (serde_json::to_string_pretty(diff)? + "\n").as_bytes())
}
