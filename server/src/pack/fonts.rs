//! Finding a Chinese family for the body and one for the headings, without keeping the files in memory.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use typst::{
    text::{Font, FontBook, FontInfo, FontWeight},
    utils::LazyHash,
};
use typst_kit::fonts::{FontPath, FontSource};

use super::error::PackError;

/// Families for the body (宋体), the first one found is used.
const SERIF_FAMILIES: [&str; 12] = [
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "思源宋体",
    "FZShuSong-Z01",
    "Songti SC",
    "STSong",
    "SimSun",
    "NSimSun",
    "AR PL SungtiL GB",
    "AR PL UMing CN",
];

/// Families for headings (黑体), the first one found is used.
const SANS_FAMILIES: [&str; 13] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "思源黑体",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "DengXian",
];

/// Characters that a family must have before it may set a pack.
const PROBE: &str = "民主评议低保户〔〕";

/// The fonts of this machine: names, coverage and paths. The files are read for one pack and released after it.
#[derive(Debug)]
pub struct PackFonts {
    book: LazyHash<FontBook>,
    paths: Vec<FontPath>,
    serif: String,
    sans: String,
}

impl PackFonts {
    /// Looks through the given folders first, then through the system's own.
    ///
    /// # Errors
    /// [`PackError::NoCjkFont`] where no Chinese family is found.
    pub fn discover(font_paths: &[PathBuf]) -> Result<Self, PackError> {
        let given = font_paths.iter().flat_map(|folder| typst_kit::fonts::scan(folder));
        Self::of(given.chain(typst_kit::fonts::system()))
    }

    /// Looks through the given folders alone.
    ///
    /// # Errors
    /// [`PackError::NoCjkFont`] where no Chinese family is found.
    pub fn only_from(font_paths: &[PathBuf]) -> Result<Self, PackError> {
        Self::of(font_paths.iter().flat_map(|folder| typst_kit::fonts::scan(folder)))
    }

    fn of(found: impl Iterator<Item = (FontPath, FontInfo)>) -> Result<Self, PackError> {
        let (paths, infos): (Vec<FontPath>, Vec<FontInfo>) = found.unzip();
        let families = chinese_families(&infos);
        let pick =
            |wanted: &[&str]| wanted.iter().find_map(|name| families.get(&name.to_lowercase()).cloned());
        let (serif, sans) = match (pick(&SERIF_FAMILIES), pick(&SANS_FAMILIES)) {
            (Some(serif), Some(sans)) => (serif, sans),
            // One family for both is plain, but every word can be read.
            (Some(only), None) | (None, Some(only)) => (only.clone(), only),
            (None, None) => {
                let any = families.into_values().next().ok_or(PackError::NoCjkFont)?;
                (any.clone(), any)
            }
        };
        Ok(Self { book: LazyHash::new(FontBook::from_infos(infos)), paths, serif, sans })
    }

    /// Family of the body.
    #[must_use]
    pub fn serif(&self) -> &str {
        &self.serif
    }

    /// Family of the headings.
    #[must_use]
    pub fn sans(&self) -> &str {
        &self.sans
    }

    /// The file of the headings' family, and which face of it: what a phone writes watermarks with.
    #[must_use]
    pub fn sans_file(&self) -> Option<(&Path, u32)> {
        let is_sans = |index: &usize| {
            self.book
                .info(*index)
                .is_some_and(|info| info.family == self.sans && info.variant.weight == FontWeight::REGULAR)
        };
        let file = self.paths.get((0..self.paths.len()).find(is_sans)?)?;
        Some((&file.path, file.index))
    }

    /// Whether any font of this machine can draw the character.
    #[must_use]
    pub fn can_draw(&self, c: char) -> bool {
        (0..self.paths.len())
            .any(|index| self.book.info(index).is_some_and(|info| info.coverage.contains(u32::from(c))))
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn load(&self) -> LoadedFonts<'_> {
        LoadedFonts { fonts: self, slots: self.paths.iter().map(|_| OnceLock::new()).collect() }
    }
}

/// Families with Chinese characters, by lower-case name.
fn chinese_families(infos: &[FontInfo]) -> BTreeMap<String, String> {
    infos
        .iter()
        .filter(|info| PROBE.chars().all(|c| info.coverage.contains(u32::from(c))))
        .map(|info| (info.family.to_lowercase(), info.family.clone()))
        .collect()
}

/// The font files that one pack needs, each read when the first glyph asks for it.
pub(super) struct LoadedFonts<'a> {
    fonts: &'a PackFonts,
    slots: Vec<OnceLock<Option<Font>>>,
}

impl LoadedFonts<'_> {
    pub(super) fn font(&self, index: usize) -> Option<Font> {
        let path = self.fonts.paths.get(index)?;
        self.slots.get(index)?.get_or_init(|| path.load()).clone()
    }

    /// Whether a file that was asked for could not be read.
    pub(super) fn any_broken(&self) -> bool {
        self.slots.iter().any(|slot| matches!(slot.get(), Some(None)))
    }
}

#[cfg(test)]
mod tests {
    use ruhu_core::error::Explain;

    use super::*;

    #[test]
    fn without_a_chinese_font_the_error_names_the_package_and_the_option() {
        let empty = tempfile::tempdir().unwrap();
        let error = PackFonts::only_from(&[empty.path().to_owned()]).unwrap_err();
        assert_eq!(error.code(), "no_cjk_font");
        assert!(error.to_string().contains("fonts-noto-cjk") && error.to_string().contains("--font-path"));
    }

    #[test]
    fn this_machine_has_a_family_for_body_and_headings() {
        let fonts = PackFonts::discover(&[]).unwrap();
        assert!("民主评议𬱖㛃".chars().all(|c| fonts.can_draw(c)));
        assert!(!fonts.can_draw('\u{10fffd}'));
    }
}
