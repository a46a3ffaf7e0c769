//! `ruhu relatives`: the register of close relatives of staff and cadres (近亲属备案).

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;

use super::{DataArgs, files::read_up_to, meeting::write_private, verification::shown};
use crate::casework::{relatives::import_relatives, roster::RosterLimits};

/// Lines shown on the screen; all of them are in the report.
const SHOWN: usize = 20;

#[derive(Debug, Subcommand)]
pub(super) enum RelativesCommand {
    /// 导入近亲属备案登记表，替换原有登记：备案家庭列入必查，调查人与备案人同名的作为疑点提示
    Import {
        /// 登记表(.xlsx、.xls 或 .csv)，每行一名近亲属
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
        /// 导入报告(JSON)
        #[arg(long)]
        report: Option<PathBuf>,
    },
}

pub(super) fn run(command: &RelativesCommand) -> anyhow::Result<ExitCode> {
    let RelativesCommand::Import { file, data, report } = command;
    let bytes = read_up_to(file, RosterLimits::default().file_bytes)?;
    let imported = import_relatives(&data.open()?, &bytes)?;
    if let Some(path) = report {
        write_private(path, (serde_json::to_string_pretty(&imported)? + "\n").as_bytes())?;
    }
    if imported.replaced {
        println!(
            "近亲属备案登记：原有 {} 条，现有 {} 条，涉及 {} 户；不在花名册中的 {} 条没有保留",
            imported.before,
            imported.kept,
            imported.households,
            imported.unmatched.len(),
        );
    } else {
        println!(
            "登记表有 {} 处错误，没有导入，原有 {} 条登记没有改动；请改正后重新导入整个登记表",
            imported.rejected.len(),
            imported.before,
        );
    }
    let faults = [&imported.rejected, &imported.unmatched];
    for fault in faults.into_iter().flatten().take(SHOWN) {
        println!("{}", shown(fault));
    }
    let left = faults.iter().map(|list| list.len()).sum::<usize>().saturating_sub(SHOWN);
    if left > 0 {
        println!("……其余 {left} 处见导入报告(--report)");
    }
    Ok(if imported.replaced { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
