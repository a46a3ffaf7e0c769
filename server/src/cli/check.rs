//! `ruhu check`.

use std::process::ExitCode;

use clap::Args;

use super::DataArgs;
use crate::{
    app::App,
    local_time::minute,
    store::{Fault, StoreError, VerifyReport},
};

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let app = args.data.open()?;
    let report = verify(&app)?;
    println!(
        "已验证：记录 {} 条，签名 {} 个，照片文件 {} 个，审计日志 {} 行",
        report.entries, report.signatures, report.blobs, report.audit_lines
    );
    match app.store.read(|r| r.last_backup())? {
        Some(taken_ms) => println!("最近一次算数的备份：{}", minute(taken_ms)),
        None => println!("还没有算数的备份，手机不会腾出照片；请用 ruhu backup 备份到另一块磁盘"),
    }
    for fault in &report.faults {
        println!("异常：{fault}");
    }
    if report.faults.is_empty() {
        println!("全部一致");
        return Ok(ExitCode::SUCCESS);
    }
    println!("共 {} 处异常，请勿继续使用该数据，并从备份恢复", report.faults.len());
    Ok(ExitCode::FAILURE)
}

/// Verifies the database, then every photo that it counts as verified.
fn verify(app: &App) -> Result<VerifyReport, StoreError> {
    let mut report = app.store.read(|r| r.verify())?;
    app.store.read(|r| {
        r.each_blob(|sha256, _| {
            report.blobs += 1;
            if !app.blobs.is_intact(&sha256) {
                report.faults.push(Fault::BlobChanged { sha256 });
            }
        })
    })?;
    Ok(report)
}
