//! From a meeting to its printed pack.

use std::io;

use ruhu_core::ids::{MeetingId, Sha256Hash};

use super::{ReviewError, pack_content};
use crate::{
    app::App,
    blobs::BlobFolder,
    evidence,
    pack::{Edition, PackFonts, PackPdf, PhotoSource, PressRoom, render_pack},
    store::{AuditLine, PackRow, StoreError},
};

/// Folder of print renditions below the data folder.
const RENDITIONS: &str = "renditions";

impl PhotoSource for BlobFolder {
    fn jpeg(&self, derivative: &Sha256Hash) -> io::Result<Vec<u8>> {
        self.read(derivative)
    }
}

/// Draws one edition of a meeting's pack, and keeps that it was made and by whom.
///
/// # Errors
/// [`ReviewError::UnknownMeeting`], [`ReviewError::Pack`].
pub fn make_pack(
    app: &App,
    meeting: &MeetingId,
    edition: Edition,
    (fonts, actor): (&PackFonts, &str),
) -> Result<PackPdf, ReviewError> {
    let (content, log_head) = app
        .store
        .read(|r| -> Result<_, ReviewError> { Ok((pack_content(r, meeting)?, evidence::head(app, r)?)) })?;
    let made_at_ms = app.now_ms();
    let cache = app.dir.join(RENDITIONS);
    let room = PressRoom { fonts, photos: &app.blobs, cache: &cache, made_at_ms, log_head: &log_head };
    let pack = render_pack(&content, edition, &room)?;
    let row = PackRow {
        edition: edition.name().to_owned(),
        version: pack.version.to_string(),
        pages: u32::try_from(pack.pages).unwrap_or(u32::MAX),
        made_ms: made_at_ms,
    };
    let line = AuditLine {
        at_ms: made_at_ms,
        actor: actor.to_owned(),
        action: format!("pack.make.{}", edition.name()),
        subject: format!("meeting:{meeting}"),
        purpose: String::new(),
    };
    let meeting = meeting.clone();
    app.store.write(move |w| -> Result<(), StoreError> {
        w.keep_pack(&meeting, &row)?;
        w.audit(&line)
    })?;
    Ok(pack)
}
