//! Room on the disk. Photos stop before it is full, so that records, which are small, still find room.

use std::{io, path::Path};

/// Kept free for records and for the database, in bytes.
pub const KEEP_FREE_BYTES: u64 = 1024 * 1024 * 1024;

/// Free bytes of the file system that holds a folder, for whoever is not root.
///
/// # Errors
/// Any of the file system.
pub(crate) fn free_bytes(folder: &Path) -> io::Result<u64> {
    let system = rustix::fs::statvfs(folder)?;
    Ok(system.f_bavail.saturating_mul(system.f_frsize))
}

/// Whether `wanted` bytes more may be announced where `promised` were announced before and may still come.
#[must_use]
pub(crate) fn has_room(free: u64, keep_free: u64, (promised, wanted): (u64, u64)) -> bool {
    promised.saturating_add(wanted).saturating_add(keep_free) <= free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_promised_is_not_given_away_twice() {
        assert!(has_room(1_000, 500, (300, 200)));
        assert!(!has_room(1_000, 500, (301, 200)));
        assert!(!has_room(0, 0, (0, 1)));
        assert!(!has_room(u64::MAX - 1, 1, (u64::MAX, u64::MAX)), "no sum overflows");
    }

    #[test]
    fn this_disk_has_some_room() {
        assert!(free_bytes(Path::new(".")).unwrap() > 0);
        assert!(free_bytes(Path::new("/no/such/folder")).is_err());
    }
}
