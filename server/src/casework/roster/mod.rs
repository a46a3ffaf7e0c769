//! A county's roster as offices mail it: a workbook in, trusted households and a report out.
//!
//! [`parse_roster`] reads the bytes alone. [`settle`] then decides, against what the store already holds, which
//! household each row is, so that a file imported twice changes nothing.

pub(in crate::casework) mod cell;
pub(in crate::casework) mod comma;
mod error;
mod header;
mod household;
pub(in crate::casework) mod promise;
mod report;
mod rows;
mod settle;
pub(in crate::casework) mod sheet;
pub(in crate::casework) mod unpack;

#[cfg(test)]
mod tests;

pub use error::RosterError;
pub use household::ParsedHousehold;
pub use report::{Accepted, ImportReport, Rejected, Warned};
pub use settle::{HouseholdIdentity, ImportOutcome, Owner, settle};

use ruhu_core::region::{DivisionTree, RegionCode, RegionLevel};

/// How much of a workbook is read before it is refused.
#[derive(Debug, Clone, Copy)]
pub struct RosterLimits {
    /// Largest file in bytes.
    pub file_bytes: usize,
    /// Most bytes that its parts may unpack to, all together.
    pub unpacked_bytes: u64,
    /// Most parts inside the file.
    pub parts: usize,
    /// Most rows with something in them, over all sheets.
    pub rows: usize,
    /// Most cells with something in them, over all sheets.
    pub cells: usize,
    /// Most characters of one cell; longer texts are no part of a roster.
    pub cell_chars: usize,
}

impl Default for RosterLimits {
    /// Room for the largest counties: some 100,000 households with 300,000 people.
    fn default() -> Self {
        Self {
            file_bytes: 64 << 20,
            unpacked_bytes: 512 << 20,
            parts: 2_000,
            rows: 500_000,
            cells: 10_000_000,
            cell_chars: 1_000,
        }
    }
}

/// A workbook that was read: what can be trusted and what cannot.
#[derive(Debug, Clone, Default)]
pub struct ParsedRoster {
    /// Households without a fault that forbids taking them in, in the order of the rows.
    pub households: Vec<ParsedHousehold>,
    /// Why the others are refused: every fault, so that the office can mend all in one go.
    pub rejected: Vec<Rejected>,
    /// What people should look at.
    pub warnings: Vec<Warned>,
}

/// Reads a workbook of households in `region`.
///
/// # Errors
/// [`RosterError`] where the file as a whole cannot be used; faults of single rows are in the result.
pub fn parse_roster(
    bytes: &[u8],
    divisions: &DivisionTree,
    region: &RegionCode,
    limits: &RosterLimits,
) -> Result<ParsedRoster, RosterError> {
    if divisions.within(region, RegionLevel::Village).next().is_none() {
        return Err(RosterError::UnknownRegion { region: region.clone() });
    }
    let sheets = sheet::read_sheets(bytes, limits)?;
    let mut roster = ParsedRoster::default();
    let mut nearest_miss = None;
    let mut tables = 0_u32;
    for sheet in &sheets {
        let table = match header::find_table(sheet, region) {
            Ok(table) => table,
            Err(missing) => {
                nearest_miss = nearest_miss.or(missing);
                continue;
            }
        };
        tables += 1;
        let context = household::Context {
            table: &table,
            divisions,
            region,
            sheet_name: (sheets.len() > 1).then_some(sheet.name.as_str()),
        };
        for group in rows::group(sheet, &table) {
            household::read(&group, &context, &mut roster);
        }
    }
    match (tables, nearest_miss) {
        (0, Some(columns)) => Err(RosterError::MissingColumns { columns }),
        (0, None) => Err(RosterError::NoHeader),
        _ if roster.households.is_empty() && roster.rejected.is_empty() => Err(RosterError::NoRows),
        _ => Ok(roster),
    }
}
