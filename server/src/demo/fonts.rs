//! A Chinese font for the packs: found, or installed where the demo may install it.

use std::{path::PathBuf, process::Command};

use crate::pack::{PackError, PackFonts};

/// Debian's package of Noto CJK.
const PACKAGE: &str = "fonts-noto-cjk";

pub(super) fn find_or_install(font_path: &[PathBuf]) -> anyhow::Result<PackFonts> {
    match PackFonts::discover(font_path) {
        Err(PackError::NoCjkFont) if may_install() => {
            eprintln!("本机没有中文字体，正在安装 {PACKAGE} …");
            let update = Command::new("apt-get").args(["update", "-q"]).status()?;
            let install = Command::new("apt-get")
                .args(["install", "-y", "-q", "--no-install-recommends", PACKAGE])
                .status()?;
            anyhow::ensure!(
                update.success() && install.success(),
                "未能安装 {PACKAGE}，请手动安装中文字体，或用 --font-path 指定字体目录"
            );
            Ok(PackFonts::discover(font_path)?)
        }
        found => Ok(found?),
    }
}

/// Only on Debian, and only where the demo already has the right to install.
fn may_install() -> bool {
    let debian = std::path::Path::new("/etc/debian_version").exists();
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    debian && root
}
