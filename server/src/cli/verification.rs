//! `ruhu verification`: what authorities answered about the people of the roster.

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use super::{DataArgs, files::read_up_to, meeting::write_private};
use crate::casework::{LineFault, roster::RosterLimits, verification::import_verification};

/// Households and lines shown on the screen; all of them are in the report.
const SHOWN: usize = 20;

#[derive(Debug, Subcommand)]
pub(super) enum VerificationCommand {
    /// 导入信息核对结果：按身份证号码匹配，与入户调查比对，列出不一致和未匹配的行
    Import {
        /// 核对结果(.xlsx、.xls 或 .csv)
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
        /// 导入报告(JSON)
        #[arg(long)]
        report: Option<PathBuf>,
    },
}

pub(super) fn run(command: &VerificationCommand) -> anyhow::Result<ExitCode> {
    let VerificationCommand::Import { file, data, report } = command;
    let bytes = read_up_to(file, RosterLimits::default().file_bytes)?;
    let app = data.open()?;
    let imported = import_verification(&app, &bytes)?;
    if let Some(path) = report {
        write_private(path, (serde_json::to_string_pretty(&imported)? + "\n").as_bytes())?;
    }
    match imported.number {
        Some(number) => {
            println!("第 {number} 次核对结果：匹配 {} 条，涉及 {} 户", imported.matched, imported.households);
        }
        None => println!("没有导入任何核对结果"),
    }
    println!(
        "与入户调查不一致 {} 户，未匹配 {} 条，拒绝 {} 条，提醒 {} 条，尚未入户或没有适用政策暂不能比对 {} 户",
        imported.contradicted.len(),
        imported.unmatched.len(),
        imported.rejected.len(),
        imported.warnings.len(),
        imported.not_compared.len(),
    );
    for household in imported.contradicted.iter().take(SHOWN) {
        println!("户 {}", household.household_id);
        household.contradictions.iter().for_each(|sentence| println!("  {sentence}"));
    }
    let faults = [&imported.unmatched, &imported.rejected, &imported.warnings];
    for fault in faults.into_iter().flatten().take(SHOWN) {
        println!("{}", shown(fault));
    }
    let left = imported.contradicted.len().saturating_sub(SHOWN)
        + faults.iter().map(|list| list.len()).sum::<usize>().saturating_sub(SHOWN);
    if left > 0 {
        println!("……其余 {left} 处见导入报告(--report)");
    }
    Ok(ExitCode::SUCCESS)
}

/// A fault with its place, as people look for it in the file.
pub(super) fn shown(fault: &LineFault) -> String {
    let sheet =
        if fault.sheet.is_empty() { String::new() } else { format!("工作表“{}”", fault.sheet) };
    let column = if fault.column.is_empty() { String::new() } else { format!("〔{}〕", fault.column) };
    format!("{sheet}第 {} 行{column}{}", fault.row, fault.message)
}
