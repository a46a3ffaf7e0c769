//! What photos look like, by their thumbnails, and which of them look alike.

use std::sync::{Mutex, PoisonError};

use ruhu_core::{
    ids::Sha256Hash,
    journal::BlobRole,
    photo::{NearIndex, PhotoPrint, SAME_PHOTO_BITS},
};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

const CORRUPT: StoreError = StoreError::Corrupt { what: "photo_prints.print" };

/// The prints that were read so far: each is read once in the life of a process. About 60 bytes for a photo.
#[derive(Default)]
pub(super) struct KnownPrints(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Number of the last print that is in the index.
    up_to: i64,
    index: NearIndex<i64>,
}

impl Reader<'_> {
    /// Whether a record names this file as its thumbnail.
    pub fn is_thumbnail(&self, sha256: &Sha256Hash) -> Result<bool, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT 1 FROM record_blobs WHERE sha256 = ?1 AND role = ?2")?;
        Ok(statement.exists((sha256.as_bytes(), BlobRole::Thumbnail.name()))?)
    }

    /// Verified thumbnails of which nobody has said what they look like: those whose hash comes after this one, in the
    /// order of their hashes, at most so many.
    pub fn thumbnails_without_print(
        &self,
        after: Option<&Sha256Hash>,
        limit: u32,
    ) -> Result<Vec<Sha256Hash>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT sha256 FROM record_blobs JOIN blobs USING (sha256)
             WHERE role = ?1 AND (?2 IS NULL OR sha256 > ?2)
             AND sha256 NOT IN (SELECT thumbnail FROM photo_prints) ORDER BY sha256 LIMIT ?3",
        )?;
        let key = (BlobRole::Thumbnail.name(), after.map(Sha256Hash::as_bytes), limit);
        let rows = statement.query_map(key, |row| row.get(0))?;
        rows.map(|row| Ok(Sha256Hash(row?))).collect()
    }

    /// The thumbnails that look like this one, itself among them; none where it has no print yet.
    ///
    /// For readers only: what a writer's transaction sees may still be undone.
    pub fn thumbnails_like(&self, thumbnail: &Sha256Hash) -> Result<Vec<Sha256Hash>, StoreError> {
        let Some(print) = self.print_of(thumbnail)? else { return Ok(Vec::new()) };
        let near = {
            let mut known = self.ready.prints.0.lock().unwrap_or_else(PoisonError::into_inner);
            self.read_on(&mut known)?;
            known.index.near(&print, SAME_PHOTO_BITS)
        };
        let mut statement =
            self.conn.prepare_cached("SELECT thumbnail FROM photo_prints WHERE print_no = ?1")?;
        let mut found = Vec::new();
        for photo in near {
            // The index may know more than this reader's moment.
            found.extend(statement.query_row([photo.id], |row| row.get(0).map(Sha256Hash)).optional()?);
        }
        Ok(found)
    }

    fn print_of(&self, thumbnail: &Sha256Hash) -> Result<Option<PhotoPrint>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT print FROM photo_prints WHERE thumbnail = ?1")?;
        let text: Option<Option<String>> =
            statement.query_row([thumbnail.as_bytes()], |row| row.get(0)).optional()?;
        text.flatten().map(|text| text.parse().map_err(|_| CORRUPT)).transpose()
    }

    fn read_on(&self, known: &mut Known) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT print_no, print FROM photo_prints
             WHERE print_no > ?1 AND print IS NOT NULL ORDER BY print_no",
        )?;
        let mut rows = statement.query([known.up_to])?;
        while let Some(row) = rows.next()? {
            let (number, text): (i64, String) = (row.get(0)?, row.get(1)?);
            known.index.insert(number, text.parse().map_err(|_| CORRUPT)?);
            known.up_to = number;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Keeps what a thumbnail looks like; none where it shows no picture.
    pub fn keep_print(&self, thumbnail: &Sha256Hash, print: Option<&PhotoPrint>) -> Result<(), StoreError> {
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO photo_prints (thumbnail, print) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?;
        insert.execute((thumbnail.as_bytes(), print.map(PhotoPrint::to_string)))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn thumbnail(number: u8) -> Sha256Hash {
        Sha256Hash([number; 32])
    }

    fn keep(store: &Store, number: u8, print: Option<&str>) {
        let print: Option<PhotoPrint> = print.map(|digits| digits.repeat(32).parse().unwrap());
        store.write(move |w| w.keep_print(&thumbnail(number), print.as_ref())).unwrap();
    }

    fn like(store: &Store, number: u8) -> Vec<Sha256Hash> {
        store.read(|r| r.thumbnails_like(&thumbnail(number))).unwrap()
    }

    #[test]
    fn what_looks_alike_is_found_also_when_it_came_after_the_first_question() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        keep(&store, 1, Some("0f"));
        keep(&store, 2, Some("a5"));
        assert_eq!(like(&store, 1), [thumbnail(1)]);
        keep(&store, 3, Some("0f"));
        assert_eq!(like(&store, 1), [thumbnail(1), thumbnail(3)]);
        drop(store);
        let reopened = Store::open(dir.path()).unwrap();
        assert_eq!(like(&reopened, 3), [thumbnail(1), thumbnail(3)]);
    }

    #[test]
    fn a_thumbnail_without_a_picture_looks_like_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        keep(&store, 1, None);
        keep(&store, 2, None);
        assert!(like(&store, 1).is_empty(), "no picture");
        assert!(like(&store, 9).is_empty(), "not here");
    }
}
