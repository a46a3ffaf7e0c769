//! When phones were last heard of, and what may be on a phone alone.

use ruhu_core::{
    household::PersonName,
    ids::{CampaignId, DeviceId, EntryId, HouseholdId},
    record::RecordKind,
};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// A household that was given to a phone and that nobody's visit has reached the server from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnvisitedHousehold {
    /// Its pseudonym.
    pub household: HouseholdId,
    /// Its head.
    pub head: PersonName,
    /// Since when it is this phone's, in milliseconds since 1970.
    pub assigned_ms: i64,
}

/// A record of a phone whose photos have not all arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncompleteRecord {
    /// The record.
    pub entry: EntryId,
    /// Its household.
    pub household: HouseholdId,
    /// Files that are missing.
    pub missing: u32,
}

impl Reader<'_> {
    /// When a phone last compared its journal with this server, in milliseconds since 1970; none where it never has.
    pub fn last_contact(&self, device: &DeviceId) -> Result<Option<i64>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT last_ms FROM contacts WHERE device_id = ?1")?;
        Ok(statement.query_row([device.as_bytes()], |row| row.get(0)).optional()?)
    }

    /// The households of a phone from which no visit of a campaign has reached the server.
    pub fn unvisited_of(
        &self,
        device: &DeviceId,
        campaign: &CampaignId,
    ) -> Result<Vec<UnvisitedHousehold>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT household_id, assigned_ms FROM assignments
             WHERE device_id = ?1 AND ended_ms IS NULL AND NOT EXISTS (
                 SELECT 1 FROM records
                 WHERE records.household_id = assignments.household_id AND campaign_id = ?2 AND kind = ?3)
             ORDER BY household_id",
        )?;
        let key = (device.as_bytes(), campaign.as_str(), RecordKind::Visit.name());
        let rows = statement.query_map(key, |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        rows.map(|row| {
            let (id, assigned_ms) = row?;
            let household =
                HouseholdId::new(id).map_err(|_| StoreError::Corrupt { what: "assignments.household_id" })?;
            let stored = self.household(&household)?;
            let head = stored.ok_or(StoreError::Corrupt { what: "assignments.household_id" })?.row.head_name;
            Ok(UnvisitedHousehold { household, head, assigned_ms })
        })
        .collect()
    }

    /// The records of a phone whose photos have not all arrived.
    pub fn incomplete_of(&self, device: &DeviceId) -> Result<Vec<IncompleteRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT entry_id, household_id, count(*) FROM records JOIN missing_blobs USING (entry_id)
             WHERE device_id = ?1 GROUP BY entry_id ORDER BY household_id, entry_id",
        )?;
        let rows = statement
            .query_map([device.as_bytes()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))?;
        rows.map(|row| {
            let (entry, household, missing) = row?;
            let household = HouseholdId::new(household)
                .map_err(|_| StoreError::Corrupt { what: "records.household_id" })?;
            Ok(IncompleteRecord { entry: EntryId(entry), household, missing })
        })
        .collect()
    }
}

impl Writer<'_> {
    /// Notes that a phone has compared its journal with this server.
    pub fn note_contact(&self, device: &DeviceId, now_ms: i64) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO contacts (device_id, last_ms) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET last_ms = excluded.last_ms",
            )?
            .execute((device.as_bytes(), now_ms))?;
        Ok(())
    }
}
