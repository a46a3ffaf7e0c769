//! `ruhu spot-check`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Subcommand;
use ruhu_core::{
    region::RegionCode,
    sampling::{Rate, Source},
};

use super::{
    DataArgs,
    files::{read_up_to, write},
    meeting::write_private,
};
use crate::{
    app::App,
    casework::must_check::{Ground, must_check},
    spot_check::{self, AnnouncedSource, MAX_PROOF_BYTES, verify_proof},
};

#[derive(Debug, Subcommand)]
pub(super) enum SpotCheckCommand {
    /// 冻结名册并生成公告；公告公布之后，随机来源才可以产生
    Freeze {
        #[command(flatten)]
        data: DataArgs,
        /// 区划代码
        #[arg(long, value_parser = super::region)]
        region: RegionCode,
        /// 抽查比例
        #[arg(long, default_value = "0.10")]
        rate: String,
        /// 随机来源，写成 名称=说明，可重复，例如 骰子=11月28日公开掷骰48次
        #[arg(long = "source", required = true)]
        sources: Vec<String>,
        /// 公告文件
        #[arg(short, long)]
        output: PathBuf,
    },
    /// 用公告所列的随机来源抽样并生成证明
    Draw {
        #[command(flatten)]
        data: DataArgs,
        /// 名册的根摘要；不填则用最近冻结的名册
        #[arg(long)]
        root: Option<String>,
        /// 随机来源的结果，写成 名称=十六进制，与公告一一对应
        #[arg(long = "source", required = true)]
        sources: Vec<String>,
        /// 证明文件
        #[arg(short, long)]
        output: PathBuf,
    },
    /// 列出必查家庭(近亲属备案、群众反映、疑点)；在抽样比例之外另行核查，不影响抽样
    MustCheck {
        #[command(flatten)]
        data: DataArgs,
        /// 区划代码
        #[arg(long, value_parser = super::region)]
        region: RegionCode,
        /// 清单文件(JSON)，含每条依据
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// 仅凭证明文件重新计算并核对
    Verify {
        /// 证明文件
        proof: PathBuf,
    },
}

pub(super) fn run(command: &SpotCheckCommand) -> anyhow::Result<ExitCode> {
    match command {
        SpotCheckCommand::Freeze { data, region, rate, sources, output } => {
            let app = data.open()?;
            let rate: Rate = rate.parse()?;
            let notice = spot_check::freeze(&app, region, rate, announced(sources)?)?;
            write(output, &notice.to_json()?)?;
            println!("已冻结 {} 户，根摘要 {}", notice.units, notice.root);
            println!("公告已写入 {}；请先公布公告，再产生随机来源", output.display());
        }
        SpotCheckCommand::Draw { data, root, sources, output } => {
            let proof = spot_check::draw(&data.open()?, root.as_deref(), &results(sources)?)?;
            write(output, &proof.to_json()?)?;
            for (stratum, drawn) in &proof.strata {
                println!("{stratum}:{} 户中抽取 {} 户", drawn.units, drawn.sample.len());
            }
            println!("证明已写入 {}", output.display());
        }
        SpotCheckCommand::MustCheck { data, region, output } => {
            list(&data.open()?, region, output.as_deref())?;
        }
        SpotCheckCommand::Verify { proof } => return verify(proof),
    }
    Ok(ExitCode::SUCCESS)
}

fn list(app: &App, region: &RegionCode, output: Option<&Path>) -> anyhow::Result<()> {
    let listed = app.store.read(|r| must_check(r, region))?;
    println!("必查 {} 户", listed.len());
    for one in &listed {
        let mut grounds: Vec<Ground> = one.reasons.iter().map(|reason| reason.ground).collect();
        grounds.dedup();
        let grounds: Vec<&str> = grounds.into_iter().map(Ground::label).collect();
        println!("户 {}（{}）", one.household, grounds.join("、"));
        one.reasons.iter().for_each(|reason| println!("  {}", reason.text));
    }
    if let Some(path) = output {
        write_private(path, (serde_json::to_string_pretty(&listed)? + "\n").as_bytes())?;
        println!("清单已写入 {}", path.display());
    }
    Ok(())
}

fn verify(path: &Path) -> anyhow::Result<ExitCode> {
    match verify_proof(&read_up_to(path, MAX_PROOF_BYTES)?) {
        Ok(summary) => {
            println!(
                "证明有效：{} 户中抽取 {} 户，根摘要 {}",
                summary.units,
                summary.sample_size(),
                summary.root
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            println!("证明无效：{error}");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn split(source: &str) -> anyhow::Result<(&str, &str)> {
    source.split_once('=').context("--source 应写成 名称=内容，请修改后重试")
}

fn announced(sources: &[String]) -> anyhow::Result<Vec<AnnouncedSource>> {
    sources
        .iter()
        .map(|source| {
            let (name, what) = split(source)?;
            Ok(AnnouncedSource { name: name.to_owned(), what: what.to_owned() })
        })
        .collect()
}

fn results(sources: &[String]) -> anyhow::Result<Vec<Source>> {
    sources
        .iter()
        .map(|source| {
            let (name, digits) = split(source)?;
            let bytes = hex::decode(digits)
                .with_context(|| format!("随机来源“{name}”应写成十六进制数字，请核对后重试"))?;
            Ok(Source::new(name, bytes)?)
        })
        .collect()
}
