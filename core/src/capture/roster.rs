//! Finding the household.

use super::FieldSession;
use crate::{
    ids::HouseholdId,
    store::{HouseholdRow, RosterItem, RosterPage, StoreError},
};

/// Lines of one page of the roster.
pub const PAGE_LINES: u32 = 50;

impl FieldSession {
    /// A page of the roster, from 0, [`PAGE_LINES`] lines each, by village, group and number.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn roster(&self, page: u32) -> Result<RosterPage, StoreError> {
        self.store.roster(page.saturating_mul(PAGE_LINES), PAGE_LINES)
    }

    /// One household.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn household(&self, household: &HouseholdId) -> Result<Option<HouseholdRow>, StoreError> {
        self.store.read(|r| r.household(household))
    }

    /// The households that fit every word of the query, best first: part of a name, initials of its pinyin (`zxm`),
    /// a group (`3组`, `3`), three or more digits of an identity number, part of village or address.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<RosterItem>, StoreError> {
        self.store.search(query, limit)
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
