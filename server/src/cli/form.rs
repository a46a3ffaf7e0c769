//! `ruhu form`.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Subcommand;
use ruhu_core::{
    error::Explain as _,
    form::{
        definition::FormDefinition,
        xlsform::{Finding, ImportReport, Imported, import},
    },
};

use super::meeting::write_private;
use crate::casework::forms::{FormFileError, FormLimits, read_form, xform};

#[derive(Debug, Subcommand)]
pub(super) enum FormCommand {
    /// 检查表单；列出每一处问题的工作表、行号、列名和改法，全部没有问题时返回 0，否则返回 1
    Check {
        /// 表单：.xlsx 工作簿、.md 文件，或含有 survey.csv 的文件夹；可写多个
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// 检查报告（JSON）
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// 导出为 ODK XForm（XML），供其他工具使用
    Export {
        /// 表单：.xlsx 工作簿、.md 文件，或含有 survey.csv 的文件夹
        file: PathBuf,
        /// 导出的文件；不写时输出到屏幕
        #[arg(short, long)]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(command: &FormCommand) -> anyhow::Result<ExitCode> {
    match command {
        FormCommand::Check { files, json } => check(files, json.as_deref()),
        FormCommand::Export { file, out } => export(file, out.as_deref()),
    }
}

/// What a check found in one file.
#[derive(Debug, serde::Serialize)]
struct Checked {
    file: String,
    /// The version of the form; none where it cannot be used.
    version: Option<String>,
    #[serde(flatten)]
    report: ImportReport,
}

fn check(files: &[PathBuf], json: Option<&Path>) -> anyhow::Result<ExitCode> {
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

fn read(file: &Path) -> Result<Result<Imported, ImportReport>, FormFileError> {
    Ok(import(&read_form(file, &FormLimits::default())?))
}

fn print_findings(kind: &str, findings: &[Finding]) {
    for finding in findings {
        println!("{kind}：{finding}（{}）", finding.code);
    }
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

fn export(file: &Path, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    let definition = match read(file)? {
        Ok(imported) => imported.definition,
        Err(report) => {
            for finding in &report.errors {
                eprintln!("错误：{finding}（{}）", finding.code);
            }
            eprintln!("共 {} 处错误，未导出；请修改后重试", report.errors.len());
            return Ok(ExitCode::FAILURE);
        }
    };
    let xml = xform::write(&definition)?;
    match out {
        Some(path) => {
            std::fs::write(path, xml)
                .with_context(|| format!("无法写入 {}，请检查路径和磁盘空间", path.display()))?;
            println!("已导出 {}：{}", definition.version(), path.display());
        }
        None => std::io::stdout().write_all(&xml)?,
    }
    Ok(ExitCode::SUCCESS)
}
