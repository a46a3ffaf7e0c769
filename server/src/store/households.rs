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

/// How far the survey of a household has come, as lists are filtered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyStatus {
    /// No visit and no attempt is here (未入户).
    Unvisited,
    /// Somebody went and could survey nobody (未能入户).
    Attempted,
    /// A visit is here (已入户).
    Visited,
    /// A visit is here, and every record with every byte (资料齐全).
    Complete,
    /// A record waits for its photos (待补照片).
    Waiting,
    /// A record is set apart (隔离待查).
    Quarantined,
}

impl SurveyStatus {
    /// Every status.
    pub const ALL: [Self; 6] =
        [Self::Unvisited, Self::Attempted, Self::Visited, Self::Complete, Self::Waiting, Self::Quarantined];

    /// Stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unvisited => "unvisited",
            Self::Attempted => "attempted",
            Self::Visited => "visited",
            Self::Complete => "complete",
            Self::Waiting => "waiting",
            Self::Quarantined => "quarantined",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// Which households a list shows.
#[derive(Debug, Clone)]
pub struct HouseholdFilter {
    /// Below this division.
    pub region: RegionCode,
    /// Part of the head's name or of the group's; empty for all.
    pub matching: String,
    /// How far the survey is; none for all.
    pub status: Option<SurveyStatus>,
}

/// How far the survey of a region has come. One household may count several times, but in the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SurveyCounts {
    /// Households.
    pub households: u64,
    /// With neither visit nor attempt.
    pub unvisited: u64,
    /// With attempts alone.
    pub attempted: u64,
    /// With a visit.
    pub visited: u64,
    /// With a visit, and every record complete.
    pub complete: u64,
    /// With a record that waits for photos.
    pub waiting: u64,
    /// With a record set apart.
    pub quarantined: u64,
}

fn read_row(bytes: &[u8]) -> Result<RosterRow, StoreError> {
    from_cbor(bytes).map_err(|_| StoreError::Corrupt { what: "households.row" })
}

/// Row bytes, bank, account, assignment epoch.
type Parts = (Vec<u8>, Option<String>, Option<String>, u32);

fn parts(row: &Row<'_>) -> rusqlite::Result<Parts> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn summary(row: &Row<'_>) -> Result<HouseholdSummary, StoreError> {
    Ok(HouseholdSummary {
        row: read_row(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?,
        visits: row.get(1)?,
        interviews: row.get(2)?,
        attempts: row.get(3)?,
        incomplete: row.get(4)?,
        quarantined: row.get(5)?,
    })
}

fn filter_params(filter: &HouseholdFilter) -> (String, &str, &'static str) {
    (
        format!("{}*", filter.region.significant()),
        &filter.matching,
        filter.status.map_or("", SurveyStatus::name),
    )
}

impl Reader<'_> {
    /// One household.
    pub fn household(&self, id: &HouseholdId) -> Result<Option<StoredHousehold>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT row, bank, account, assignment_epoch FROM households WHERE household_id = ?1",
        )?;
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
        let mut statement = self
            .conn
            .prepare_cached("SELECT household_id, is_head FROM identity_numbers WHERE id_no = ?1")?;
        let found: Option<(String, bool)> =
            statement.query_row([id_no.full()], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found
            .map(|(id, is_head)| {
                let id =
                    HouseholdId::new(id).map_err(|_| StoreError::Corrupt { what: "identity_numbers" })?;
                Ok((id, is_head))
            })
            .transpose()
    }

    /// The household of a person and the number as the roster spells it: of 15 or of 18 digits.
    pub fn person_of(&self, id_no: &IdNumber) -> Result<Option<(HouseholdId, IdNumber)>, StoreError> {
        for spelled in [Some(id_no.clone()), id_no.to_15()].into_iter().flatten() {
            if let Some((household, _)) = self.household_of_number(&spelled)? {
                return Ok(Some((household, spelled)));
            }
        }
        Ok(None)
    }

    /// Households of a region in roster order.
    pub fn households_in(&self, region: &RegionCode) -> Result<Vec<RosterRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT row FROM households WHERE region GLOB ?1 ORDER BY region, roster_no, household_id",
        )?;
        let rows =
            statement.query_map([format!("{}*", region.significant())], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|bytes| read_row(&bytes?)).collect()
    }

    /// How many households a region has.
    pub fn household_count(&self, region: &RegionCode) -> Result<u64, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT count(*) FROM households WHERE region GLOB ?1")?;
        Ok(statement.query_row([format!("{}*", region.significant())], |row| row.get(0))?)
    }

    /// How many households a filter finds.
    pub fn households_matching(&self, filter: &HouseholdFilter) -> Result<u64, StoreError> {
        let sql = concat!(include_str!("household_progress.sql"), "SELECT count(*) FROM found");
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row(filter_params(filter), |row| row.get(0))?)
    }

    /// A page of the households that a filter finds, in roster order.
    pub fn household_page(
        &self,
        filter: &HouseholdFilter,
        (limit, offset): (u32, u64),
    ) -> Result<Vec<HouseholdSummary>, StoreError> {
        let sql = concat!(
            include_str!("household_progress.sql"),
            "SELECT h.row, visits, interviews, attempts, incomplete, quarantined
             FROM found JOIN households h USING (household_id)
             ORDER BY h.region, h.roster_no, h.household_id LIMIT ?4 OFFSET ?5"
        );
        let mut statement = self.conn.prepare_cached(sql)?;
        let (region, matching, status) = filter_params(filter);
        let mut rows = statement.query((region, matching, status, limit, offset))?;
        let mut summaries = Vec::new();
        while let Some(row) = rows.next()? {
            summaries.push(summary(row)?);
        }
        Ok(summaries)
    }

    /// How far the survey of a region has come.
    pub fn survey_counts(&self, region: &RegionCode) -> Result<SurveyCounts, StoreError> {
        let filter = HouseholdFilter { region: region.clone(), matching: String::new(), status: None };
        let sql = concat!(
            include_str!("household_progress.sql"),
            "SELECT count(*), count(*) FILTER (WHERE is_unvisited), count(*) FILTER (WHERE is_attempted),
                    count(*) FILTER (WHERE is_visited), count(*) FILTER (WHERE is_complete),
                    count(*) FILTER (WHERE incomplete > 0), count(*) FILTER (WHERE quarantined > 0)
             FROM found"
        );
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_row(filter_params(&filter), |row| {
            Ok(SurveyCounts {
                households: row.get(0)?,
                unvisited: row.get(1)?,
                attempted: row.get(2)?,
                visited: row.get(3)?,
                complete: row.get(4)?,
                waiting: row.get(5)?,
                quarantined: row.get(6)?,
            })
        })?)
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
            "INSERT INTO identity_numbers (id_no, household_id, is_head) VALUES (?1, ?2, ?3)
             ON CONFLICT (id_no) DO UPDATE SET household_id = excluded.household_id, is_head = excluded.is_head",
        )?;
        for (index, member) in row.members.iter().enumerate() {
            if let Some(id_no) = &member.id_no {
                insert.execute((id_no.full(), row.household_id.as_str(), index == 0))?;
            }
        }
        Ok(())
    }
}
