//! What photos say at their foot (水印), from what the phone knows of household, place and surveyor.

use std::{
    fs, io,
    path::Path,
    sync::{Arc, PoisonError},
};

use super::{CaptureError, FieldSession};
use crate::{
    clock::SourcedTime,
    ids::HouseholdId,
    location::Fix,
    photo::{WatermarkError, WatermarkFont, WatermarkText},
};

/// Largest font file that is read, in bytes; the largest that systems come with are below 30 MB.
pub const MAX_FONT_BYTES: u64 = 64_000_000;

/// Reads a font file for [`FieldSession::write_watermarks_with`]; `face_index` as in [`WatermarkFont::from_bytes`].
///
/// # Errors
/// [`WatermarkError`], also where the file cannot be read or is larger than [`MAX_FONT_BYTES`].
pub fn read_watermark_font(file: &Path, face_index: u32) -> Result<WatermarkFont, WatermarkError> {
    let read = || -> io::Result<Vec<u8>> {
        let size = fs::metadata(file)?.len();
        if size > MAX_FONT_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { fs::read(file) }
    };
    WatermarkFont::from_bytes(read().map_err(|_| WatermarkError::Font)?, face_index)
}

impl FieldSession {
    /// From now on photos get a watermark, written with this font. The font stays in memory; until one is given, and
    /// after `None`, photos are kept without.
    pub fn write_watermarks_with(&self, font: Option<Arc<WatermarkFont>>) {
        *self.watermark_font.lock().unwrap_or_else(PoisonError::into_inner) = font;
    }

    pub(super) fn watermark_font(&self) -> Option<Arc<WatermarkFont>> {
        self.watermark_font.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn watermark_text(
        &self,
        household: &HouseholdId,
        (fix, time): (Option<Fix>, Option<SourcedTime>),
    ) -> Result<WatermarkText, CaptureError> {
        let (row, phone) =
            self.store.read(|r| Ok::<_, CaptureError>((r.household(household)?, r.identity()?)))?;
        let place = row.map(|known| format!("{} {}", known.row.village_name, known.row.group_name));
        let surveyor = phone.map(|identity| identity.device.short());
        Ok(WatermarkText {
            household: household.to_string(),
            place: place.unwrap_or_default().trim().to_owned(),
            fix,
            time,
            surveyor: surveyor.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
#[path = "watermark_tests.rs"]
mod tests;
