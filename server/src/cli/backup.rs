//! `ruhu backup` and `ruhu restore`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use ruhu_core::clock::Clock;

use super::DataArgs;
use crate::backup;

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 备份文件
    #[arg(short, long)]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// 备份文件
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn backup(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let summary = backup::backup(&args.data.open()?, &args.output)?;
    println!("已备份 {} 条记录、{} 个照片文件：{}", summary.entries, summary.blobs, args.output.display());
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    let now_ms = super::system_clock()?.read().wall_ms;
    let summary = backup::restore(&args.file, &args.data.data, now_ms)?;
    println!(
        "已恢复 {} 条记录、{} 个照片文件到 {}",
        summary.entries,
        summary.blobs,
        args.data.data.display()
    );
    println!("手机下次同步时会自动核对，并补传备份之后的记录");
    Ok(ExitCode::SUCCESS)
}
