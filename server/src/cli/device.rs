//! `ruhu device`.

use std::process::ExitCode;

use clap::Subcommand;
use ruhu_core::region::RegionCode;

use super::DataArgs;
use crate::{
    ingest::{self, LostPhone},
    local_time::minute,
};

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
    /// 手机遗失：列出可能只在该手机中的调查
    Lost {
        #[command(flatten)]
        data: DataArgs,
        /// 设备编号
        #[arg(long)]
        device: String,
    },
    /// 换手机：生成搬家码，旧手机导出、新手机接收时各输入一次
    Move {
        #[command(flatten)]
        data: DataArgs,
        /// 设备编号
        #[arg(long)]
        device: String,
        /// 换机原因
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
        DeviceCommand::Lost { data, device } => {
            tell_lost(&ingest::lost_phone(&data.open()?, device.parse()?)?);
        }
        DeviceCommand::Move { data, device, reason } => {
            let code = ingest::make_moving_code(&data.open()?, device.parse()?, reason)?;
            println!(
                "搬家码：{code}(只显示这一次，请交给换机的调查员；新手机同步成功后，清除旧手机和搬家数据)"
            );
        }
        DeviceCommand::List { data } => {
            let app = data.open()?;
            for device in app.store.read(|r| r.devices_in(&RegionCode::country()))? {
                let last = app.store.read(|r| r.last_contact(&device.device))?;
                let last = last.map_or_else(|| "尚未同步".to_owned(), |ms| format!("同步 {}", minute(ms)));
                let state = device
                    .revoked_ms
                    .map_or_else(|| "在用".to_owned(), |ms| format!("已停用 {}", minute(ms)));
                println!(
                    "{}  {}  {}  {}  {last}  {state}",
                    device.device, device.region, device.surveyor, device.device_name
                );
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn tell_lost(lost: &LostPhone) {
    let device = &lost.device;
    let last = lost.last_contact_ms.map_or_else(|| "从未".to_owned(), minute);
    println!("设备 {}  {}  {}", device.device, device.region, device.surveyor);
    println!("最后一次与服务器核对：{last}；此后封存的记录可能只在该手机中");
    println!("\n尚无入户调查记录的 {} 户，如已调查，需要重新入户：", lost.unvisited.len());
    for household in &lost.unvisited {
        println!(
            "{}  {}  {} 分配",
            household.household,
            household.head.masked(),
            minute(household.assigned_ms)
        );
    }
    println!("\n照片未传完的 {} 条记录，需要补拍：", lost.incomplete.len());
    for record in &lost.incomplete {
        println!("{}  记录编号 {}  缺 {} 个文件", record.household, record.entry, record.missing);
    }
    if device.revoked_ms.is_none() {
        println!("\n确认遗失后请停用：ruhu device revoke --device {} --reason 遗失", device.device);
    }
}
