//! `ruhu demo`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use crate::demo::{self, DemoOptions};

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// 输出目录
    #[arg(long, default_value = "out")]
    out: PathBuf,
    /// 户数
    #[arg(long, default_value_t = 60)]
    households: usize,
    /// 手机数
    #[arg(long, default_value_t = 3)]
    phones: usize,
    /// 用该目录中的 JPEG 作照片；不填则由程序绘制
    #[arg(long)]
    photos: Option<PathBuf>,
    /// 不实入户所占的比例(0 到 0.5)：例如 0.1 让一成的入户在位置、时间、答案或照片上作假，并统计各项提示的检出和误报
    #[arg(long, default_value_t = 0.0, conflicts_with = "photos")]
    dishonest: f64,
    /// 随机种子：同一种子生成同一个村
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// 结束后保持服务器运行
    #[arg(long)]
    serve: bool,
    /// 另外查找字体的目录，可重复
    #[arg(long)]
    font_path: Vec<PathBuf>,
}

pub(super) fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    demo::run(&DemoOptions {
        out: args.out.clone(),
        households: args.households,
        phones: args.phones,
        photos: args.photos.clone(),
        dishonest: args.dishonest,
        seed: args.seed,
        serve: args.serve,
        font_path: args.font_path.clone(),
    })?;
    Ok(ExitCode::SUCCESS)
}
