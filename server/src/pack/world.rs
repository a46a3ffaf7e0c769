//! The closed world in which Typst sets a pack: our templates, the data, the photos. No disk, no network, no clock.

use typst::{
    Library, LibraryExt as _, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::{
    fonts::{LoadedFonts, PackFonts},
    photos::Rendition,
};

/// The templates by their path inside the world, the main one first.
const TEMPLATES: [(&str, &str); 6] = [
    ("/main.typ", include_str!("../../templates/pack/main.typ")),
    ("/style.typ", include_str!("../../templates/pack/style.typ")),
    ("/opening.typ", include_str!("../../templates/pack/opening.typ")),
    ("/household.typ", include_str!("../../templates/pack/household.typ")),
    ("/forms.typ", include_str!("../../templates/pack/forms.typ")),
    ("/manifest.typ", include_str!("../../templates/pack/manifest.typ")),
];

const DATA: &str = "/data.json";
const QR_CODE: &str = "/qr.svg";

/// Path of the `index`-th photo inside the world.
///
/// Typst keeps every path for the life of the process and has room for 65,535: numbers are used again by every
/// pack, hashes would fill it.
pub(super) fn photo_path(index: usize) -> String {
    format!("/photo/{index}.svg")
}

pub(super) struct PackWorld<'a> {
    library: LazyHash<Library>,
    main: FileId,
    sources: Vec<Source>,
    fonts: &'a PackFonts,
    loaded: &'a LoadedFonts<'a>,
    data: Bytes,
    qr_code: Bytes,
    photos: &'a [Option<Rendition>],
}

impl<'a> PackWorld<'a> {
    /// `data` is the JSON that the templates read, `qr_code` an SVG.
    pub(super) fn new(
        fonts: &'a PackFonts,
        loaded: &'a LoadedFonts<'a>,
        data: Vec<u8>,
        qr_code: String,
        photos: &'a [Option<Rendition>],
    ) -> Option<Self> {
        let sources: Vec<Source> = TEMPLATES
            .iter()
            .filter_map(|(path, text)| {
                let id = RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern();
                Some(Source::new(id, (*text).to_owned()))
            })
            .collect();
        let main = sources.first()?.id();
        Some(Self {
            library: LazyHash::new(Library::default()),
            main,
            sources,
            fonts,
            loaded,
            data: Bytes::new(data),
            qr_code: Bytes::from_string(qr_code),
            photos,
        })
    }

    /// A photo as an SVG that links to its JPEG: Typst would decode a bare JPEG and hold the pixels of the whole
    /// pack, a linked one goes into the PDF as it is.
    fn photo(&self, name: &str) -> Option<FileResult<Bytes>> {
        let (number, extension) = name.strip_prefix("/photo/")?.split_once('.')?;
        let index: usize = number.parse().ok()?;
        let Rendition { path, width, height } = self.photos.get(index)?.as_ref()?;
        match extension {
            "svg" => Some(Ok(Bytes::from_string(format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
                 <image href=\"{index}.jpg\" width=\"{width}\" height=\"{height}\"/></svg>"
            )))),
            "jpg" => {
                Some(std::fs::read(path).map(Bytes::new).map_err(|error| FileError::from_io(error, path)))
            }
            _ => None,
        }
    }
}

impl World for PackWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|source| source.id() == id).cloned();
        found.ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_with_slash();
        match name {
            DATA => Ok(self.data.clone()),
            QR_CODE => Ok(self.qr_code.clone()),
            _ => self.photo(name).unwrap_or_else(|| Err(FileError::NotFound(name.into()))),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.loaded.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
