//! Writing an AAR, and reading back what was written.

use std::{
    fs,
    io::{Read, Seek, Write},
    path::Path,
};

use anyhow::{Context, Result};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    folder::{files_below, has_extension},
    targets::PAGE,
};

/// Where an entry lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: u64,
    /// Where its content begins.
    pub(super) offset: u64,
    pub(super) stored: bool,
}

impl Entry {
    fn is_library(&self) -> bool {
        is_library(&self.name)
    }

    /// Whether Android can load it from where it lies, if it is a library.
    pub(super) fn is_loadable(&self) -> bool {
        !self.is_library() || self.stored && self.offset.is_multiple_of(PAGE)
    }
}

/// Packs a folder. Libraries are stored, at the beginning of pages; everything else is compressed.
pub(super) fn pack(folder: &Path, aar: &Path) -> Result<()> {
    let out = fs::File::create(aar).with_context(|| format!("{} cannot be written", aar.display()))?;
    let mut zip = ZipWriter::new(out);
    for file in files_below(folder, &[])? {
        let name = file.strip_prefix(folder)?.to_string_lossy().into_owned();
        add(&mut zip, &name, &fs::read(&file)?)?;
    }
    zip.finish()?;
    Ok(())
}

/// What is in an archive.
pub(super) fn list(archive: impl Read + Seek) -> Result<Vec<Entry>> {
    let mut zip = ZipArchive::new(archive)?;
    (0..zip.len())
        .map(|index| {
            let file = zip.by_index(index)?;
            Ok(Entry {
                name: file.name()?.into_owned(),
                bytes: file.size(),
                offset: file.data_start().context("an entry lies nowhere")?,
                stored: file.compression() == CompressionMethod::Stored,
            })
        })
        .collect()
}

fn add(zip: &mut ZipWriter<impl Write + Seek>, name: &str, content: &[u8]) -> Result<()> {
    let options = if is_library(name) {
        // Android loads libraries from the archive as they lie in it.
        let page = u16::try_from(PAGE)?;
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored).with_alignment(page)
    } else {
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
    };
    zip.start_file(name, options)?;
    zip.write_all(content)?;
    Ok(())
}

fn is_library(name: &str) -> bool {
    has_extension(Path::new(name), "so")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn libraries_begin_at_pages_whatever_lies_before_them() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let names = ["AndroidManifest.xml", "R.txt", "jni/arm64-v8a/libx.so", "jni/x86_64/libx.so", "z"];
        for (index, name) in names.into_iter().enumerate() {
            add(&mut zip, name, &vec![7; 1000 * index + 1]).unwrap();
        }
        let entries = list(zip.finish().unwrap()).unwrap();
        assert_eq!(entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), names);
        assert!(entries.iter().all(Entry::is_loadable), "{entries:?}");
        let libraries = entries.iter().filter(|entry| entry.is_library());
        assert_eq!(libraries.filter(|entry| entry.stored && entry.offset % 16_384 == 0).count(), 2);
    }

    #[test]
    fn a_library_elsewhere_or_compressed_is_found() {
        let entry =
            |offset, stored| Entry { name: "jni/x86_64/libx.so".to_owned(), bytes: 1, offset, stored };
        assert!(entry(32_768, true).is_loadable());
        assert!(!entry(4_096, true).is_loadable());
        assert!(!entry(32_768, false).is_loadable());
    }

    #[test]
    fn a_folder_is_packed_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let files = folder.path().join("files");
        fs::create_dir_all(files.join("jni/x86_64")).unwrap();
        fs::write(files.join("jni/x86_64/libx.so"), "library").unwrap();
        fs::write(files.join("R.txt"), "").unwrap();
        let aar = folder.path().join("x.aar");
        pack(&files, &aar).unwrap();
        let mut zip = ZipArchive::new(fs::File::open(&aar).unwrap()).unwrap();
        let mut content = String::new();
        zip.by_name("jni/x86_64/libx.so").unwrap().read_to_string(&mut content).unwrap();
        assert_eq!((zip.len(), content.as_str()), (2, "library"));
    }
}
