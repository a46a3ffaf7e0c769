//! What an import of verification results did, for people and programs. No identity number and no name stands in it.

use ruhu_core::ids::HouseholdId;
use serde::{Deserialize, Serialize};

use crate::casework::LineFault;

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
