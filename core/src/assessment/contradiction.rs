//! Where two sources contradict each other by more than the policy lets pass. It points; people decide.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    facts::{Facts, Holding, IncomeClass, PropertyKind, Source},
    figure::{Evidence, Unit, shown},
    policy::{Policy, Tolerance},
};

/// A figure on which two sources do not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// What it is about, in Chinese.
    pub item: &'static str,
    /// The source that says less.
    pub less: Source,
    /// What it says.
    pub less_amount: Decimal,
    /// The source that says more.
    pub more: Source,
    /// What it says.
    pub more_amount: Decimal,
    /// What both count.
    pub unit: Unit,
    /// What both rest on.
    pub evidence: Vec<Evidence>,
}

impl Contradiction {
    /// A sentence for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        let unit = self.unit.label();
        format!(
            "{}：{} {} {unit}，{} {} {unit}，相差 {} {unit}",
            self.item,
            self.less.label(),
            shown(self.less_amount, self.unit),
            self.more.label(),
            shown(self.more_amount, self.unit),
            shown(self.more_amount - self.less_amount, self.unit),
        )
    }
}

impl Tolerance {
    /// Whether the policy lets the two amounts pass as one.
    #[must_use]
    pub fn lets_pass(&self, less: Decimal, more: Decimal) -> bool {
        more - less <= self.yuan.max(more.saturating_mul(self.part))
    }
}

/// Whether the policy lets two amounts pass as one. Without a tolerance it lets nothing pass.
pub(super) fn lets_pass(policy: &Policy, less: Decimal, more: Decimal) -> bool {
    policy.contradiction.as_ref().map_or(less == more, |tolerance| tolerance.lets_pass(less, more))
}

/// Income and property on which two sources do not agree by more than the policy lets pass.
#[must_use]
pub fn contradictions(facts: &Facts, policy: &Policy) -> Vec<Contradiction> {
    let agree = |less: Decimal, more: Decimal| lets_pass(policy, less, more);
    let income = IncomeClass::ALL.into_iter().filter_map(|class| {
        let items = facts.income.iter().filter(|item| item.class == class);
        let items = items.map(|item| (item.source, item.amount.yuan(), &item.evidence));
        compare(class.label(), Unit::YuanPerYear, items)
            .filter(|found| !agree(found.less_amount, found.more_amount))
    });
    let mut kinds: Vec<PropertyKind> = Vec::new();
    for item in &facts.property {
        if !kinds.contains(&item.kind) {
            kinds.push(item.kind);
        }
    }
    let property = kinds.into_iter().flat_map(|kind| {
        let of = move |unit: Unit| {
            facts.property.iter().filter(move |item| item.kind == kind).filter_map(move |item| {
                let amount = match (item.holding, unit) {
                    (Holding::Value(value), Unit::Yuan) => value.yuan(),
                    (Holding::Pieces(pieces), Unit::Pieces) => pieces.into(),
                    _ => return None,
                };
                Some((item.source, amount, &item.evidence))
            })
        };
        let values = compare(kind.label(), Unit::Yuan, of(Unit::Yuan))
            .filter(|found| !agree(found.less_amount, found.more_amount));
        // Of pieces none may differ.
        let pieces = compare(kind.label(), Unit::Pieces, of(Unit::Pieces))
            .filter(|found| found.less_amount != found.more_amount);
        values.into_iter().chain(pieces)
    });
    income.chain(property).collect()
}

/// The source that says least against the one that says most; none where fewer than two say anything.
fn compare<'f>(
    item: &'static str,
    unit: Unit,
    said: impl Iterator<Item = (Source, Decimal, &'f Evidence)>,
) -> Option<Contradiction> {
    let mut totals: Vec<(Source, Decimal, Vec<Evidence>)> = Vec::new();
    for (source, amount, evidence) in said {
        match totals.iter_mut().find(|(known, ..)| *known == source) {
            Some((_, total, all)) => {
                *total = total.saturating_add(amount);
                all.push(evidence.clone());
            }
            None => totals.push((source, amount, vec![evidence.clone()])),
        }
    }
    let less = totals.iter().min_by_key(|(_, amount, _)| *amount)?.clone();
    let more = totals.into_iter().max_by_key(|(_, amount, _)| *amount)?;
    (less.0 != more.0).then(|| Contradiction {
        item,
        less: less.0,
        less_amount: less.1,
        more: more.0,
        more_amount: more.1,
        unit,
        evidence: less.2.into_iter().chain(more.2).collect(),
    })
}
