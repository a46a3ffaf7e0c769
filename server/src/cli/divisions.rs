//! `ruhu divisions`.

use std::{fs::File, io::BufReader, path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Subcommand;

use super::DataArgs;
use crate::{casework::divisions, store::StoreError};

#[derive(Debug, Subcommand)]
pub(super) enum DivisionsCommand {
    /// 导入区划代码表(CSV，首列代码、次列名称)
    Import {
        /// CSV 文件
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
}

pub(super) fn run(command: &DivisionsCommand) -> anyhow::Result<ExitCode> {
    let DivisionsCommand::Import { file, data } = command;
    let opened = File::open(file).with_context(|| format!("无法读取 {}，请检查路径", file.display()))?;
    let read = divisions::read_csv(BufReader::new(opened))?;
    let app = data.open()?;
    let count = read.len();
    app.store.write(move |w| -> Result<(), StoreError> { w.keep_divisions(&read) })?;
    println!("已导入 {count} 个区划");
    Ok(ExitCode::SUCCESS)
}
