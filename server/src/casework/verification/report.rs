//! What an import of verification results did, for people and programs. No identity number and no name stands in it.

use ruhu_core::ids::HouseholdId;
use serde::{Deserialize, Serialize};

/// A place in the file, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFault {
    /// Name of the sheet; empty for a file without sheets.
    pub sheet: String,
    /// The row, counted as Excel shows it.
    pub row: u32,
    /// Heading of the column; empty where the file has none.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
}

/// A household whose verified figures contradict what was seen at the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContradictedHousehold {
    /// Its pseudonym.
    pub household_id: HouseholdId,
    /// A sentence for every contradiction, in Chinese.
    pub contradictions: Vec<String>,
}

/// The report of one import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationReport {
    /// Number of the import; none where nothing came in.
    pub number: Option<u32>,
    /// Lines that came in.
    pub matched: usize,
    /// Households that they belong to.
    pub households: usize,
    /// Households that could not be compared yet: no visit, or no policy that fits.
    pub not_compared: Vec<HouseholdId>,
    /// Households whose figures contradict each other.
    pub contradicted: Vec<ContradictedHousehold>,
    /// Lines about people who are not on the roster. They are not kept.
    pub unmatched: Vec<LineFault>,
    /// Lines that came in, and that people should look at.
    pub warnings: Vec<LineFault>,
    /// Lines that did not come in.
    pub rejected: Vec<LineFault>,
}
