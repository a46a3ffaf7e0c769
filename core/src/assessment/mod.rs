//! From a sealed record to a proposal: who counts, what comes in, what is missing to the standard, and why.
//!
//! It proposes; people decide (个人信息保护法 Art. 24). Every figure is exact and is rounded once, at the end.

mod contradiction;
mod facts;
mod figure;
mod flip;
mod grant;
mod income;
mod last_round;
mod members;
mod neighbours;
mod outcome;
mod policy;
mod property;
mod record;
mod rounding;
#[cfg(test)]
mod tests;
mod text;
mod verified;

use rust_decimal::Decimal;
use serde::Serialize;

pub use contradiction::{Contradiction, contradictions};
pub use facts::{
    Circumstances, Facts, Holding, IncomeClass, IncomeItem, Labour, Months, Obligor, People, Person,
    PropertyItem, PropertyKind, Source, SpendingItem, SpendingKind, Whereabouts,
};
pub use figure::{Evidence, Figure, How, Parts, Unit};
pub use flip::{Flip, flip_sentences, what_would_change};
pub use last_round::{RoundChange, changes_since};
pub use members::{ADULT_AGE, MemberReason, Membership, member_reason};
pub use neighbours::{NeighbourContradiction, RESIDENTS, neighbour_contradictions};
pub use outcome::{Change, NextReview, Obstacle};
pub use policy::{
    Deduction, DeductionBase, Disregard, Exemption, Grace, GrantMethod, GrantRule, IncomeRules,
    MAX_POLICY_BYTES, MAX_RULES, Per, Policy, PolicyError, PropertyLimit, ReviewInterval, RoundingRule,
    Settlement, Standard, SupportRule, Tier, Tolerance, TopUp, TopUpGroup, Trust, Window, choose, shipped,
};
pub use property::PropertyFinding;
pub use record::facts_of_visit;
pub use rounding::{RoundTo, Rounding, RoundingWay};
pub use text::{Line, QuestionNames, explain, explain_changes};
pub use verified::{Verified, VerifiedFigure, VerifiedItem};

/// What the rules make of a household.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assessment<'a> {
    /// The policy's stable name.
    pub policy: &'a str,
    /// Its title.
    pub policy_title: &'a str,
    /// Whether the policy is an example and no county's rule.
    pub example: bool,
    /// Everybody who was listed, and why each counts or does not.
    pub memberships: Vec<Membership>,
    /// 共同生活人数
    pub members: Figure<'a>,
    /// 保障人数
    pub insured: Figure<'a>,
    /// Income of a year after deductions.
    pub net_income: Figure<'a>,
    /// Income that does not count, and exempt property.
    pub disregarded: Vec<Figure<'a>>,
    /// Income of one person, a year.
    pub per_capita: Figure<'a>,
    /// The standard of one person, a year.
    pub standard: Figure<'a>,
    /// The property test.
    pub property: Vec<PropertyFinding<'a>>,
    /// Why the household is not entitled; empty where it is.
    pub obstacles: Vec<Obstacle>,
    /// The grant of a month, zero where the household is not entitled.
    pub grant: Figure<'a>,
    /// What is proposed.
    pub change: Change,
    /// When the household is looked at again.
    pub next_review: Option<NextReview<'a>>,
}

impl Assessment<'_> {
    /// Whether the household is entitled.
    #[must_use]
    pub fn entitled(&self) -> bool {
        self.obstacles.is_empty()
    }
}

/// Assesses a household.
#[must_use]
pub fn assess<'a>(facts: &'a Facts, policy: &'a Policy) -> Assessment<'a> {
    let counted = members::count(&facts.people);
    let income::Income { net, mut disregarded } = income::income(facts, policy);
    disregarded.extend(property::exempt(facts, policy));
    let property = property::findings(facts, policy, &counted.members);
    let basis = grant::Basis {
        facts,
        policy,
        members: &counted.members,
        insured: &counted.insured,
        memberships: &counted.memberships,
        net: &net,
    };
    let obstacles = obstacles(&basis, &property);
    let grant = if obstacles.is_empty() { basis.grant() } else { basis.nothing() };
    let below_grace = policy.grace.as_ref().is_some_and(|grace| !above(&basis, grace.up_to_standards));
    let change = outcome::change(facts, policy, &obstacles, (&grant, below_grace));
    let per_capita = basis.per_capita();
    Assessment {
        policy: &policy.name,
        policy_title: &policy.title,
        example: policy.example,
        per_capita,
        standard: income::standard_a_year(policy),
        next_review: outcome::next_review(facts, policy),
        memberships: counted.memberships,
        members: counted.members,
        insured: counted.insured,
        net_income: net,
        disregarded,
        property,
        obstacles,
        grant,
        change,
    }
}

fn obstacles(basis: &grant::Basis<'_, '_>, property: &[PropertyFinding<'_>]) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    if basis.members.amount.is_zero() || basis.insured.amount.is_zero() {
        obstacles.push(Obstacle::NoMembers);
    } else if !basis.is_below(Decimal::ONE) {
        obstacles.push(Obstacle::Income);
    }
    if property.iter().any(|finding| finding.exceeds) {
        obstacles.push(Obstacle::Property);
    }
    obstacles
}

fn above(basis: &grant::Basis<'_, '_>, times: Decimal) -> bool {
    let limit = basis.policy.standard_a_year().saturating_mul(times).saturating_mul(basis.members.amount);
    basis.net.amount > limit
}
