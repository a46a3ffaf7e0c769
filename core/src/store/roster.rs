//! The households that this phone is to visit.

use std::sync::{Arc, PoisonError};

use rusqlite::{Row, params};

use super::{
    Reader, Store, StoreError, Writer,
    search::{SearchIndex, searchable},
    transaction::{read_cbor, write_cbor},
};
use crate::{
    household::{PersonName, RosterRow},
    ids::HouseholdId,
    region::RegionCode,
    wire::{AssignmentBody, UnassignedBody},
};

/// Most rows of one page.
pub const MAX_PAGE: u32 = 500;
/// Rows without a number of their own come last.
const NO_NUMBER: u32 = u32::MAX;

/// One line of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterItem {
    /// Which household.
    pub household: HouseholdId,
    /// 序号 of the roster.
    pub roster_no: Option<u32>,
    /// The village.
    pub region: RegionCode,
    /// Its name.
    pub village_name: String,
    /// 组
    pub group_name: String,
    /// The head's name.
    pub head_name: PersonName,
    /// 家庭住址
    pub address: String,
    /// 家庭人口 as declared.
    pub member_count: u16,
    /// Open drafts at this household on this phone.
    pub drafts: u32,
    /// Home visits sealed on this phone.
    pub visits: u32,
    /// Neighbour interviews sealed on this phone.
    pub interviews: u32,
    /// Attempts sealed on this phone.
    pub attempts: u32,
}

/// A page of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPage {
    /// The lines, by village, group and number.
    pub items: Vec<RosterItem>,
    /// How many households there are in all.
    pub total: u32,
}

/// A household as the phone has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseholdRow {
    /// The row.
    pub row: RosterRow,
    /// The assignment that brought it.
    pub assignment_epoch: u32,
    /// Whether it is still this phone's to visit.
    pub assigned: bool,
}

const COLUMNS: &str = "household_id, roster_no, region, village_name, group_name, head_name, address, member_count, \
    (SELECT count(*) FROM drafts WHERE drafts.household_id = roster.household_id AND state = 'open'), \
    (SELECT count(*) FROM records WHERE records.household_id = roster.household_id AND kind = 'visit'), \
    (SELECT count(*) FROM records WHERE records.household_id = roster.household_id AND kind = 'interview'), \
    (SELECT count(*) FROM records WHERE records.household_id = roster.household_id AND kind = 'attempt')";

fn read_item(row: &Row<'_>) -> Result<RosterItem, StoreError> {
    let damaged = |what| move |_| StoreError::Damaged { what };
    let household = HouseholdId::new(row.get::<_, String>(0)?);
    let region = RegionCode::new(row.get::<_, String>(2)?);
    let head_name = PersonName::new(row.get::<_, String>(5)?);
    Ok(RosterItem {
        household: household.map_err(|_| StoreError::Damaged { what: "roster.household_id" })?,
        roster_no: Some(row.get(1)?).filter(|no| *no != NO_NUMBER),
        region: region.map_err(|_| StoreError::Damaged { what: "roster.region" })?,
        village_name: row.get(3)?,
        group_name: row.get(4)?,
        head_name: head_name.map_err(damaged("roster.head_name"))?,
        address: row.get(6)?,
        member_count: row.get(7)?,
        drafts: row.get(8)?,
        visits: row.get(9)?,
        interviews: row.get(10)?,
        attempts: row.get(11)?,
    })
}

impl Reader<'_> {
    /// The household; also one that is no longer assigned but has work on this phone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn household(&self, id: &HouseholdId) -> Result<Option<HouseholdRow>, StoreError> {
        let sql = "SELECT row, assignment_epoch, assigned FROM roster WHERE household_id = ?1";
        self.row(sql, [id.as_str()], |row| {
            let bytes: Vec<u8> = row.get(0)?;
            Ok(HouseholdRow {
                row: read_cbor(&bytes, "roster.row")?,
                assignment_epoch: row.get(1)?,
                assigned: row.get(2)?,
            })
        })
    }

    fn roster_items(&self, offset: u32, limit: u32) -> Result<Vec<RosterItem>, StoreError> {
        // Numbers first, so that passing over a long offset reads the index alone.
        let sql = format!(
            "SELECT {COLUMNS} FROM roster WHERE household_no IN (SELECT household_no FROM roster WHERE assigned = 1 \
             ORDER BY region, group_no, roster_no, household_no LIMIT ?1 OFFSET ?2) \
             ORDER BY region, group_no, roster_no, household_no"
        );
        self.rows(&sql, params![limit.min(MAX_PAGE), offset], read_item)
    }

    fn roster_item(&self, household_no: i64) -> Result<Option<RosterItem>, StoreError> {
        self.row(&format!("SELECT {COLUMNS} FROM roster WHERE household_no = ?1"), [household_no], read_item)
    }

    fn search_index(&self) -> Result<SearchIndex, StoreError> {
        let rows = self.number("SELECT count(*) FROM roster_search", [])?;
        let mut index = SearchIndex::new(usize::try_from(rows).unwrap_or(0));
        let mut statement = self.connection.prepare_cached("SELECT household_no, text FROM roster_search")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text =
                row.get_ref(1)?.as_str().map_err(|_| StoreError::Damaged { what: "roster_search.text" })?;
            index.push(row.get(0)?, text);
        }
        Ok(index)
    }
}

impl Store {
    /// A page of the roster.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn roster(&self, offset: u32, limit: u32) -> Result<RosterPage, StoreError> {
        let total = self.roster_size()?;
        let items = self.read(|r| r.roster_items(offset, limit))?;
        Ok(RosterPage { items, total })
    }

    /// Counting reads a whole index, so the number is kept. The cache is always taken before the database, here and in
    /// [`Self::loaded_index`]: a change of the roster clears it after its commit, so nothing old is kept.
    fn roster_size(&self) -> Result<u32, StoreError> {
        let mut cache = self.roster.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(size) = cache.size {
            return Ok(size);
        }
        let counted = self.read(|r| r.number("SELECT count(*) FROM roster WHERE assigned = 1", []))?;
        let size = u32::try_from(counted).unwrap_or(u32::MAX);
        cache.size = Some(size);
        Ok(size)
    }

    /// The households that fit every word of the query, best first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<RosterItem>, StoreError> {
        let index = self.loaded_index()?;
        let numbers = index.find(query, usize::try_from(limit.min(MAX_PAGE)).unwrap_or(0));
        self.read(|r| {
            let items = numbers.into_iter().map(|household_no| r.roster_item(household_no));
            items.filter_map(Result::transpose).collect()
        })
    }

    fn loaded_index(&self) -> Result<Arc<SearchIndex>, StoreError> {
        let mut cache = self.roster.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = &cache.index {
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(self.read(|r| r.search_index())?);
        cache.index = Some(Arc::clone(&index));
        Ok(index)
    }

    pub(super) fn forget_roster_cache(&self) {
        *self.roster.lock().unwrap_or_else(PoisonError::into_inner) = super::open::RosterCache::default();
    }
}

impl Writer<'_> {
    pub(super) fn assign(&self, body: &AssignmentBody) -> Result<(), StoreError> {
        let row = &body.row;
        let household_no = self.row(
            "INSERT INTO roster (household_id, assignment_epoch, version, assigned, stale, region, village_name, \
             group_no, group_name, roster_no, head_name, address, member_count, row) \
             VALUES (?1, ?2, ?3, 1, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT (household_id) DO UPDATE SET assignment_epoch = ?2, version = ?3, assigned = 1, stale = 0, \
             region = ?4, village_name = ?5, group_no = ?6, group_name = ?7, roster_no = ?8, head_name = ?9, \
             address = ?10, member_count = ?11, row = ?12 RETURNING household_no",
            params![
                row.household_id.as_str(),
                body.epoch,
                row.version,
                row.region.as_str(),
                row.village_name,
                group_number(&row.group_name),
                row.group_name,
                row.roster_no.unwrap_or(NO_NUMBER),
                row.head_name.full(),
                row.address,
                row.member_count,
                write_cbor(row)?,
            ],
            |row| Ok(row.get::<_, i64>(0)?),
        )?;
        let sql = "INSERT OR REPLACE INTO roster_search (household_no, text) VALUES (?1, ?2)";
        self.run(sql, params![household_no, searchable(row)]).map(drop)
    }

    pub(super) fn unassign(&self, body: &UnassignedBody) -> Result<(), StoreError> {
        let sql = "SELECT household_no FROM roster WHERE household_id = ?1 AND assignment_epoch <= ?2 AND assigned = 1";
        let found =
            self.row(sql, params![body.household.as_str(), body.epoch], |row| Ok(row.get::<_, i64>(0)?))?;
        found.map_or(Ok(()), |household_no| self.leave(household_no))
    }

    /// The household is no longer this phone's. Its row goes too, unless work on this phone still refers to it.
    pub(super) fn leave(&self, household_no: i64) -> Result<(), StoreError> {
        self.run("DELETE FROM roster_search WHERE household_no = ?1", [household_no])?;
        self.run("UPDATE roster SET assigned = 0, stale = 0 WHERE household_no = ?1", [household_no])?;
        let sql = "DELETE FROM roster WHERE household_no = ?1 \
                   AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.household_id = roster.household_id AND state = 'open') \
                   AND NOT EXISTS (SELECT 1 FROM records WHERE records.household_id = roster.household_id)";
        self.run(sql, [household_no]).map(drop)
    }
}

/// The number in `9组`, for order; 0 where there is none.
fn group_number(group: &str) -> u32 {
    let digits: String =
        group.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).take(6).collect();
    digits.parse().unwrap_or(0)
}
