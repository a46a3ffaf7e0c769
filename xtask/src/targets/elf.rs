//! What a library for Android says about itself: its pages, what it needs, whether it was stripped.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use object::{
    elf::{DT_NEEDED, FileHeader32, FileHeader64, PT_LOAD},
    read::elf::{ElfFile, FileHeader, ProgramHeader},
};

use super::target::Target;

/// The size of a page on phones of today; Android refuses what is loaded in smaller ones there.
pub const PAGE: u64 = 0x4000;

/// Facts about a shared library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its size as it is.
    pub bytes: u64,
    /// The alignment of each part that is loaded.
    pub alignments: Vec<u64>,
    /// The libraries that it loads.
    pub needs: Vec<String>,
    /// Whether its table of symbols is gone.
    pub stripped: bool,
}

impl Facts {
    /// Reads them from the file.
    pub fn read(file: &Path) -> Result<Self> {
        let data = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        Self::parse(&data).with_context(|| format!("{} is no ELF library or program", file.display()))
    }

    fn parse(data: &[u8]) -> Result<Self> {
        let endian = object::Endianness::Little;
        match object::FileKind::parse(data)? {
            object::FileKind::Elf32 => Self::of(&ElfFile::<FileHeader32<_>>::parse(data)?, endian),
            object::FileKind::Elf64 => Self::of(&ElfFile::<FileHeader64<_>>::parse(data)?, endian),
            other => bail!("it is {other:?}"),
        }
    }

    fn of<Elf: FileHeader>(file: &ElfFile<'_, Elf>, endian: Elf::Endian) -> Result<Self> {
        let loads = file.elf_program_headers().iter().filter(|header| header.p_type(endian) == PT_LOAD);
        let alignments: Vec<u64> = loads.map(|header| header.p_align(endian).into()).collect();
        let dynamic = file.elf_dynamic_table()?;
        let mut needs = Vec::new();
        for entry in dynamic.iter().filter(|entry| entry.tag == DT_NEEDED) {
            needs.push(String::from_utf8_lossy(dynamic.string(entry)?).into_owned());
        }
        Ok(Self {
            bytes: u64::try_from(file.data().len())?,
            alignments,
            needs,
            stripped: file.elf_symbol_table().is_empty(),
        })
    }

    /// Whether it is as an app wants it.
    pub fn is_fit(&self, target: Target) -> bool {
        self.is_aligned() && self.fits(target) && self.stripped
    }

    /// Whether every part can be loaded in pages of 16 KB.
    pub fn is_aligned(&self) -> bool {
        !self.alignments.is_empty() && self.alignments.iter().all(|alignment| *alignment == PAGE)
    }

    /// Whether it takes no more of an app than it may.
    pub fn fits(&self, target: Target) -> bool {
        target.limit().is_none_or(|limit| self.bytes <= limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(alignments: &[u64], bytes: u64) -> Facts {
        Facts { bytes, alignments: alignments.to_vec(), needs: Vec::new(), stripped: true }
    }

    #[test]
    fn one_part_in_small_pages_is_enough_to_fail() {
        assert!(facts(&[PAGE, PAGE], 1).is_aligned());
        assert!(!facts(&[PAGE, 0x1000], 1).is_aligned());
        assert!(!facts(&[], 1).is_aligned());
    }

    #[test]
    fn the_limit_is_eight_megabytes_on_phones() {
        assert!(facts(&[PAGE], 8_000_000).fits(Target::AndroidArm64));
        assert!(!facts(&[PAGE], 8_000_001).fits(Target::AndroidArm));
        assert!(facts(&[PAGE], 9_000_000).fits(Target::AndroidX86));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_of_this_machine_is_read() {
        let read = Facts::read(&std::env::current_exe().unwrap()).unwrap();
        assert!(read.needs.iter().any(|name| name == "libc.so.6"), "{read:?}");
        assert!(read.alignments.len() > 1 && !read.stripped, "{read:?}");
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Facts::parse(b"").is_err());
        assert!(Facts::parse(b"\x7fELF\x02\x01\x01").is_err());
        assert!(Facts::parse(b"a picture of something else, long enough").is_err());
    }
}
