//! What received photos look like, so that one photo handed in twice is found.

use ruhu_core::{ids::Sha256Hash, photo::PhotoPrint};

use super::UploadError;
use crate::{app::App, store::StoreError};

/// Thumbnails that are looked at between two commits.
const BATCH: u32 = 100;

/// The print of a thumbnail on the disk; none where the file shows no picture.
pub(super) fn print_of(app: &App, thumbnail: &Sha256Hash) -> Result<Option<PhotoPrint>, UploadError> {
    Ok(PhotoPrint::of_derived(&app.blobs.read(thumbnail)?).ok())
}

/// Looks at the thumbnails that came before their record did, or to a server of an older version. Gives how many.
///
/// # Errors
/// [`UploadError::Store`].
pub fn print_thumbnails(app: &App) -> Result<usize, UploadError> {
    let mut printed = 0;
    loop {
        let waiting = app.store.read(|r| r.thumbnails_without_print(BATCH))?;
        if waiting.is_empty() {
            return Ok(printed);
        }
        let mut prints = Vec::new();
        for thumbnail in waiting {
            prints.push((thumbnail, print_of(app, &thumbnail)?));
        }
        printed += prints.len();
        app.store.write(move |w| -> Result<(), StoreError> {
            prints.iter().try_for_each(|(thumbnail, print)| w.keep_print(thumbnail, print.as_ref()))
        })?;
    }
}
