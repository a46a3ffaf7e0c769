//! The operators' commands: arguments in, one action, a Chinese answer out.
#![expect(clippy::print_stdout, reason = "commands answer on standard output")]

mod assess;
mod backup;
mod campaign;
mod check;
#[cfg(feature = "demo")]
mod demo;
mod device;
mod divisions;
mod fence;
mod files;
mod form;
mod log;
mod meeting;
mod quarantine;
mod relatives;
mod roster;
mod serve;
mod spot_check;
mod user;
mod verification;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Args, Parser, Subcommand};
use ruhu_core::{clock::SystemClock, ids::BootId, region::RegionCode};

use crate::{app::App, entropy::fresh_bytes};

/// Ruhu(入户)：低保入户调查、民主评议材料与抽查。
#[derive(Debug, Parser)]
#[command(name = "ruhu", version, about = "Ruhu(入户)：低保入户调查、民主评议材料与抽查")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务器
    Serve(serve::ServeArgs),
    /// 导入花名册
    #[command(subcommand)]
    Roster(roster::RosterCommand),
    /// 导入区划
    #[command(subcommand)]
    Divisions(divisions::DivisionsCommand),
    /// 导入村界
    #[command(subcommand)]
    Fence(fence::FenceCommand),
    /// 检查、导入和导出表单(XLSForm)
    #[command(subcommand)]
    Form(form::FormCommand),
    /// 管理专项任务
    #[command(subcommand)]
    Campaign(campaign::CampaignCommand),
    /// 管理手机
    #[command(subcommand)]
    Device(device::DeviceCommand),
    /// 查看和处理隔离区
    #[command(subcommand)]
    Quarantine(quarantine::QuarantineCommand),
    /// 管理网页端用户
    #[command(subcommand)]
    User(user::UserCommand),
    /// 召集评议会
    #[command(subcommand)]
    Meeting(meeting::MeetingCommand),
    /// 生成评议材料
    Pack(meeting::PackArgs),
    /// 测算一户的保障金，说明每个数字的由来
    Assess(assess::AssessArgs),
    /// 导入信息核对结果
    #[command(subcommand)]
    Verification(verification::VerificationCommand),
    /// 导入近亲属备案登记表
    #[command(subcommand)]
    Relatives(relatives::RelativesCommand),
    /// 抽查：冻结、抽取、验证
    #[command(subcommand)]
    SpotCheck(spot_check::SpotCheckCommand),
    /// 备份(服务器运行时也可以)
    Backup(backup::BackupArgs),
    /// 从备份恢复
    Restore(backup::RestoreArgs),
    /// 存证日志：签名的存证头、记录的证明、核对证明
    #[command(subcommand)]
    Log(log::LogCommand),
    /// 验证数据目录中的每个校验值和链条
    Check(check::CheckArgs),
    /// 演示：从花名册到评议材料的完整过程
    #[cfg(feature = "demo")]
    Demo(demo::DemoArgs),
}

/// Where the data is.
#[derive(Debug, Args)]
struct DataArgs {
    /// 数据目录
    #[arg(long, default_value = "data", env = "RUHU_DATA")]
    data: PathBuf,
}

impl DataArgs {
    fn open(&self) -> anyhow::Result<App> {
        open_app(&self.data)
    }
}

fn open_app(dir: &Path) -> anyhow::Result<App> {
    Ok(App::open(dir, Arc::new(system_clock()?))?)
}

fn system_clock() -> anyhow::Result<SystemClock> {
    Ok(SystemClock::new(BootId(fresh_bytes()?)))
}

/// Runs the command line.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(code) => code,
        Err(error) => {
            // The chain says first what failed, then why, each in words for people.
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            eprintln!("错误：{}", causes.join(":"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(args) => serve::run(&args),
        Command::Roster(command) => roster::run(&command),
        Command::Divisions(command) => divisions::run(&command),
        Command::Fence(command) => fence::run(&command),
        Command::Form(command) => form::run(&command),
        Command::Campaign(command) => campaign::run(&command),
        Command::Device(command) => device::run(&command),
        Command::Quarantine(command) => quarantine::run(&command),
        Command::User(command) => user::run(&command),
        Command::Meeting(command) => meeting::run(&command),
        Command::Pack(args) => meeting::pack(&args),
        Command::Assess(args) => assess::run(&args),
        Command::Verification(command) => verification::run(&command),
        Command::Relatives(command) => relatives::run(&command),
        Command::SpotCheck(command) => spot_check::run(&command),
        Command::Backup(args) => backup::backup(&args),
        Command::Restore(args) => backup::restore(&args),
        Command::Log(command) => log::run(&command),
        Command::Check(args) => check::run(&args),
        #[cfg(feature = "demo")]
        Command::Demo(args) => demo::run(&args),
    }
}

/// A division code as an argument; the error is what the operator reads.
fn region(text: &str) -> Result<RegionCode, String> {
    text.parse().map_err(|error: ruhu_core::region::RegionError| error.to_string())
}
