//! Households that must be checked whatever the draw says (必查, domain.md 2.12): registered relatives, complaints of
//! neighbours, doubt. They are visited besides the sample, outside its rate.

use ruhu_core::{
    household::RosterRow,
    ids::HouseholdId,
    region::{RegionCode, RegionLevel},
};
use serde::Serialize;

use super::{
    filed::File,
    mismatch::mismatches,
    plausible::{Findings, Yardstick, of_households},
};
use crate::store::{Reader, StoreError};

/// Why a household must be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// 近亲属备案
    RelatedParty,
    /// 群众反映
    Complaint,
    /// 疑点
    Doubt,
}

impl Ground {
    /// As people read it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::RelatedParty => "近亲属备案",
            Self::Complaint => "群众反映",
            Self::Doubt => "疑点",
        }
    }
}

/// A reason with what it rests on. It names no person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Of which kind.
    pub ground: Ground,
    /// In Chinese.
    pub text: String,
}

/// A household to be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MustCheck {
    /// Which.
    pub household: HouseholdId,
    /// Its village.
    pub region: RegionCode,
    /// Why, at least one reason.
    pub reasons: Vec<Reason>,
}

/// The households of a region that must be checked, by village and number.
///
/// # Errors
/// [`StoreError`].
pub fn must_check(r: &Reader<'_>, region: &RegionCode) -> Result<Vec<MustCheck>, StoreError> {
    let rows = r.households_in(region)?;
    let mut listed = Vec::new();
    // Fences are those of a county, and rows come in the order of divisions.
    for of_county in rows.chunk_by(|one, next| county(one) == county(next)) {
        let Some(first) = of_county.first() else { continue };
        let yardstick = Yardstick::of(r, &first.region)?;
        let findings = of_households(r, of_county.iter().map(|row| &row.household_id), &yardstick)?;
        for row in of_county {
            let reasons = reasons(r, row, &findings)?;
            if !reasons.is_empty() {
                listed.push(MustCheck {
                    household: row.household_id.clone(),
                    region: row.region.clone(),
                    reasons,
                });
            }
        }
    }
    Ok(listed)
}

fn county(row: &RosterRow) -> RegionCode {
    row.region.at(RegionLevel::County)
}

fn reasons(r: &Reader<'_>, row: &RosterRow, findings: &Findings) -> Result<Vec<Reason>, StoreError> {
    let file = File::of(r, &row.household_id)?;
    let related = [
        (row.related_flag, "名册标明为经办人员或村干部近亲属"),
        (file.registered, "近亲属备案登记表中有该户成员"),
    ];
    let related = related
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, text)| Reason { ground: Ground::RelatedParty, text: text.to_owned() });
    let complaints =
        mismatches(row, &file).into_iter().filter(|line| !line.neighbours.is_empty()).map(|line| Reason {
            ground: Ground::Complaint,
            text: format!("{}：{}", line.item, line.neighbours),
        });
    let doubts = findings.get(&row.household_id).into_iter().flatten().map(|line| Reason {
        ground: Ground::Doubt,
        text: format!("{}：{}", line.code.label(), line.sentence),
    });
    Ok(related.chain(complaints).chain(doubts).collect())
}
