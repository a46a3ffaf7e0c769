//! `ruhu form answers`: sealed records as people read them.

use std::{io::Write as _, path::Path, process::ExitCode};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use ruhu_core::ids::{EntryId, HouseholdId};
use serde::Serialize;

use crate::{
    casework::filed::{File, FiledRecord},
    cli::{DataArgs, meeting::write_private},
    local_time::minute,
    store::{AuditLine, StoreError},
};

#[derive(Debug, Args)]
pub(in crate::cli) struct AnswersArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    which: Which,
    /// 输出格式
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// 查阅理由，写入审计日志
    #[arg(long)]
    reason: String,
    /// 输出文件；不写时输出到屏幕
    #[arg(short, long)]
    out: Option<std::path::PathBuf>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// 一条记录的编号
    #[arg(long)]
    record: Option<EntryId>,
    /// 一户的全部记录
    #[arg(long)]
    household: Option<HouseholdId>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// 便于阅读的文本
    Text,
    /// 表格，每个答案一行
    Csv,
    /// JSON
    Json,
}

/// One record with its answers.
#[derive(Debug, Serialize)]
struct RecordAnswers {
    record: String,
    kind: &'static str,
    household: String,
    form: String,
    received: String,
    answers: Vec<ruhu_core::form::fill::ReadableAnswer>,
}

impl RecordAnswers {
    fn of(filed: FiledRecord) -> Self {
        Self {
            record: filed.stored.entry_id.to_string(),
            kind: filed.stored.kind.map_or("无法读取的记录", |kind| kind.label()),
            household: filed.stored.household.to_string(),
            form: filed.form.map(|version| version.0).unwrap_or_default(),
            received: minute(filed.received_ms),
            answers: filed.lines,
        }
    }
}

pub(super) fn answers(args: &AnswersArgs) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(!args.reason.trim().is_empty(), "请用 --reason 写明查阅理由，例如 --reason 信访核查");
    let app = args.data.open()?;
    let (household, records) = app.store.read(|r| -> anyhow::Result<_> {
        let household = match (&args.which.household, &args.which.record) {
            (Some(household), _) => household.clone(),
            (None, Some(record)) => {
                r.record(record)?.with_context(|| format!("没有记录 {record}，请核对编号"))?.household
            }
            (None, None) => anyhow::bail!("请写 --record 或 --household"),
        };
        if r.household(&household)?.is_none() {
            anyhow::bail!("名册中没有这一户，请核对户编号");
        }
        let mut records = File::of(r, &household)?.records;
        records.retain(|filed| args.which.record.is_none_or(|only| filed.stored.entry_id == only));
        Ok((household, records))
    })?;
    let line = AuditLine {
        at_ms: app.now_ms(),
        actor: "cli".to_owned(),
        action: "form.answers".to_owned(),
        subject: household.to_string(),
        purpose: args.reason.clone(),
    };
    app.store.write(move |w| -> Result<(), StoreError> { w.audit(&line) })?;
    let records: Vec<RecordAnswers> = records.into_iter().map(RecordAnswers::of).collect();
    let bytes = match args.format {
        Format::Text => text(&records).into_bytes(),
        Format::Csv => csv(&records)?,
        Format::Json => (serde_json::to_string_pretty(&records)? + "\n").into_bytes(),
    };
    write(args.out.as_deref(), &bytes)?;
    Ok(ExitCode::SUCCESS)
}

fn write(out: Option<&Path>, bytes: &[u8]) -> anyhow::Result<()> {
    match out {
        Some(path) => write_private(path, bytes),
        None => Ok(std::io::stdout().write_all(bytes)?),
    }
}

fn text(records: &[RecordAnswers]) -> String {
    let mut lines = Vec::new();
    for record in records {
        lines.push(format!("{}  记录 {}", record.kind, record.record));
        lines.push(format!("户 {}  表单 {}  收到 {}", record.household, record.form, record.received));
        let mut section = None;
        for answer in &record.answers {
            if section != Some(&answer.section_title) && !answer.section_title.is_empty() {
                lines.push(format!("【{}】", answer.section_title));
            }
            section = Some(&answer.section_title);
            lines.push(format!("  {}：{}", answer.label, answer.text));
        }
        lines.push(String::new());
    }
    lines.join("\n")
}

/// With a byte order mark, by which spreadsheets know UTF-8.
fn csv(records: &[RecordAnswers]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(["记录", "类别", "户", "表单", "收到时间", "部分", "位置", "题目", "答案"])?;
    for record in records {
        for answer in &record.answers {
            let cells = [
                &record.record,
                record.kind,
                &record.household,
                &record.form,
                &record.received,
                &answer.section_title,
                answer.key.as_str(),
                &answer.label,
                &answer.text,
            ];
            writer.write_record(cells.map(harmless))?;
        }
    }
    writer.into_inner().context("无法写出表格")
}

/// A spreadsheet would take such a text for a formula and run it.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
