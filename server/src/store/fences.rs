//! Village fences as they were imported, and where photos were seen.

use ruhu_core::{
    ids::{EntryId, HouseholdId, Sha256Hash},
    journal::BlobRole,
    region::{RegionCode, RegionLevel},
};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// The fences of the county that a division lies in, as GeoJSON.
    pub fn fences_around(&self, region: &RegionCode) -> Result<Option<String>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT geojson FROM fences WHERE county = ?1")?;
        Ok(statement.query_row([region.at(RegionLevel::County).as_str()], |row| row.get(0)).optional()?)
    }

    /// The records other than this one in which the same file stands in the same role, with their households.
    pub fn seen_elsewhere(
        &self,
        (sha256, role): (&Sha256Hash, BlobRole),
        entry: &EntryId,
    ) -> Result<Vec<(EntryId, HouseholdId)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT entry_id, household_id FROM record_blobs JOIN records USING (entry_id)
             WHERE sha256 = ?1 AND role = ?2 AND entry_id <> ?3 ORDER BY entry_no",
        )?;
        let key = (sha256.as_bytes(), role.name(), entry.as_bytes());
        let rows = statement.query_map(key, |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (entry, household) = row?;
            let household = HouseholdId::new(household)
                .map_err(|_| StoreError::Corrupt { what: "records.household_id" })?;
            Ok((EntryId(entry), household))
        })
        .collect()
    }
}

impl Writer<'_> {
    /// Keeps the fences of the county around a division instead of those that it had.
    pub fn keep_fences(&self, region: &RegionCode, geojson: &str, now_ms: i64) -> Result<(), StoreError> {
        let mut upsert = self.conn.prepare_cached(
            "INSERT INTO fences (county, geojson, imported_ms) VALUES (?1, ?2, ?3)
             ON CONFLICT (county) DO UPDATE SET geojson = excluded.geojson, imported_ms = excluded.imported_ms",
        )?;
        upsert.execute((region.at(RegionLevel::County).as_str(), geojson, now_ms))?;
        Ok(())
    }
}
