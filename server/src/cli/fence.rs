//! `ruhu fence`: village fences (村界), which places are held against.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Subcommand;
use ruhu_core::location::MAX_FENCE_BYTES;

use super::{DataArgs, files::read_up_to};
use crate::casework::fences::import_fences;

#[derive(Debug, Subcommand)]
pub(super) enum FenceCommand {
    /// 导入一个县的村界(GeoJSON，WGS-84)，替换该县原有的村界
    Import {
        /// GeoJSON 文件
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
}

pub(super) fn run(command: &FenceCommand) -> anyhow::Result<ExitCode> {
    let FenceCommand::Import { file, data } = command;
    let bytes = read_up_to(file, MAX_FENCE_BYTES)?;
    // The library's reason is in English, and the place of a byte tells nobody what to do.
    let text = String::from_utf8(bytes)
        .ok()
        .with_context(|| format!("{} 不是 UTF-8 文本，请重新导出为 GeoJSON(UTF-8)", file.display()))?;
    let villages = import_fences(&data.open()?, text)?;
    println!("已导入 {villages} 个村的村界");
    Ok(ExitCode::SUCCESS)
}
