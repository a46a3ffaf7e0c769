//! `ruhu quarantine`.

use std::process::ExitCode;

use clap::Subcommand;
use ruhu_core::{region::RegionCode, wire::RecordState};

use super::DataArgs;
use crate::{ingest, local_time::minute};

#[derive(Debug, Subcommand)]
pub(super) enum QuarantineCommand {
    /// 列出隔离的记录和批次
    List {
        #[command(flatten)]
        data: DataArgs,
    },
    /// 核实后放行一条记录
    Release {
        #[command(flatten)]
        data: DataArgs,
        /// 记录编号
        #[arg(long)]
        record: String,
        /// 放行理由，写入审计日志
        #[arg(long)]
        reason: String,
    },
}

pub(super) fn run(command: &QuarantineCommand) -> anyhow::Result<ExitCode> {
    match command {
        QuarantineCommand::List { data } => list(data)?,
        QuarantineCommand::Release { data, record, reason } => {
            ingest::release(&data.open()?, record.parse()?, reason)?;
            println!("已放行记录 {record}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(data: &DataArgs) -> anyhow::Result<()> {
    let app = data.open()?;
    let (records, batches) = app.store.read(|r| -> Result<_, crate::store::StoreError> {
        let mut records = Vec::new();
        for device in r.devices_in(&RegionCode::country())? {
            records.extend(
                r.records_by(&device.device)?.into_iter().filter(|r| r.state == RecordState::Quarantined),
            );
        }
        Ok((records, r.quarantined_batches()?))
    })?;
    println!("隔离记录 {} 条，隔离批次 {} 个", records.len(), batches.len());
    for record in records {
        let kind = record.kind.map_or("无法读取", ruhu_core::record::RecordKind::label);
        println!(
            "记录 {}  {kind}  户 {}  原因 {}",
            record.entry_id,
            record.household,
            record.code.unwrap_or_default()
        );
    }
    for batch in batches {
        println!(
            "批次 {}  设备 {}  {} 字节  {}  原因 {}",
            batch.batch_no,
            batch.device,
            batch.size,
            minute(batch.received_ms),
            batch.code
        );
    }
    Ok(())
}
