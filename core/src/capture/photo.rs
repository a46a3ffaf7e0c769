//! Attaching photos: the files are in the vault, fsynced, before any row names them.

use jiff::tz::Offset;

use super::{
    CaptureError, FieldSession,
    draft::{open_draft, open_draft_of},
};
use crate::{
    clock::{SourcedTime, TimeSource},
    ids::{DraftId, HouseholdId, Sha256Hash},
    location::Fix,
    photo::{
        BlobRef, ExifTime, IntakeOptions, MAX_CAPTION_CHARS, MAX_REDACTIONS, PhotoKind, PhotoLimits,
        PhotoRecord, PhotoSource, Redaction, intake_with, said_by_exif,
    },
    record::RecordKind,
    store::vault::VaultError,
    visit::{MAX_PHOTOS, RecordError},
};

/// A photo to be attached.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPhoto {
    /// What it shows.
    pub kind: PhotoKind,
    /// Where it comes from.
    pub source: PhotoSource,
    /// In the surveyor's words, at most [`MAX_CAPTION_CHARS`] characters.
    pub caption: String,
    /// The file as the camera or the gallery gives it.
    pub bytes: Vec<u8>,
    /// Where it was taken, as the phone measured it; without it, what the picture says.
    pub fix: Option<Fix>,
    /// Faces and papers that are painted over in what is shown, at most [`MAX_REDACTIONS`]. The original keeps them.
    pub redactions: Vec<Redaction>,
}

impl FieldSession {
    /// Attaches a photo to a visit. When it returns, the photo survives a power cut.
    ///
    /// # Errors
    /// [`CaptureError::Photo`] for anything but a whole picture within limits; [`CaptureError::PhotoTwice`],
    /// [`CaptureError::CaptionTooLong`], [`CaptureError::TooManyRedactions`], [`RecordError::TooMany`]; a full disk: not saved.
    pub fn attach_photo(&self, draft: DraftId, photo: NewPhoto) -> Result<PhotoRecord, CaptureError> {
        let original = Sha256Hash::of(&photo.bytes);
        let household = self.store.read(|r| {
            let open = open_draft_of(r, &draft, RecordKind::Visit)?;
            if r.draft_has_photo(&draft, &original)? {
                return Err(CaptureError::PhotoTwice);
            }
            room_for_photo(r.draft_part_counts(&draft)?.0)?;
            Ok(open.household)
        })?;
        let record = self.keep_files(&household, photo)?;
        let kept = self.store.write(|w| {
            open_draft_of(w, &draft, RecordKind::Visit)?;
            if w.draft_has_photo(&draft, &original)? {
                return Err(CaptureError::PhotoTwice);
            }
            room_for_photo(w.draft_part_counts(&draft)?.0)?;
            Ok(w.keep_draft_photo(&draft, &record)?)
        });
        if let Err(error) = kept {
            self.remove_unneeded(&record);
            return Err(error);
        }
        Ok(record)
    }

    /// Detaches a photo, named by the hash of its original. Its files go unless another record needs them.
    ///
    /// # Errors
    /// [`CaptureError::UnknownPhoto`].
    pub fn remove_photo(&self, draft: DraftId, original: &Sha256Hash) -> Result<(), CaptureError> {
        let removed = self.store.write(|w| {
            open_draft(w, &draft)?;
            w.drop_draft_photo(&draft, original)?.ok_or(CaptureError::UnknownPhoto)
        })?;
        self.remove_unneeded(&removed);
        Ok(())
    }

    /// The content of a photo's file, from the vault.
    ///
    /// # Errors
    /// [`CaptureError::PhotoFreed`] where the phone has given it up; [`CaptureError::Store`] where it is missing or
    /// damaged.
    pub fn photo_file(&self, blob: &BlobRef) -> Result<Vec<u8>, CaptureError> {
        match self.store.vault().read(blob) {
            Err(VaultError::Missing) if self.store.read(|r| r.is_freed(&blob.sha256))? => {
                Err(CaptureError::PhotoFreed)
            }
            read => Ok(read?),
        }
    }

    /// Takes a photo of a household in and puts its three files into the vault.
    pub(super) fn keep_files(
        &self,
        household: &HouseholdId,
        photo: NewPhoto,
    ) -> Result<PhotoRecord, CaptureError> {
        if photo.caption.chars().count() > MAX_CAPTION_CHARS {
            return Err(CaptureError::CaptionTooLong);
        }
        if photo.redactions.len() > MAX_REDACTIONS {
            return Err(CaptureError::TooManyRedactions);
        }
        let limits = PhotoLimits::default();
        let said = said_by_exif(&photo.bytes, &limits)?;
        let (taken_at, seen_at) = self.taken_at(photo.source, said.time);
        let fix = match photo.fix.map(Fix::checked).transpose()? {
            None => said.place.and_then(|place| place.fix(seen_at).ok()),
            measured => measured,
        };
        let font = self.watermark_font();
        let watermark = match &font {
            Some(font) => Some((self.watermark_text(household, (fix, taken_at))?, font)),
            None => None,
        };
        let options = IntakeOptions {
            watermark: watermark.as_ref().map(|(text, font)| (text, font.as_ref())),
            redactions: &photo.redactions,
        };
        let prepared = intake_with(&photo.bytes, &limits, &options)?;
        let vault = self.store.vault();
        let record = PhotoRecord {
            kind: photo.kind,
            source: photo.source,
            caption: photo.caption,
            taken_at,
            fix,
            original: prepared.original,
            derivative: prepared.derivative_ref,
            thumbnail: prepared.thumbnail_ref,
            width: prepared.width,
            height: prepared.height,
            watermark_px: prepared.watermark_px,
        };
        for bytes in [&photo.bytes, &prepared.derivative, &prepared.thumbnail] {
            if let Err(error) = vault.put(bytes) {
                self.remove_unneeded(&record);
                return Err(error.into());
            }
        }
        Ok(record)
    }

    /// When the photo was taken, where that is known, and when the phone saw it.
    fn taken_at(&self, source: PhotoSource, by_exif: Option<ExifTime>) -> (Option<SourcedTime>, SourcedTime) {
        let at_ms = self.store.clock().read().wall_ms;
        let seen_at = SourcedTime { at_ms, source: TimeSource::DeviceClock };
        let by_exif = by_exif.and_then(|time| time.sourced(Offset::constant(8)));
        // Only a photo taken just now was taken at the time that the phone shows.
        let taken_at = by_exif.or((source == PhotoSource::Camera).then_some(seen_at));
        (taken_at, taken_at.unwrap_or(seen_at))
    }

    /// Removes the files that nothing on this phone names. What cannot be removed now stays, encrypted and unnamed.
    pub(super) fn remove_unneeded(&self, photo: &PhotoRecord) {
        for blob in [photo.original, photo.derivative, photo.thumbnail] {
            if matches!(self.store.read(|r| r.needs_blob(&blob.sha256)), Ok(false)) {
                let _ = self.store.vault().remove(&blob);
            }
        }
    }
}

fn room_for_photo(photos: usize) -> Result<(), CaptureError> {
    if photos >= MAX_PHOTOS {
        Err(RecordError::TooMany { what: "照片", max: MAX_PHOTOS }.into())
    } else {
        Ok(())
    }
}
