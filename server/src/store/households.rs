//! Households and the numbers that identify their members.

use ruhu_core::{
    household::{AccountNo, HouseholdRecord, IdNumber, RosterRow},
    ids::HouseholdId,
    journal::{from_cbor, to_cbor},
    region::RegionCode,
};
use rusqlite::{OptionalExtension, Row};

use super::{Reader, StoreError, Writer};

/// A household as it is kept.
#[derive(Debug, Clone)]
pub struct StoredHousehold {
    /// What a phone may see.
    pub row: RosterRow,
    /// Bank, where the roster names one.
    pub bank: Option<String>,
    /// Account, where the roster names one.
    pub account: Option<AccountNo>,
    /// Rises with every new assignment.
    pub assignment_epoch: u32,
}

/// A household in a list, with how far its survey has come.
#[derive(Debug, Clone)]
pub struct HouseholdSummary {
    /// The row.
    pub row: RosterRow,
    /// Complete visits.
    pub visits: u32,
    /// Complete interviews.
    pub interviews: u32,
    /// Complete attempts.
    pub attempts: u32,
    /// Records whose photos are still on the way.
    pub incomplete: u32,
    /// Records set apart.
    pub quarantined: u32,
}

fn read_row(bytes: &[u8]) -> Result<RosterRow, StoreError> {
    from_cbor(bytes).map_err(|_| StoreError::Corrupt { what: "households.row" })
}

fn parts(row: &Row<'_>) -> rusqlite::Result<(Vec<u8>, Option<String>, Option<String>, u32)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

impl Reader<'_> {
    /// One household.
    pub fn household(&self, id: &HouseholdId) -> Result<Option<StoredHousehold>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT row, bank, account, assignment_epoch FROM households WHERE household_id = ?1")?;
        let found = statement.query_row([id.as_str()], parts).optional()?;
        found
            .map(|(row, bank, account, assignment_epoch)| {
                let account = account
                    .map(AccountNo::new)
                    .transpose()
                    .map_err(|_| StoreError::Corrupt { what: "households.account" })?;
                Ok(StoredHousehold { row: read_row(&row)?, bank, account, assignment_epoch })
            })
            .transpose()
    }

    /// Whether the household exists.
    pub fn household_exists(&self, id: &HouseholdId) -> Result<bool, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM households WHERE household_id = ?1")?;
        Ok(statement.exists([id.as_str()])?)
    }

    /// The household that an identity number belongs to, and whether as its head.
    pub fn household_of_number(&self, id_no: &IdNumber) -> Result<Option<(HouseholdId, bool)>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT household_id, is_head FROM identity_numbers WHERE id_no = ?1")?;
        let found: Option<(String, bool)> =
            statement.query_row([id_no.full()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found
            .map(|(id, is_head)| {
                let id = HouseholdId::new(id).map_err(|_| StoreError::Corrupt { what: "identity_numbers" })?;
                Ok((id, is_head))
            })
            .transpose()
    }

    /// Households of a region in roster order.
    pub fn households_in(&self, region: &RegionCode) -> Result<Vec<RosterRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT row FROM households WHERE region GLOB ?1 ORDER BY region, roster_no, household_id",
        )?;
        let rows = statement.query_map([format!("{}*", region.significant())], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| read_row(&bytes?)).collect()
    }

    /// How many households a region has.
    pub fn household_count(&self, region: &RegionCode) -> Result<u64, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT count(*) FROM households WHERE region GLOB ?1")?;
        Ok(statement.query_row([format!("{}*", region.significant())], |row| row.get(0))?)
    }

    /// A page of a region's households with the state of their survey. `matching` filters by head's name or group.
    pub fn household_summaries(
        &self,
        region: &RegionCode,
        matching: &str,
        (limit, offset): (u32, u32),
    ) -> Result<Vec<HouseholdSummary>, StoreError> {
        let mut statement = self.conn.prepare_cached(include_str!("household_summaries.sql"))?;
        let mut rows = statement.query((format!("{}*", region.significant()), matching, limit, offset))?;
        let mut summaries = Vec::new();
        while let Some(row) = rows.next()? {
            summaries.push(HouseholdSummary {
                row: read_row(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?,
                visits: row.get(1)?,
                interviews: row.get(2)?,
                attempts: row.get(3)?,
                incomplete: row.get(4)?,
                quarantined: row.get(5)?,
            });
        }
        Ok(summaries)
    }
}

impl Writer<'_> {
    /// Keeps a new household or a new version of one; its numbers replace those of the version before.
    pub fn keep_household(&self, household: &HouseholdRecord, now_ms: i64) -> Result<(), StoreError> {
        let row = &household.row;
        let bytes = to_cbor(row).map_err(|_| StoreError::Corrupt { what: "households.row" })?;
        let mut upsert = self.conn.prepare_cached(include_str!("keep_household.sql"))?;
        upsert.execute(rusqlite::params![
            row.household_id.as_str(),
            row.region.to_string(),
            row.roster_no,
            row.version,
            row.head_name.full(),
            row.group_name,
            bytes,
            household.bank,
            household.account.as_ref().map(AccountNo::full),
            now_ms,
        ])?;
        self.conn
            .prepare_cached("DELETE FROM identity_numbers WHERE household_id = ?1")?
            .execute([row.household_id.as_str()])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO identity_numbers (id_no, household_id, is_head) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        for (index, member) in row.members.iter().enumerate() {
            if let Some(id_no) = &member.id_no {
                insert.execute((id_no.full(), row.household_id.as_str(), index == 0))?;
            }
        }
        Ok(())
    }
}
