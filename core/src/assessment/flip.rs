//! What would change the result: the single item that would turn it, and by how much.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    assess,
    facts::{Facts, Holding, People, Source},
    figure::{Evidence, Unit, shown},
    policy::Policy,
};
use crate::{form::MAX_MONEY, money::Fen};

/// More people or pieces than any household has.
const MOST_PIECES: i64 = 100;
/// Without anybody there is no household whose result could turn.
const FEWEST_MEMBERS: i64 = 1;

/// One item that would turn the result if it alone were different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// What it is, in Chinese.
    pub label: &'static str,
    /// Who says so, where several could.
    pub source: Option<Source>,
    /// As it is.
    pub is: Decimal,
    /// The nearest value that turns the result.
    pub turns_at: Decimal,
    /// What both count.
    pub unit: Unit,
    /// Whether the household would be entitled then.
    pub entitled_then: bool,
    /// Where the item stands.
    pub evidence: Evidence,
}

impl Flip {
    fn same_but_for_its_source(&self, other: &Self) -> bool {
        let said = |flip: &Self| (flip.label, flip.unit, flip.is, flip.turns_at, flip.entitled_then);
        said(self) == said(other)
    }

    fn sentence(&self, sources: &[&str]) -> String {
        let (is, at) = (shown(self.is, self.unit), shown(self.turns_at, self.unit));
        let by = shown((self.turns_at - self.is).abs(), self.unit);
        let way = if self.turns_at > self.is { "增加" } else { "减少" };
        let then = if self.entitled_then { "即符合条件" } else { "即不再符合条件" };
        let said = if sources.is_empty() { String::new() } else { format!("（{}）", sources.join("、")) };
        format!(
            "{}{said}由 {is} {unit}{way} {by} {unit}，达到 {at} {unit}时，{then}",
            self.label,
            unit = self.unit.label()
        )
    }
}

/// Sentences for people. What several sources say alike is one sentence that names them all.
#[must_use]
pub fn flip_sentences(flips: &[Flip]) -> Vec<String> {
    let said_before =
        |at: usize, flip: &Flip| flips.iter().take(at).any(|one| one.same_but_for_its_source(flip));
    let first = flips.iter().enumerate().filter(|(at, flip)| !said_before(*at, flip));
    first
        .map(|(_, flip)| {
            let alike = flips.iter().filter(|one| one.same_but_for_its_source(flip));
            let mut sources: Vec<&str> = alike.filter_map(|one| one.source.map(Source::label)).collect();
            sources.dedup();
            flip.sentence(&sources)
        })
        .collect()
}

/// An item that can be changed alone.
#[derive(Debug, Clone, Copy)]
enum Slot {
    Income(usize),
    Spending(usize),
    Property(usize),
    Members,
}

/// Every item that would turn the result if it alone were different. Entitlement falls with income and property, and
/// rises with expenditure and members, so that the nearest turning point is found by halving.
#[must_use]
pub fn what_would_change(facts: &Facts, policy: &Policy) -> Vec<Flip> {
    let entitled = assess(facts, policy).entitled();
    let slots = (0..facts.income.len())
        .map(Slot::Income)
        .chain((0..facts.spending.len()).map(Slot::Spending))
        .chain((0..facts.property.len()).map(Slot::Property))
        .chain([Slot::Members]);
    slots.filter_map(|slot| turning_point(facts, policy, (slot, entitled))).collect()
}

fn turning_point(facts: &Facts, policy: &Policy, (slot, entitled): (Slot, bool)) -> Option<Flip> {
    let (is, (least, most)) = slot.read(facts)?;
    let turns = |value: i64| {
        let mut changed = facts.clone();
        slot.write(&mut changed, value);
        assess(&changed, policy).entitled() != entitled
    };
    let nearest = [least.min(is), most.max(is)].into_iter().find(|end| turns(*end)).map(|end| {
        let (mut same, mut turned) = (is, end);
        while (turned - same).abs() > 1 {
            let middle = same + (turned - same) / 2;
            if turns(middle) { turned = middle } else { same = middle }
        }
        turned
    })?;
    Some(slot.flip(facts, (is, nearest), !entitled))
}

impl Slot {
    /// The value, and the least and the largest that it could have; none where the item cannot be changed alone.
    fn read(self, facts: &Facts) -> Option<(i64, (i64, i64))> {
        let money = |value: Fen| (value.0, (0, MAX_MONEY.0));
        Some(match self {
            Self::Income(at) => money(facts.income.get(at)?.amount),
            Self::Spending(at) => money(facts.spending.get(at)?.amount),
            Self::Property(at) => match facts.property.get(at)?.holding {
                Holding::Value(value) => money(value),
                Holding::Pieces(pieces) => (pieces.into(), (0, MOST_PIECES)),
            },
            Self::Members => match &facts.people {
                People::Counted { members, .. } => ((*members).into(), (FEWEST_MEMBERS, MOST_PIECES)),
                People::Listed(_) => return None,
            },
        })
    }

    fn write(self, facts: &mut Facts, value: i64) {
        let count = || u32::try_from(value).unwrap_or(0);
        match self {
            Self::Income(at) => {
                facts.income.iter_mut().skip(at).take(1).for_each(|item| item.amount = Fen(value));
            }
            Self::Spending(at) => {
                facts.spending.iter_mut().skip(at).take(1).for_each(|item| item.amount = Fen(value));
            }
            Self::Property(at) => facts.property.iter_mut().skip(at).take(1).for_each(|item| {
                item.holding = match item.holding {
                    Holding::Value(_) => Holding::Value(Fen(value)),
                    Holding::Pieces(_) => Holding::Pieces(count()),
                };
            }),
            Self::Members => {
                if let People::Counted { members, insured, .. } = &mut facts.people {
                    // Whoever joins or leaves is insured.
                    *insured = (*insured).saturating_add(count()).saturating_sub(*members);
                    *members = count();
                }
            }
        }
    }

    fn flip(self, facts: &Facts, (is, turned): (i64, i64), entitled_then: bool) -> Flip {
        let unknown = ("", None, Unit::Factor, Evidence::Roster { column: "" });
        let (label, source, unit, evidence) = match self {
            Self::Income(at) => facts.income.get(at).map_or(unknown, |item| {
                (item.class.label(), Some(item.source), Unit::Yuan, item.evidence.clone())
            }),
            Self::Spending(at) => facts
                .spending
                .get(at)
                .map_or(unknown, |item| (item.kind.label(), None, Unit::Yuan, item.evidence.clone())),
            Self::Property(at) => facts.property.get(at).map_or(unknown, |item| {
                let unit = match item.holding {
                    Holding::Value(_) => Unit::Yuan,
                    Holding::Pieces(_) => Unit::Pieces,
                };
                (item.kind.label(), Some(item.source), unit, item.evidence.clone())
            }),
            Self::Members => {
                let evidence = match &facts.people {
                    People::Counted { evidence, .. } => evidence.clone(),
                    People::Listed(_) => unknown.3,
                };
                ("共同生活人数", None, Unit::Persons, evidence)
            }
        };
        let value = |number: i64| if unit == Unit::Yuan { Fen(number).yuan() } else { number.into() };
        Flip { label, source, is: value(is), turns_at: value(turned), unit, entitled_then, evidence }
    }
}
