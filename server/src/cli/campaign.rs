//! `ruhu campaign`.

use std::process::ExitCode;

use clap::Subcommand;
use ruhu_core::{ids::CampaignId, wire::CampaignBody};

use super::DataArgs;
use crate::store::StoreError;

#[derive(Debug, Subcommand)]
pub(super) enum CampaignCommand {
    /// 新建专项任务；之后登记的手机在此任务下工作
    Create {
        #[command(flatten)]
        data: DataArgs,
        /// 任务编号，例如 2026-rectify
        #[arg(long)]
        id: String,
        /// 任务名称
        #[arg(long)]
        title: String,
    },
}

pub(super) fn run(command: &CampaignCommand) -> anyhow::Result<ExitCode> {
    let CampaignCommand::Create { data, id, title } = command;
    let app = data.open()?;
    let (campaign, title) = (CampaignId::new(id.as_str())?, title.clone());
    let now_ms = app.now_ms();
    let shown = title.clone();
    let created = app.store.write(move |w| -> Result<bool, StoreError> {
        // A county's own forms go on from year to year.
        let forms = w.current_campaign()?.map(|before| before.forms).unwrap_or_default();
        w.keep_campaign(&CampaignBody { campaign, title, forms }, now_ms)
    })?;
    if !created {
        anyhow::bail!("任务编号 {id} 已存在，请换一个编号");
    }
    println!("已新建任务 {id}：{shown}");
    Ok(ExitCode::SUCCESS)
}
