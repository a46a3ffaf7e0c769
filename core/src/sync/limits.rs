//! How much of the photos a sync may send: mobile data costs money. Records always go.

use crate::journal::{BlobRole, WaitingBlob};

/// Which photo files go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PhotoScope {
    /// All of them.
    #[default]
    All,
    /// Thumbnails: the office sees what was photographed, and the photos follow by Wi-Fi.
    Thumbnails,
    /// None.
    Nothing,
}

/// Limits of one sync.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncLimits {
    /// Which photo files go.
    pub photos: PhotoScope,
    /// Most bytes of photo files in this sync; a file that does not fit any more waits for another sync.
    pub photo_bytes: Option<u64>,
}

impl SyncLimits {
    /// Parts the files that may go from those that wait, when `sent` bytes of files have gone already.
    #[must_use]
    pub fn part(&self, files: Vec<WaitingBlob>, sent: u64) -> (Vec<WaitingBlob>, Vec<WaitingBlob>) {
        let mut left = self.photo_bytes.map(|most| most.saturating_sub(sent));
        files.into_iter().partition(|file| {
            let in_scope = match self.photos {
                PhotoScope::All => true,
                PhotoScope::Thumbnails => file.role == BlobRole::Thumbnail,
                PhotoScope::Nothing => false,
            };
            in_scope && left.as_mut().is_none_or(|left| take(left, file.blob.size))
        })
    }
}

fn take(left: &mut u64, bytes: u64) -> bool {
    let fits = bytes <= *left;
    // Nothing smaller overtakes: thumbnails come first, and an original is no substitute for one.
    *left = if fits { *left - bytes } else { 0 };
    fits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::Sha256Hash, photo::BlobRef};

    fn files() -> Vec<WaitingBlob> {
        [(BlobRole::Thumbnail, 10), (BlobRole::Thumbnail, 20), (BlobRole::Original, 300)]
            .map(|(role, size)| WaitingBlob {
                is_freed: false,
                blob: BlobRef { sha256: Sha256Hash::of(&[u8::try_from(size % 256).unwrap()]), size },
                role,
                upload: None,
            })
            .into()
    }

    fn sizes_that_go(limits: SyncLimits, sent: u64) -> Vec<u64> {
        limits.part(files(), sent).0.iter().map(|file| file.blob.size).collect()
    }

    #[test]
    fn without_limits_everything_goes() {
        assert_eq!(sizes_that_go(SyncLimits::default(), u64::MAX), [10, 20, 300]);
    }

    #[test]
    fn a_scope_keeps_larger_files_for_another_line() {
        let within = |photos| SyncLimits { photos, photo_bytes: None };
        assert_eq!(sizes_that_go(within(PhotoScope::Thumbnails), 0), [10, 20]);
        assert!(sizes_that_go(within(PhotoScope::Nothing), 0).is_empty());
    }

    #[test]
    fn a_budget_is_never_exceeded_and_counts_what_has_gone() {
        let within = |bytes| SyncLimits { photos: PhotoScope::All, photo_bytes: Some(bytes) };
        assert_eq!(sizes_that_go(within(330), 0), [10, 20, 300]);
        assert_eq!(sizes_that_go(within(329), 0), [10, 20]);
        assert_eq!(sizes_that_go(within(329), 310), [10], "19 bytes are left");
        assert!(sizes_that_go(within(9), 0).is_empty());
    }
}
