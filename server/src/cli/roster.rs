//! `ruhu roster`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Subcommand;
use ruhu_core::region::RegionCode;

use super::{DataArgs, meeting::write_private};
use crate::casework;

/// Findings shown on the screen; all of them are in the report.
const SHOWN: usize = 20;

#[derive(Debug, Subcommand)]
pub(super) enum RosterCommand {
    /// 导入花名册；有问题的行不导入，并说明行号、列名和原因
    Import {
        /// 工作簿文件(.xlsx)
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
        /// 花名册所属的区划代码
        #[arg(long, value_parser = super::region)]
        region: RegionCode,
        /// 导入报告(JSON)
        #[arg(long)]
        report: Option<PathBuf>,
    },
}

pub(super) fn run(command: &RosterCommand) -> anyhow::Result<ExitCode> {
    let RosterCommand::Import { file, data, region, report } = command;
    let bytes = std::fs::read(file).with_context(|| format!("无法读取 {}，请检查路径", file.display()))?;
    let app = data.open()?;
    let imported = casework::import_roster(&app, &bytes, region)?;
    if let Some(path) = report {
        write_private(path, (serde_json::to_string_pretty(&imported)? + "\n").as_bytes())?;
    }
    println!(
        "导入 {} 户，拒绝 {} 户，提醒 {} 条",
        imported.accepted.len(),
        imported.rejected_households(),
        imported.warnings.len()
    );
    for (code, count) in imported.counts_by_code() {
        println!("  {code}: {count}");
    }
    for fault in imported.rejected.iter().take(SHOWN) {
        println!("第 {} 行〔{}〕{}", fault.row, fault.column, fault.message);
    }
    if imported.rejected.len() > SHOWN {
        println!("……其余 {} 处见导入报告(--report)", imported.rejected.len() - SHOWN);
    }
    Ok(ExitCode::SUCCESS)
}
