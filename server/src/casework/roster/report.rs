//! What an import did, for people and programs. No identity number stands in it.

use std::collections::BTreeMap;

use ruhu_core::{ids::HouseholdId, region::RegionCode};
use serde::{Deserialize, Serialize};

/// A household that is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// 序号
    pub no: Option<u32>,
    /// Its pseudonym.
    pub household_id: HouseholdId,
    /// Its village.
    pub region: RegionCode,
}

/// A fault for which a household is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The workbook's row, counted as Excel shows it.
    pub row: u32,
    /// 序号 of the household.
    pub no: Option<u32>,
    /// Heading of the column.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

/// Something to look at in a household that is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warned {
    /// The workbook's row, counted as Excel shows it.
    pub row: u32,
    /// 序号 of the household.
    pub no: Option<u32>,
    /// Stable code.
    pub code: String,
    /// What to look at and what to do, in Chinese.
    pub message: String,
}

/// The report of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Households that are in, in the order of the rows.
    pub accepted: Vec<Accepted>,
    /// Faults of households that are refused, by row.
    pub rejected: Vec<Rejected>,
    /// Things to look at, by row.
    pub warnings: Vec<Warned>,
}

impl ImportReport {
    /// How often each code occurs, faults and warnings together.
    #[must_use]
    pub fn counts_by_code(&self) -> BTreeMap<&str, usize> {
        let codes = self.rejected.iter().map(|r| &r.code).chain(self.warnings.iter().map(|w| &w.code));
        codes.fold(BTreeMap::new(), |mut counts, code| {
            *counts.entry(code.as_str()).or_default() += 1;
            counts
        })
    }

    /// How many households are refused; one may have several faults.
    #[must_use]
    pub fn rejected_households(&self) -> usize {
        let mut households: Vec<(Option<u32>, u32)> =
            self.rejected.iter().map(|fault| (fault.no, fault.no.map_or(fault.row, |_| 0))).collect();
        households.sort_unstable();
        households.dedup();
        households.len()
    }
}
