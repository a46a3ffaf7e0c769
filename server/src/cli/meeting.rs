//! `ruhu meeting` and `ruhu pack`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::{Args, Subcommand};
use ruhu_core::{ids::MeetingId, region::RegionCode};

use super::DataArgs;
use crate::{
    pack::{Edition, PackFonts},
    review::{NewMeeting, create_meeting, make_pack},
    store::MeetingOfficers,
};

#[derive(Debug, Subcommand)]
pub(super) enum MeetingCommand {
    /// 召集评议会：列入所有资料齐全的户
    Create {
        #[command(flatten)]
        data: DataArgs,
        /// 村(居)或乡镇的区划代码
        #[arg(long, value_parser = super::region)]
        region: RegionCode,
        /// 会议时间，例如 2026-11-28T19:00
        #[arg(long)]
        held_at: String,
        /// 地点
        #[arg(long, default_value = "")]
        place: String,
        /// 会议名称；不填则按任务命名
        #[arg(long, default_value = "")]
        title: String,
        /// 召集人
        #[arg(long, default_value = "")]
        convener: String,
        /// 主持人
        #[arg(long, default_value = "")]
        chair: String,
        /// 记录人
        #[arg(long, default_value = "")]
        recorder: String,
        /// 监督人
        #[arg(long, default_value = "")]
        supervisor: String,
    },
    /// 列出评议会
    List {
        #[command(flatten)]
        data: DataArgs,
    },
}

#[derive(Debug, Args)]
pub(super) struct PackArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 会议编号
    #[arg(long)]
    meeting: String,
    /// 版本:organiser 组织方版,participants 参会人员版
    #[arg(long)]
    edition: String,
    /// 输出的 PDF 文件
    #[arg(short, long)]
    output: PathBuf,
    /// 另外查找字体的目录，可重复
    #[arg(long)]
    font_path: Vec<PathBuf>,
}

pub(super) fn run(command: &MeetingCommand) -> anyhow::Result<ExitCode> {
    match command {
        MeetingCommand::Create {
            data,
            region,
            held_at,
            place,
            title,
            convener,
            chair,
            recorder,
            supervisor,
        } => {
            let officers = MeetingOfficers {
                convener: convener.clone(),
                chair: chair.clone(),
                recorder: recorder.clone(),
                supervisor: supervisor.clone(),
            };
            let new = NewMeeting {
                region: region.clone(),
                title: title.clone(),
                held_at: held_at.clone(),
                place: place.clone(),
                officers,
            };
            create(data, new)?;
        }
        MeetingCommand::List { data } => {
            for meeting in data.open()?.store.read(|r| r.meetings_in(&RegionCode::country()))? {
                println!("{}  {}  {}  {}", meeting.meeting, meeting.held_at, meeting.region, meeting.title);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn create(data: &DataArgs, new: NewMeeting) -> anyhow::Result<()> {
    let app = data.open()?;
    let (meeting, agenda) = create_meeting(&app, new)?;
    println!("会议编号：{}", meeting.meeting);
    println!("列入评议 {} 户，暂不列入 {} 户", agenda.households.len(), agenda.left_out.len());
    for left_out in agenda.left_out {
        let no = left_out.roster_no.map_or_else(|| left_out.household.to_string(), |no| format!("序号 {no}"));
        println!("  {no}:{}", left_out.reason);
    }
    Ok(())
}

pub(super) fn pack(args: &PackArgs) -> anyhow::Result<ExitCode> {
    let edition = Edition::from_name(&args.edition)
        .context("--edition 只能是 organiser 或 participants，请修改后重试")?;
    let app = args.data.open()?;
    let fonts = PackFonts::discover(&args.font_path)?;
    let pack = make_pack(&app, &MeetingId::new(args.meeting.as_str())?, edition, (&fonts, "cli"))?;
    write_private(&args.output, &pack.bytes)?;
    println!("已生成{}:{},{} 页，版本 {}", edition.label(), args.output.display(), pack.pages, pack.version);
    if !pack.missing_photos.is_empty() {
        println!("注意：{} 张照片缺失或损坏，材料中已标明", pack.missing_photos.len());
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that only its owner may read: packs hold what nobody else should.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let refused = || format!("无法写入 {}，请检查路径和磁盘空间", path.display());
    std::fs::write(path, bytes).with_context(refused)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).with_context(refused)?;
    }
    Ok(())
}
