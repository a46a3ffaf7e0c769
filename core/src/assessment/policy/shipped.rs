//! The policies that ship with Ruhu: an example of today, and the historical ones that the field's reports quote.

use jiff::civil::Date;

use super::{Policy, PolicyError, Settlement};
use crate::region::RegionCode;

const FILES: [&str; 8] = [
    include_str!("../../../../policy/example-2026-rural.toml"),
    include_str!("../../../../policy/example-2026-urban.toml"),
    include_str!("../../../../policy/historical-2008-rural.toml"),
    include_str!("../../../../policy/historical-2008-urban.toml"),
    include_str!("../../../../policy/historical-rural-3150.toml"),
    include_str!("../../../../policy/historical-rural-4310.toml"),
    include_str!("../../../../policy/historical-urban-480.toml"),
    include_str!("../../../../policy/historical-urban-528.toml"),
];

/// Every policy that ships.
///
/// # Errors
/// [`PolicyError`], which the files in this repository do not give.
pub fn shipped() -> Result<Vec<Policy>, PolicyError> {
    FILES.into_iter().map(Policy::read).collect()
}

/// The policy for a household: of its settlement, in force on that day, for the smallest division around it; of two for
/// the same division the one that began later.
#[must_use]
pub fn choose<'p>(
    policies: &'p [Policy],
    region: &RegionCode,
    settlement: Settlement,
    on: Date,
) -> Option<&'p Policy> {
    policies
        .iter()
        .filter(|policy| policy.settlement == settlement && policy.region.covers(region))
        .filter(|policy| policy.from.is_some_and(|from| from <= on) && policy.to.is_none_or(|to| on <= to))
        .max_by_key(|policy| (policy.region.significant().len(), policy.from))
}
