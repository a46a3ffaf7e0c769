//! What received photos look like, so that one photo handed in twice is found.

use std::io;

use ruhu_core::{ids::Sha256Hash, photo::PhotoPrint};

use crate::{app::App, store::StoreError};

/// Thumbnails that are looked at between two commits.
const BATCH: u32 = 100;

/// What a file on the disk looks like: none for one that shows no picture.
///
/// # Errors
/// The file cannot be read now, which is logged: it is looked at later and keeps nothing from going on.
pub(super) fn look_at(app: &App, thumbnail: &Sha256Hash) -> io::Result<Option<PhotoPrint>> {
    let bytes = app.blobs.read(thumbnail).inspect_err(|error| {
        tracing::warn!(%thumbnail, error.text = %error, "thumbnail not readable");
    })?;
    Ok(PhotoPrint::of_derived(&bytes).ok())
}

/// Looks at the thumbnails that came before their record did, or to a server of an older version, or could not be read.
/// Gives how many it saw.
///
/// # Errors
/// [`StoreError`].
pub fn print_thumbnails(app: &App) -> Result<usize, StoreError> {
    let (mut printed, mut after) = (0, None);
    loop {
        let waiting = app.store.read(|r| r.thumbnails_without_print(after.as_ref(), BATCH))?;
        let Some(last) = waiting.last().copied() else { return Ok(printed) };
        after = Some(last);
        let seen = |thumbnail: Sha256Hash| Some((thumbnail, look_at(app, &thumbnail).ok()?));
        let prints: Vec<_> = waiting.into_iter().filter_map(seen).collect();
        printed += prints.len();
        app.store.write(move |w| -> Result<(), StoreError> {
            prints.iter().try_for_each(|(thumbnail, print)| w.keep_print(thumbnail, print.as_ref()))
        })?;
    }
}
