//! `ruhu backup` and `ruhu restore`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use ruhu_core::clock::Clock;

use super::DataArgs;
use crate::backup::{self, BackupDone, Counts};

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 备份文件
    #[arg(short, long)]
    output: PathBuf,
    /// 备份与数据在同一块磁盘上，但会另外复制到别处：手机可以据此腾出照片
    #[arg(long)]
    copied_elsewhere: bool,
}

#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// 备份文件
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn backup(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    let counts = if args.copied_elsewhere { Counts::Anywhere } else { Counts::OnAnotherDisk };
    let BackupDone { summary, durable } = backup::backup(&args.data.open()?, &args.output, counts)?;
    println!("已备份 {} 条记录、{} 个照片文件：{}", summary.entries, summary.blobs, args.output.display());
    match durable {
        Some(records) => println!("新增 {records} 条记录算作已备份，手机下次同步后腾出这些记录的照片"),
        None => println!(
            "备份与数据在同一块磁盘上，磁盘损坏会一起丢失，手机暂不腾出照片；请备份到另一块磁盘，或另外复制后加 --copied-elsewhere"
        ),
    }
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
