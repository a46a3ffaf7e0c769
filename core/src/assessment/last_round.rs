//! What changed since the household's last round: a review must be able to say why somebody earns or owns something else
//! than a year ago.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    contradiction::lets_pass,
    facts::{Facts, Holding, Source},
    figure::{Evidence, Unit, shown},
    members,
    policy::Policy,
};

/// Something that was found otherwise than in the last round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoundChange {
    /// What it is about, in Chinese.
    pub item: &'static str,
    /// What the last round found.
    pub before: Decimal,
    /// What this round found.
    pub now: Decimal,
    /// What both count.
    pub unit: Unit,
    /// What both rest on, this round first.
    pub evidence: Vec<Evidence>,
}

impl RoundChange {
    /// A sentence for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        let unit = self.unit.label();
        let way = if self.now > self.before { "增加" } else { "减少" };
        format!(
            "{}：上次 {} {unit}，本次 {} {unit}，{way} {} {unit}",
            self.item,
            shown(self.before, self.unit),
            shown(self.now, self.unit),
            shown((self.now - self.before).abs(), self.unit),
        )
    }
}

/// What this round's visit found otherwise than the last one's, by more than the policy lets pass: members, income,
/// property. What only one of them asked for is not compared.
#[must_use]
pub fn changes_since(last: &Facts, now: &Facts, policy: &Policy) -> Vec<RoundChange> {
    let before = seen(last);
    let changed = |seen: Seen| {
        let before = before.iter().find(|one| (one.item, one.unit) == (seen.item, seen.unit))?;
        let (less, more) = (before.amount.min(seen.amount), before.amount.max(seen.amount));
        let counts = matches!(seen.unit, Unit::Persons | Unit::Pieces);
        let same = if counts { less == more } else { lets_pass(policy, less, more) };
        (!same).then(|| RoundChange {
            item: seen.item,
            before: before.amount,
            now: seen.amount,
            unit: seen.unit,
            evidence: seen.evidence.into_iter().chain(before.evidence.iter().cloned()).collect(),
        })
    };
    seen(now).into_iter().filter_map(changed).collect()
}

/// What a visit saw of one thing, all of it together.
struct Seen {
    item: &'static str,
    unit: Unit,
    amount: Decimal,
    evidence: Vec<Evidence>,
}

fn seen(facts: &Facts) -> Vec<Seen> {
    let members = members::count(&facts.people).members;
    let mut all = vec![Seen {
        item: "共同生活的家庭成员",
        unit: Unit::Persons,
        amount: members.amount,
        evidence: members.leaves().into_iter().filter_map(|leaf| leaf.evidence.clone()).collect(),
    }];
    let income = facts.income.iter().filter(|item| item.source == Source::Observed);
    let income =
        income.map(|item| (item.class.label(), Unit::YuanPerYear, item.amount.yuan(), &item.evidence));
    let property = facts.property.iter().filter(|item| item.source == Source::Observed);
    let property = property.map(|item| {
        let (unit, amount) = match item.holding {
            Holding::Value(value) => (Unit::Yuan, value.yuan()),
            Holding::Pieces(pieces) => (Unit::Pieces, pieces.into()),
        };
        (item.kind.label(), unit, amount, &item.evidence)
    });
    for (item, unit, amount, evidence) in income.chain(property) {
        match all.iter_mut().find(|one| (one.item, one.unit) == (item, unit)) {
            Some(one) => {
                one.amount = one.amount.saturating_add(amount);
                one.evidence.push(evidence.clone());
            }
            None => all.push(Seen { item, unit, amount, evidence: vec![evidence.clone()] }),
        }
    }
    all
}
