//! `ruhu form check`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use ruhu_core::{
    error::Explain as _,
    form::{
        definition::FormDefinition,
        xlsform::{Finding, ImportReport, Imported},
    },
};

use super::{print_findings, read};
use crate::{casework::forms::FormFileError, cli::meeting::write_private};

/// What a check found in one file.
#[derive(Debug, serde::Serialize)]
struct Checked {
    file: String,
    /// The version of the form; none where it cannot be used.
    version: Option<String>,
    #[serde(flatten)]
    report: ImportReport,
}

pub(super) fn check(files: &[PathBuf], json: Option<&Path>) -> anyhow::Result<ExitCode> {
    let mut reports = Vec::new();
    for file in files {
        reports.push(check_one(file));
    }
    if let Some(path) = json {
        write_private(path, (serde_json::to_string_pretty(&reports)? + "\n").as_bytes())?;
    }
    let clean =
        reports.iter().all(|report| report.report.errors.is_empty() && report.report.warnings.is_empty());
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A file that cannot be read is one finding of its own, so that the others are still checked.
fn check_one(file: &Path) -> Checked {
    let shown = file.display().to_string();
    println!("{shown}");
    let (form, report) = match read(file) {
        Ok(Ok(Imported { definition, warnings })) => {
            (Some(definition), ImportReport { errors: Vec::new(), warnings })
        }
        Ok(Err(report)) => (None, report),
        Err(error) => (None, unreadable(&error)),
    };
    print_findings("错误", &report.errors);
    print_findings("提醒", &report.warnings);
    match &form {
        Some(form) => println!("{}", summary(form, report.warnings.len())),
        None => println!("共 {} 处错误，请修改后重新检查", report.errors.len()),
    }
    Checked { file: shown, version: form.map(|form| form.version().0.clone()), report }
}

fn unreadable(error: &FormFileError) -> ImportReport {
    let finding = Finding {
        sheet: String::new(),
        row: 0,
        column: String::new(),
        code: error.code().to_owned(),
        message: error.to_string(),
    };
    ImportReport { errors: vec![finding], warnings: Vec::new() }
}

fn summary(form: &FormDefinition, warnings: usize) -> String {
    let questions = form.nodes().iter().filter(|(_, node)| node.question().is_some()).count();
    let verdict = match warnings {
        0 => "没有问题".to_owned(),
        count => format!("可以使用，有 {count} 处提醒请核对"),
    };
    format!(
        "表单“{}”{verdict}：题目 {questions} 个，选项列表 {} 个，语言 {} 种，版本 {}",
        form.settings().title,
        form.lists().len(),
        form.languages().len(),
        form.version()
    )
}
