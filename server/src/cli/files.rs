//! Files that commands are given and make.

use std::path::Path;

use anyhow::Context;

/// Reads a file of at most `max` bytes; a longer one is read one byte beyond, so that its reader refuses it by size.
pub(super) fn read_up_to(path: &Path, max: usize) -> anyhow::Result<Vec<u8>> {
    use std::io::Read;
    let cannot = || format!("无法读取 {}，请检查路径", path.display());
    let file = std::fs::File::open(path).with_context(cannot)?;
    let mut bytes = Vec::new();
    file.take(max as u64 + 1).read_to_end(&mut bytes).with_context(cannot)?;
    Ok(bytes)
}

pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("无法写入 {}，请检查路径和磁盘空间", path.display()))
}
