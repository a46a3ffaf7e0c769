//! `ruhu form`.

mod adopt;
mod answers;
mod check;
mod diff;
mod export;
mod preview;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Subcommand;
use ruhu_core::form::{
    definition::FormDefinition,
    xlsform::{Finding, ImportReport, Imported, import},
};

use super::DataArgs;
use crate::casework::forms::{FormFileError, FormLimits, read_form};

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
    /// 比较表单的两个版本；列出每一处改动及其对草稿、已导出的答案和统计的影响，相同时返回 0，不同时返回 1，不能比较时返回 2
    Diff {
        /// 旧版：.xlsx 工作簿、.md 文件，或含有 survey.csv 的文件夹
        old: PathBuf,
        /// 新版：同上
        new: PathBuf,
        /// 比较结果（JSON）
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
    /// 导入表单并在当前任务中启用；手机同步后新开的记录使用此表，已开始的草稿仍用原表
    Import {
        #[command(flatten)]
        data: DataArgs,
        /// 表单：.xlsx 工作簿、.md 文件，或含有 survey.csv 的文件夹
        file: PathBuf,
    },
    /// 列出服务器上的表单版本
    List {
        #[command(flatten)]
        data: DataArgs,
    },
    /// 在浏览器中试填表单：与手机相同的程序，手机宽度，内容不保存
    Preview {
        /// 表单：.xlsx 工作簿、.md 文件，或含有 survey.csv 的文件夹
        file: PathBuf,
        /// 端口；0 表示任选一个
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// 把已封存的记录导出为便于阅读的文本、表格或 JSON
    Answers(answers::AnswersArgs),
}

pub(super) fn run(command: &FormCommand) -> anyhow::Result<ExitCode> {
    match command {
        FormCommand::Check { files, json } => check::check(files, json.as_deref()),
        FormCommand::Diff { old, new, json } => Ok(diff::diff(old, new, json.as_deref())),
        FormCommand::Export { file, out } => export::export(file, out.as_deref()),
        FormCommand::Import { data, file } => adopt::import(data, file),
        FormCommand::List { data } => adopt::list(data),
        FormCommand::Preview { file, port } => preview::preview(file, *port),
        FormCommand::Answers(args) => answers::answers(args),
    }
}

fn read(file: &Path) -> Result<Result<Imported, ImportReport>, FormFileError> {
    Ok(import(&read_form(file, &FormLimits::default())?))
}

/// The form; none where it has faults, which are printed.
fn read_or_report(file: &Path, not_done: &str) -> anyhow::Result<Option<FormDefinition>> {
    match read(file)? {
        Ok(imported) => Ok(Some(imported.definition)),
        Err(report) => {
            report_errors(&report, not_done);
            Ok(None)
        }
    }
}

fn report_errors(report: &ImportReport, not_done: &str) {
    for finding in &report.errors {
        eprintln!("错误：{finding}（{}）", finding.code);
    }
    eprintln!("共 {} 处错误，{not_done}；请修改后重试", report.errors.len());
}

fn print_findings(kind: &str, findings: &[Finding]) {
    for finding in findings {
        println!("{kind}：{finding}（{}）", finding.code);
    }
}
