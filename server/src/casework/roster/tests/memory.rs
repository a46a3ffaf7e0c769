//! A store in memory, as the import sees it.

use std::{collections::BTreeMap, convert::Infallible};

use ruhu_core::{
    household::{HouseholdRecord, IdNumber},
    ids::HouseholdId,
};

use super::super::{HouseholdIdentity, ImportOutcome, Owner};

#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) households: BTreeMap<HouseholdId, HouseholdRecord>,
    minted: u32,
}

impl Memory {
    pub(super) fn keep(&mut self, outcome: &ImportOutcome) {
        for record in &outcome.changed {
            self.households.insert(record.row.household_id.clone(), record.clone());
        }
    }
}

impl HouseholdIdentity for Memory {
    type Error = Infallible;

    fn owner(&self, id_no: &IdNumber) -> Result<Option<Owner>, Infallible> {
        let owns =
            |record: &&HouseholdRecord| record.row.members.iter().any(|m| m.id_no.as_ref() == Some(id_no));
        Ok(self.households.values().find(owns).map(|record| Owner {
            household: record.row.household_id.clone(),
            is_head: record.row.head().unwrap().id_no.as_ref() == Some(id_no),
        }))
    }

    fn current(&self, household: &HouseholdId) -> Result<Option<HouseholdRecord>, Infallible> {
        Ok(self.households.get(household).cloned())
    }

    fn mint(&mut self) -> Result<HouseholdId, Infallible> {
        self.minted += 1;
        Ok(HouseholdId::new(format!("h{:04}", self.minted)).unwrap())
    }
}
