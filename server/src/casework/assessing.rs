//! The assessment of a household on file: its newest visit, its roster row, and the policy that is in force.

use jiff::civil::Date;
use ruhu_core::{
    assessment::{
        Facts, Line, NeighbourContradiction, Policy, PolicyError, QuestionNames, RoundChange, Settlement,
        assess, changes_since, choose, contradictions, explain, explain_changes, facts_of_visit, shipped,
        what_would_change,
    },
    error::Explain,
    form::fill::ReadableAnswer,
    household::{AidCategory, RosterRow},
    ids::HouseholdId,
    region::VillageKind,
    visit::VisitRecord,
};

use super::filed::{File, FiledRecord};
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
    /// What the newest visit of an earlier campaign found; none where there is none.
    pub last_round: Option<Facts>,
    /// What neighbours said otherwise.
    pub neighbours: Vec<NeighbourContradiction>,
    /// What it is measured with.
    pub policy: Policy,
    /// How the visit's form calls its questions.
    pub questions: QuestionNames,
}

impl Assessable {
    /// The assessment as people read it.
    #[must_use]
    pub fn explained(&self) -> Vec<Line> {
        let flips = what_would_change(&self.facts, &self.policy);
        let contradictions = contradictions(&self.facts, &self.policy);
        let assessment = assess(&self.facts, &self.policy);
        let mut lines = explain(&assessment, &flips, (&contradictions, &self.neighbours), &self.questions);
        lines.extend(self.changes().iter().flat_map(|changes| explain_changes(changes)));
        lines
    }

    /// What this round found otherwise than the last one; none for a household without one.
    #[must_use]
    pub fn changes(&self) -> Option<Vec<RoundChange>> {
        self.last_round.as_ref().map(|last| changes_since(last, &self.facts, &self.policy))
    }
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
    match policy {
        Some(policy) => {
            let Known { facts, last_round, neighbours, questions, .. } = known_of(r, household)?;
            Ok(Assessable { facts, last_round, neighbours, policy, questions })
        }
        None => assessable_by(r, household, &shipped()?),
    }
}

/// As [`assessable`], by the one of the `known` policies that fits the household.
///
/// # Errors
/// [`AssessError`].
pub fn assessable_by(
    r: &Reader<'_>,
    household: &HouseholdId,
    known: &[Policy],
) -> Result<Assessable, AssessError> {
    let Known { row, on, facts, last_round, neighbours, questions } = known_of(r, household)?;
    let settlement = settlement_of(&row);
    let policy = choose(known, &row.region, settlement, on).cloned();
    let policy = policy.ok_or(AssessError::NoPolicy { settlement: settlement.label() })?;
    Ok(Assessable { facts, last_round, neighbours, policy, questions })
}

/// What the newest visit in force, the roster and the verification say of a household.
struct Known {
    row: RosterRow,
    on: Date,
    facts: Facts,
    last_round: Option<Facts>,
    neighbours: Vec<NeighbourContradiction>,
    questions: QuestionNames,
}

fn known_of(r: &Reader<'_>, household: &HouseholdId) -> Result<Known, AssessError> {
    let stored = r.household(household)?.ok_or_else(|| AssessError::UnknownHousehold(household.clone()))?;
    let file = File::of(r, household)?;
    let (filed, visit) = file.visits().last().ok_or(AssessError::NoVisit)?;
    let on = arrived(filed);
    let facts = |filed: &FiledRecord, visit: &VisitRecord| {
        facts_of_visit(&stored.row, (filed.stored.entry_id, visit), arrived(filed))
    };
    let last = file.visits().filter(|(earlier, _)| earlier.campaign != filed.campaign).last();
    let last_round = last.and_then(|(filed, visit)| facts(filed, visit));
    let mut facts = facts(filed, visit).ok_or(AssessError::NoVisit)?;
    facts.add_verified(r.verified_of(household)?);
    let questions = filed.lines.iter().map(called).collect();
    let neighbours = file.told_otherwise((filed, visit));
    Ok(Known { row: stored.row, on, facts, last_round, neighbours, questions })
}

/// The phone's clock may be wrong; the day on which the record arrived is not.
fn arrived(filed: &FiledRecord) -> Date {
    beijing(filed.received_ms).date()
}

/// A question's place and name; one that is asked for each of several people says for which.
fn called(answer: &ReadableAnswer) -> (String, String) {
    let place = answer.key.as_str();
    let name = if place.contains('/') {
        format!("{} {}", answer.section_title, answer.label)
    } else {
        answer.label.clone()
    };
    (place.to_owned(), name)
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
