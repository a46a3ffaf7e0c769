//! From content to PDF.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

use qrcode::{EcLevel, QrCode, render::svg};
use ruhu_core::{evidence::SignedTreeHead, ids::Sha256Hash};
use typst::{
    World, WorldExt as _,
    diag::{SourceDiagnostic, Warned},
    foundations::{Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::{
    Edition, MAX_HOUSEHOLDS, MAX_PHOTOS_PRINTED,
    content::PackContent,
    drawn::{BEIJING_HOURS, Drawn, Press, beijing, fit_to_print},
    error::PackError,
    fonts::PackFonts,
    manifest::Manifest,
    participants::{ParticipantsContent, participants_view},
    photos::{PhotoSource, Printed, Rendition, renditions},
    world::PackWorld,
};

/// Program that made the PDF, in its metadata.
const CREATOR: &str = concat!("Ruhu ", env!("CARGO_PKG_VERSION"));
/// First word of what the QR code says; another layout gets another word.
const QR_PREFIX: &str = "ruhu-pack:1";
/// Width of the QR code's SVG in pixels; it is printed at the size that the template asks for.
const QR_PIXELS: u32 = 240;
const MINUTES_PER_HOUR: i32 = 60;

/// What a pack is made with.
#[derive(Clone, Copy)]
pub struct PressRoom<'a> {
    /// The fonts of this machine.
    pub fonts: &'a PackFonts,
    /// Gives the photos.
    pub photos: &'a dyn PhotoSource,
    /// Folder for print renditions, kept between packs and safe to delete. It holds photos: keep it private.
    pub cache: &'a Path,
    /// When the pack is made, milliseconds since 1970-01-01T00:00:00Z.
    pub made_at_ms: i64,
    /// The evidence log that the content was read from. Not part of the version: it grows with entries of other
    /// villages, and one content must have one version.
    pub log_head: &'a SignedTreeHead,
}

/// A finished pack.
#[derive(Debug, Clone)]
pub struct PackPdf {
    /// The PDF file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// SHA-256 of the manifest: the version that conclusions are bound to, the same for both editions.
    pub version: Sha256Hash,
    /// Derivatives that were to be printed and are missing or broken; a box stands in their place.
    pub missing_photos: Vec<Sha256Hash>,
    /// Characters that no font of this machine has; `〔U+…〕` stands in their place.
    pub undrawable: BTreeSet<char>,
}

/// Draws one edition of a pack.
///
/// # Errors
/// [`PackError`]: too many or no households, an unusable cache folder, or Typst refused.
pub fn render_pack(
    content: &PackContent,
    edition: Edition,
    room: &PressRoom<'_>,
) -> Result<PackPdf, PackError> {
    match content.households.len() {
        0 => return Err(PackError::NoHouseholds),
        1..=MAX_HOUSEHOLDS => {}
        count => return Err(PackError::TooManyHouseholds { count }),
    }
    let manifest = Manifest::of(content);
    let version = manifest.version();
    let shown = match edition {
        Edition::Organiser => Shown::Organiser(content),
        Edition::Participants => Shown::Participants(Box::new(participants_view(content))),
    };
    let wanted = shown.photos();
    let printed = renditions(&wanted, room.photos, room.cache)?;
    let numbers = wanted.iter().zip(&printed).enumerate();
    let press = Press {
        fonts: room.fonts,
        manifest: &manifest,
        version,
        made_at_ms: room.made_at_ms,
        log_head: room.log_head,
        photos: numbers
            .filter_map(|(i, (photo, made))| made.as_ref().map(|_| (photo.derivative, i)))
            .collect(),
    };
    let (data, undrawable) = shown.data(&press)?;
    let qr_code = qr_code(content, edition, version)?;
    let (bytes, pages) = typeset(data, qr_code, &printed, room)?;
    let missing_photos = wanted
        .iter()
        .zip(&printed)
        .filter(|(_, made)| made.is_none())
        .map(|(photo, _)| photo.derivative)
        .collect();
    Ok(PackPdf { bytes, pages, version, missing_photos, undrawable })
}

/// What one edition is drawn from.
enum Shown<'a> {
    Organiser(&'a PackContent),
    Participants(Box<ParticipantsContent>),
}

impl Shown<'_> {
    /// The derivatives that are printed, each once, in the order of the sheets.
    fn photos(&self) -> Vec<Printed> {
        let all: Vec<Printed> = match self {
            Self::Organiser(content) => content
                .households
                .iter()
                .flat_map(|sheet| sheet.photos.iter().take(MAX_PHOTOS_PRINTED))
                .map(|photo| Printed { derivative: photo.derivative, cut_foot_px: 0 })
                .collect(),
            Self::Participants(content) => content
                .households
                .iter()
                .flat_map(|sheet| sheet.photos.iter().take(MAX_PHOTOS_PRINTED))
                .map(|photo| Printed { derivative: photo.derivative, cut_foot_px: photo.watermark_px })
                .collect(),
        };
        let mut known = HashSet::new();
        all.into_iter().filter(|photo| known.insert(photo.derivative)).collect()
    }

    fn data(&self, press: &Press<'_>) -> Result<(Vec<u8>, BTreeSet<char>), PackError> {
        let drawn = match self {
            Self::Organiser(content) => Drawn::organiser(content, press),
            Self::Participants(content) => Drawn::participants(content, press),
        };
        let unwritable = |error: serde_json::Error| PackError::Typesetting {
            place: "data.json".to_owned(),
            detail: error.to_string(),
        };
        let mut data = serde_json::to_value(drawn).map_err(unwritable)?;
        let undrawable = fit_to_print(&mut data, press.fonts);
        Ok((serde_json::to_vec(&data).map_err(unwritable)?, undrawable))
    }
}

fn qr_code(content: &PackContent, edition: Edition, version: Sha256Hash) -> Result<String, PackError> {
    let text = format!("{QR_PREFIX}:{}:{}:{version}", content.meeting.id, edition.name());
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| PackError::QrCode)?;
    Ok(code.render::<svg::Color<'_>>().min_dimensions(QR_PIXELS, QR_PIXELS).build())
}

fn typeset(
    data: Vec<u8>,
    qr_code: String,
    photos: &[Option<Rendition>],
    room: &PressRoom<'_>,
) -> Result<(Vec<u8>, usize), PackError> {
    let loaded = room.fonts.load();
    let world =
        PackWorld::new(room.fonts, &loaded, data, qr_code, photos).ok_or_else(|| PackError::Typesetting {
            place: "world".to_owned(),
            detail: "a template has no valid path".to_owned(),
        })?;
    let result = compile(&world, room.made_at_ms);
    // Typst keeps what it laid out for the next time; the next pack is another one, and this one is personal data.
    typst::comemo::evict(0);
    if loaded.any_broken() {
        return Err(PackError::BrokenFont);
    }
    result
}

fn compile(world: &PackWorld<'_>, made_at_ms: i64) -> Result<(Vec<u8>, usize), PackError> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let document = output.map_err(|errors| refusal(world, &errors))?;
    if !warnings.is_empty() {
        return Err(refusal(world, &warnings));
    }
    let standards = PdfStandards::new(&[PdfStandard::A_2u]).map_err(|error| PackError::Typesetting {
        place: "pdf".to_owned(),
        detail: error.message().to_string(),
    })?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        timestamp: timestamp(made_at_ms),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| refusal(world, &errors))?;
    Ok((bytes, document.pages().len()))
}

/// The first diagnostic, as an error that names the template's line.
fn refusal(world: &PackWorld<'_>, diagnostics: &[SourceDiagnostic]) -> PackError {
    let place = diagnostics.first().and_then(|first| {
        let range = world.range(first.span)?;
        let id = first.span.id()?;
        let line = world.source(id).ok()?.lines().byte_to_line(range.start)?;
        Some(format!("{}:{}", id.vpath().get_without_slash(), line + 1))
    });
    let detail = diagnostics.iter().map(|one| one.message.to_string()).collect::<Vec<_>>().join("; ");
    PackError::Typesetting { place: place.unwrap_or_else(|| "pdf".to_owned()), detail }
}

fn timestamp(made_at_ms: i64) -> Option<Timestamp> {
    let at = beijing(made_at_ms)?;
    let part = |value: i8| u8::try_from(value).ok();
    let at = Datetime::from_ymd_hms(
        i32::from(at.year()),
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )?;
    Timestamp::new_local(at, i32::from(BEIJING_HOURS) * MINUTES_PER_HOUR)
}
