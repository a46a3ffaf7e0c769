//! `ruhu log`: heads and proofs of the evidence log.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use clap::Subcommand;
use ruhu_core::{
    evidence::LogStatement,
    ids::{EntryId, LogKey},
};

use super::{
    DataArgs,
    files::{read_up_to, write},
};
use crate::{
    evidence::{self, LogFile, LogFileError, MAX_LOG_FILE_BYTES, Proved},
    local_time::minute,
    pack::grouped,
};

#[derive(Debug, Subcommand)]
pub(super) enum LogCommand {
    /// 签署当前的存证头
    Head {
        #[command(flatten)]
        data: DataArgs,
        /// 存证头文件；不填则只显示
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// 显示前若干条记录的根摘要，与评议材料上印的存证头对照
    Root {
        /// 记录条数
        size: u64,
        #[command(flatten)]
        data: DataArgs,
    },
    /// 证明某条记录在存证日志中
    Prove {
        /// 记录编号
        entry: EntryId,
        #[command(flatten)]
        data: DataArgs,
        /// 按这份存证头证明；不填则按当前日志
        #[arg(long)]
        head: Option<PathBuf>,
        /// 证明文件
        #[arg(short, long)]
        output: PathBuf,
    },
    /// 证明当前日志是在以前的存证头上增加而来
    Consistency {
        #[command(flatten)]
        data: DataArgs,
        /// 以前的存证头文件
        #[arg(long)]
        from: PathBuf,
        /// 证明文件
        #[arg(short, long)]
        output: PathBuf,
    },
    /// 仅凭文件核对证明，不需要服务器
    Verify {
        /// 证明文件
        proof: PathBuf,
        /// 可信的存证头文件
        head: PathBuf,
        /// 已知的日志公钥，64 位十六进制
        #[arg(long)]
        key: Option<LogKey>,
    },
}

pub(super) fn run(command: &LogCommand) -> anyhow::Result<ExitCode> {
    match command {
        LogCommand::Head { data, output } => {
            let statement = evidence::statement(&data.open()?)?;
            show(&statement);
            if let Some(output) = output {
                keep(output, &LogFile { statement, proof: None })?;
                println!("存证头已写入 {}", output.display());
            }
        }
        LogCommand::Root { size, data } => {
            let tree = evidence::tree_at(&data.open()?, *size)?;
            let tree = tree.context("存证日志没有这么多条，可能被删短；请核对材料上的条数和服务器")?;
            println!("前 {} 条的根摘要\n{}", tree.size, grouped(&tree.root));
        }
        LogCommand::Prove { entry, data, head, output } => {
            let head = head.as_deref().map(read_head).transpose()?;
            let proved = evidence::prove_entry(&data.open()?, entry, head)?;
            keep(output, &proved.context("日志中没有该记录，请核对记录编号和存证头")?)?;
            println!("证明已写入 {}", output.display());
        }
        LogCommand::Consistency { data, from, output } => {
            let earlier = read_head(from)?;
            let proved = evidence::prove_growth(&data.open()?, &earlier)?;
            let file = proved.context("当前日志比该存证头短，无法证明；请核对存证头来源和服务器")?;
            keep(output, &file)?;
            println!("证明已写入 {}", output.display());
        }
        LogCommand::Verify { proof, head, key } => return verify(proof, head, key.as_ref()),
    }
    Ok(ExitCode::SUCCESS)
}

fn show(statement: &LogStatement) {
    let head = &statement.head;
    println!("存证日志共 {} 条，{} 签署", head.tree.size, minute(head.at_ms));
    println!("根摘要 {}", grouped(&head.tree.root));
    println!("日志公钥 {}", head.log_key);
    for life in statement.lives.iter().filter(|life| life.follows.is_some()) {
        println!("{} 从备份恢复，接续前 {} 条", minute(life.begun_ms), life.start.size);
    }
}

fn verify(proof: &Path, head: &Path, key: Option<&LogKey>) -> anyhow::Result<ExitCode> {
    let trusted = read_head(head)?;
    let outcome = read_file(proof)?.proves_against(&trusted);
    let outcome = match key {
        Some(key) if *key != trusted.head.log_key => Err(LogFileError::OtherLog),
        _ => outcome,
    };
    match outcome {
        Ok(proved) => {
            show(&trusted);
            println!(
                "{}",
                match proved {
                    Proved::Entry { number } => format!("证明有效：记录在日志中，是第 {number} 条"),
                    Proved::GrownFrom { size } => format!("证明有效：日志在前 {size} 条之上增加，未改动"),
                }
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            println!("证明无效：{error}");
            Ok(ExitCode::FAILURE)
        }
    }
}

fn read_head(path: &Path) -> anyhow::Result<LogStatement> {
    Ok(read_file(path)?.statement)
}

fn read_file(path: &Path) -> anyhow::Result<LogFile> {
    let bytes = read_up_to(path, MAX_LOG_FILE_BYTES)?;
    LogFile::read(&bytes).with_context(|| path.display().to_string())
}

fn keep(path: &Path, file: &LogFile) -> anyhow::Result<()> {
    write(path, &(serde_json::to_string_pretty(file)? + "\n"))
}
