//! The assessment of a household on file: its newest visit, its roster row, and the policy that is in force.

use ruhu_core::{
    assessment::{Facts, Policy, PolicyError, Settlement, choose, facts_of_visit, shipped},
    error::Explain,
    household::{AidCategory, RosterRow},
    ids::HouseholdId,
    region::VillageKind,
};

use super::filed::File;
use crate::{
    local_time::beijing,
    store::{Reader, StoreError},
};

/// Why a household cannot be assessed.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A policy file is not sound.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// No such household.
    #[error("没有编号为 {0} 的户，请核对户编号")]
    UnknownHousehold(HouseholdId),
    /// Nothing to assess from.
    #[error("该户还没有资料齐全的入户调查，暂不能测算；请先完成入户和同步")]
    NoVisit,
    /// No policy fits.
    #[error("没有适用于该户({settlement})且在入户之日有效的政策，请用 --policy 指定政策文件")]
    NoPolicy {
        /// Rural or urban.
        settlement: &'static str,
    },
}

impl Explain for AssessError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(inner) => inner.code(),
            Self::Policy(inner) => inner.code(),
            Self::UnknownHousehold(_) => "unknown_household",
            Self::NoVisit => "no_visit",
            Self::NoPolicy { .. } => "no_policy",
        }
    }
}

/// A household that can be assessed.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessable {
    /// What is known.
    pub facts: Facts,
    /// What it is measured with.
    pub policy: Policy,
}

/// The facts of a household by its newest visit in force, and its policy: the one that was handed in, or the one that
/// ships and was in force on the day of the visit.
///
/// # Errors
/// [`AssessError`].
pub fn assessable(
    r: &Reader<'_>,
    household: &HouseholdId,
    policy: Option<Policy>,
) -> Result<Assessable, AssessError> {
    let stored = r.household(household)?.ok_or_else(|| AssessError::UnknownHousehold(household.clone()))?;
    let file = File::of(r, household)?;
    let (filed, visit) = file.visits().last().ok_or(AssessError::NoVisit)?;
    // The phone's clock may be wrong; the day on which the record arrived is not.
    let on = beijing(filed.received_ms).date();
    let facts =
        facts_of_visit(&stored.row, (filed.stored.entry_id, visit), on).ok_or(AssessError::NoVisit)?;
    let settlement = settlement_of(&stored.row);
    let known = if policy.is_some() { Vec::new() } else { shipped()? };
    let chosen = policy.or_else(|| choose(&known, &stored.row.region, settlement, on).cloned());
    let policy = chosen.ok_or(AssessError::NoPolicy { settlement: settlement.label() })?;
    Ok(Assessable { facts, policy })
}

/// The roster's category says it; where it does not, the kind of village does (居委会 or 村委会).
fn settlement_of(row: &RosterRow) -> Settlement {
    match (row.aid_category, row.region.village_kind()) {
        (AidCategory::DibaoUrban, _) => Settlement::Urban,
        (AidCategory::DibaoRural, _) => Settlement::Rural,
        (_, Some(VillageKind::Residents)) => Settlement::Urban,
        _ => Settlement::Rural,
    }
}
