//! Income of a year: five classes, each from the source that the policy trusts, less what may be deducted.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{
    facts::{Facts, IncomeClass, IncomeItem, Months, Obligor, Source},
    figure::{Evidence, Figure, How, Unit},
    policy::{Deduction, Disregard, Policy, Trust},
};

const INCOME: &str = "民发〔2021〕57号第十三条";
/// Months of the year that every figure is for.
const YEAR: u8 = 12;

/// The income of a household.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Income<'a> {
    /// After deductions, a year.
    pub(super) net: Figure<'a>,
    /// What was left out, with its rule.
    pub(super) disregarded: Vec<Figure<'a>>,
}

pub(super) fn income<'a>(facts: &'a Facts, policy: &'a Policy) -> Income<'a> {
    let mut disregarded = Vec::new();
    let mut classes: Vec<Figure<'a>> =
        IncomeClass::ALL.into_iter().map(|class| of_class(facts, policy, class, &mut disregarded)).collect();
    let wage = classes.first().cloned();
    classes.extend(support(facts, policy));
    let total = Figure::reckoned("income.total", "家庭收入合计", Unit::YuanPerYear, How::Sum(classes.into()))
        .by(INCOME);
    let deductions = policy.deduction.iter().filter_map(|rule| deduction(facts, rule, wage.as_ref()));
    let parts: Vec<_> = std::iter::once(total).chain(deductions).collect();
    let less = Figure::reckoned("income.less", "扣减后收入", Unit::YuanPerYear, How::Less(parts.into()));
    let net = Figure::reckoned(
        "income.net",
        "可支配的家庭年收入",
        Unit::YuanPerYear,
        How::NotBelowZero(Box::new(less)),
    );
    Income { net, disregarded }
}

fn of_class<'a>(
    facts: &'a Facts,
    policy: &'a Policy,
    class: IncomeClass,
    disregarded: &mut Vec<Figure<'a>>,
) -> Figure<'a> {
    let window = policy.income.window.iter().find(|window| window.class == class);
    let months = Months::ending(facts.until, window.map_or(YEAR, |window| window.months));
    let items = || facts.income.iter().filter(|item| item.class == class);
    let mut of_source = |source: Source| {
        let parts: Vec<_> = items()
            .filter(|item| item.source == source)
            .filter_map(|item| counted(item, months, policy, disregarded))
            .collect();
        let any = items().any(|item| item.source == source);
        any.then(|| {
            Figure::reckoned("income.source", source.label(), Unit::YuanPerYear, How::Sum(parts.into()))
        })
    };
    let order: &[Source] =
        if policy.income.trust == Trust::Highest { &Source::ALL } else { &policy.income.sources };
    let sources: Vec<_> = order.iter().filter_map(|source| of_source(*source)).collect();
    let how = match policy.income.trust {
        Trust::Highest => How::Largest(sources.into()),
        Trust::InOrder => How::First(sources.into()),
    };
    let source = window.map_or(policy.income.source.as_str(), |window| &window.source);
    Figure::reckoned(class.code(), class.label(), Unit::YuanPerYear, how).by(source)
}

/// What one item adds to a year; none where it lies outside the months that count, or where all of it is disregarded.
fn counted<'a>(
    item: &'a IncomeItem,
    window: Months,
    policy: &'a Policy,
    disregarded: &mut Vec<Figure<'a>>,
) -> Option<Figure<'a>> {
    let figure = a_year(item, window)?;
    let rule = item
        .disregard
        .as_ref()
        .and_then(|code| policy.income.disregard.iter().find(|rule| rule.code == *code));
    let Some(rule) = rule else { return Some(figure) };
    let Some(most) = most_disregarded(rule, policy) else {
        disregarded.push(Figure { label: rule.label.as_str().into(), ..figure.by(&rule.source) });
        return None;
    };
    let left_out = Figure::reckoned(
        "income.disregard",
        rule.label.as_str(),
        Unit::YuanPerYear,
        How::Smallest([figure.clone(), most].into()),
    )
    .by(&rule.source);
    disregarded.push(left_out.clone());
    Some(Figure::reckoned(
        "income.item",
        figure.label.clone(),
        Unit::YuanPerYear,
        How::Less([figure, left_out].into()),
    ))
}

fn a_year<'a>(item: &'a IncomeItem, window: Months) -> Option<Figure<'a>> {
    let given = |amount: Decimal, label: Cow<'a, str>| {
        Figure::given("income.item", label, (amount, Unit::YuanPerYear), item.evidence.clone())
    };
    let (own, shared, all) = (item.months.count(), item.months.shared_with(window), window.count());
    if shared == 0 {
        return None;
    }
    let yuan = item.amount.yuan();
    if own == shared && all == u32::from(YEAR) {
        return Some(given(yuan, item.class.label().into()));
    }
    let whole = given(yuan, format!("{}，{own} 个月合计", item.class.label()).into());
    // Of the item's months so many count, and the window is brought to a year.
    let times = Decimal::from(shared * u32::from(YEAR));
    let by = Decimal::from(own * all);
    let factor = |code, amount| {
        let evidence = Evidence::Policy { key: "income.window" };
        Figure::given(code, "折算", (amount, Unit::Factor), evidence)
    };
    let product = How::Product([whole, factor("income.months", times)].into());
    let product = Figure::reckoned("income.months", "折算", Unit::Yuan, product);
    let quotient = How::Quotient([product, factor("income.window", by)].into());
    Some(Figure::reckoned("income.item", item.class.label(), Unit::YuanPerYear, quotient))
}

fn most_disregarded<'a>(rule: &'a Disregard, policy: &'a Policy) -> Option<Figure<'a>> {
    let standards = rule.most_standards_a_month?;
    let key = "income.disregard";
    let times = Figure::given(key, "倍数", (standards, Unit::Factor), Evidence::Policy { key });
    let how = How::Product([times, standard_a_year(policy)].into());
    Some(Figure::reckoned(key, "不计入的上限", Unit::YuanPerYear, how).by(&rule.source))
}

/// The standard of one person, a year.
pub(super) fn standard_a_year(policy: &Policy) -> Figure<'_> {
    let evidence = || Evidence::Policy { key: "standard.yuan" };
    let given = |unit| Figure::given("standard", "保障标准", (policy.standard.yuan, unit), evidence());
    let figure = match policy.standard.per {
        super::policy::Per::Year => given(Unit::YuanPerYear),
        super::policy::Per::Month => {
            let months = Figure::given("year", "月数", (YEAR.into(), Unit::Months), evidence());
            let how = How::Product([given(Unit::YuanPerMonth), months].into());
            Figure::reckoned("standard.year", "保障标准", Unit::YuanPerYear, how)
        }
    };
    figure.by(&policy.standard.source)
}

/// What able people with a duty to support are taken to pay beyond what they do pay.
fn support<'a>(facts: &'a Facts, policy: &'a Policy) -> Option<Figure<'a>> {
    let rule = policy.support.as_ref()?;
    let key = "support.part_of_standard";
    let one = |obligor: &'a Obligor| {
        let part =
            Figure::given(key, "比例", (rule.part_of_standard, Unit::Factor), Evidence::Policy { key });
        let how = How::Product([part, standard_a_year(policy)].into());
        let due = Figure::reckoned("support.due", "应付赡(抚、扶)养费", Unit::YuanPerYear, how);
        let paid = (obligor.paid.yuan(), Unit::YuanPerYear);
        let paid = Figure::given("support.paid", "实付赡(抚、扶)养费", paid, obligor.evidence.clone());
        let less = Figure::reckoned("support.less", "差额", Unit::YuanPerYear, How::Less([due, paid].into()));
        let how = How::NotBelowZero(Box::new(less));
        Figure::reckoned("support.item", "赡(抚、扶)养义务人", Unit::YuanPerYear, how)
    };
    let all: Vec<_> = facts.obligors.iter().filter(|obligor| obligor.able).map(one).collect();
    let sum = || How::Sum(all.into());
    (!facts.obligors.is_empty())
        .then(|| Figure::reckoned("income.support", "赡(抚、扶)养费核定差额", Unit::YuanPerYear, sum()))
        .map(|figure| figure.by(&rule.source))
}

fn deduction<'a>(facts: &'a Facts, rule: &'a Deduction, wage: Option<&Figure<'a>>) -> Option<Figure<'a>> {
    let key = "deduction.part";
    let spent = match rule.of.spending() {
        Some(kind) => {
            let items = facts.spending.iter().filter(|item| item.kind == kind).map(|item| {
                let amount = (item.amount.yuan(), Unit::YuanPerYear);
                Figure::given("deduction.item", rule.label.as_str(), amount, item.evidence.clone())
            });
            let items: Vec<_> = items.collect();
            if items.is_empty() {
                return None;
            }
            Figure::reckoned("deduction.spent", "支出", Unit::YuanPerYear, How::Sum(items.into()))
        }
        None => wage.filter(|wage| !wage.amount.is_zero())?.clone(),
    };
    let part = Figure::given(key, "比例", (rule.part, Unit::Factor), Evidence::Policy { key });
    let product = Figure::reckoned(
        "deduction.counted",
        "可扣减",
        Unit::YuanPerYear,
        How::Product([spent, part].into()),
    );
    let figure = match rule.most_yuan_a_year {
        None => Figure { code: "deduction", label: rule.label.as_str().into(), ..product },
        Some(most) => {
            let key = "deduction.most_yuan_a_year";
            let most = Figure::given(key, "上限", (most, Unit::YuanPerYear), Evidence::Policy { key });
            let how = How::Smallest([product, most].into());
            Figure::reckoned("deduction", rule.label.as_str(), Unit::YuanPerYear, how)
        }
    };
    Some(figure.by(&rule.source))
}
