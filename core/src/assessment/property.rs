//! The property test (财产认定): what the household has against the limits of its policy.

use serde::Serialize;

use super::{
    facts::{Facts, Holding, PropertyItem, Source},
    figure::{Evidence, Figure, How, Unit},
    income::standard_a_year,
    policy::{Policy, PropertyLimit},
};

/// One limit and what stands against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PropertyFinding<'a> {
    /// What the household has.
    pub has: Figure<'a>,
    /// What it may have.
    pub most: Figure<'a>,
    /// Whether it has more.
    pub exceeds: bool,
}

/// Every limit, and what is exempt.
pub(super) fn findings<'a>(
    facts: &'a Facts,
    policy: &'a Policy,
    members: &Figure<'a>,
) -> Vec<PropertyFinding<'a>> {
    policy
        .property
        .iter()
        .map(|limit| {
            let (has, most) = (has(facts, policy, limit), most(policy, limit, members));
            let exceeds = has.amount > most.amount;
            PropertyFinding { has, most, exceeds }
        })
        .collect()
}

/// Exempt property, with its rule.
pub(super) fn exempt<'a>(facts: &'a Facts, policy: &'a Policy) -> Vec<Figure<'a>> {
    facts
        .property
        .iter()
        .filter_map(|item| {
            let rule = policy.exemption.iter().find(|rule| item.exemption.as_ref() == Some(&rule.code))?;
            Some(Figure { label: rule.label.as_str().into(), ..one(item) }.by(&rule.source))
        })
        .collect()
}

fn is_exempt(item: &PropertyItem, policy: &Policy) -> bool {
    policy.exemption.iter().any(|rule| item.exemption.as_ref() == Some(&rule.code))
}

fn one(item: &PropertyItem) -> Figure<'_> {
    let amount = match item.holding {
        Holding::Value(value) => (value.yuan(), Unit::Yuan),
        Holding::Pieces(pieces) => (pieces.into(), Unit::Pieces),
    };
    Figure::given("property.item", item.kind.label(), amount, item.evidence.clone())
}

/// The largest of what the sources say: property that one of them saw is there.
fn has<'a>(facts: &'a Facts, policy: &'a Policy, limit: &'a PropertyLimit) -> Figure<'a> {
    let unit = if limit.most_pieces.is_some() { Unit::Pieces } else { Unit::Yuan };
    let counts = |item: &&PropertyItem| {
        limit.kinds.contains(&item.kind)
            && !is_exempt(item, policy)
            && matches!(item.holding, Holding::Pieces(_)) == limit.most_pieces.is_some()
    };
    let of_source = |source: Source| {
        let items: Vec<_> =
            facts.property.iter().filter(|item| item.source == source).filter(counts).map(one).collect();
        let some = !items.is_empty();
        some.then(|| Figure::reckoned("property.source", source.label(), unit, How::Sum(items.into())))
    };
    let sources: Vec<_> = Source::ALL.into_iter().filter_map(of_source).collect();
    Figure::reckoned("property.has", limit.label.as_str(), unit, How::Largest(sources.into()))
        .by(&limit.source)
}

fn most<'a>(policy: &'a Policy, limit: &'a PropertyLimit, members: &Figure<'a>) -> Figure<'a> {
    if let Some(pieces) = limit.most_pieces {
        let key = "property.most_pieces";
        let most = (pieces.into(), Unit::Pieces);
        return Figure::given("property.most", "限额", most, Evidence::Policy { key }).by(&limit.source);
    }
    let key = "property.most_months_of_standard";
    let months = limit.most_months_of_standard.unwrap_or_default();
    let months = Figure::given(key, "月数", (months, Unit::Factor), Evidence::Policy { key });
    let parts = vec![members.clone(), months, standard_a_year(policy)];
    let product =
        Figure::reckoned("property.product", "人数×月数×标准", Unit::Yuan, How::Product(parts.into()));
    let year = Figure::given("year", "月数", (12.into(), Unit::Months), Evidence::Policy { key });
    let how = How::Quotient([product, year].into());
    Figure::reckoned("property.most", "限额", Unit::Yuan, how).by(&limit.source)
}
