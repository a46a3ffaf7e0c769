//! `ruhu form export`.

use std::{io::Write as _, path::Path, process::ExitCode};

use anyhow::Context as _;

use super::read_or_report;
use crate::casework::forms::xform;

pub(super) fn export(file: &Path, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    let Some(definition) = read_or_report(file, "未导出")? else { return Ok(ExitCode::FAILURE) };
    let xml = xform::write(&definition)?;
    match out {
        Some(path) => {
            std::fs::write(path, xml)
                .with_context(|| format!("无法写入 {}，请检查路径和磁盘空间", path.display()))?;
            println!("已导出 {}：{}", definition.version(), path.display());
        }
        None => std::io::stdout().write_all(&xml)?,
    }
    Ok(ExitCode::SUCCESS)
}
