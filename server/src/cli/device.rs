//! `ruhu device`.

use std::process::ExitCode;

use clap::Subcommand;
use ruhu_core::region::RegionCode;

use super::DataArgs;
use crate::{ingest, local_time::minute};

#[derive(Debug, Subcommand)]
pub(super) enum DeviceCommand {
    /// 生成一次性登记码
    Code {
        #[command(flatten)]
        data: DataArgs,
        /// 调查员姓名
        #[arg(long)]
        surveyor: String,
        /// 负责的区划代码
        #[arg(long, value_parser = super::region)]
        region: RegionCode,
    },
    /// 停用手机；已上传的记录转入隔离区，等待人工处理
    Revoke {
        #[command(flatten)]
        data: DataArgs,
        /// 设备编号
        #[arg(long)]
        device: String,
        /// 停用原因
        #[arg(long)]
        reason: String,
    },
    /// 列出手机
    List {
        #[command(flatten)]
        data: DataArgs,
    },
}

pub(super) fn run(command: &DeviceCommand) -> anyhow::Result<ExitCode> {
    match command {
        DeviceCommand::Code { data, surveyor, region } => {
            let app = data.open()?;
            let code = ingest::make_code(&app, surveyor, region)?;
            println!("登记码：{code}(三天内有效，只能使用一次)");
        }
        DeviceCommand::Revoke { data, device, reason } => {
            let app = data.open()?;
            let set_apart = ingest::revoke(&app, device.parse()?, reason)?;
            println!("已停用设备 {device},{set_apart} 条记录转入隔离区");
        }
        DeviceCommand::List { data } => {
            let app = data.open()?;
            for device in app.store.read(|r| r.devices_in(&RegionCode::country()))? {
                let state = device
                    .revoked_ms
                    .map_or_else(|| "在用".to_owned(), |ms| format!("已停用 {}", minute(ms)));
                println!(
                    "{}  {}  {}  {}  {state}",
                    device.device, device.region, device.surveyor, device.device_name
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
