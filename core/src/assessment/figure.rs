//! A figure and how it came about: every number of an assessment names its inputs, its rule and the source of the rule.

use std::{borrow::Cow, ops::Deref, sync::Arc};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};

use super::rounding::Rounding;
use crate::ids::EntryId;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 元
    Yuan,
    /// 元/月
    YuanPerMonth,
    /// 元/年
    YuanPerYear,
    /// 人
    Persons,
    /// 辆、处、件
    Pieces,
    /// 个月
    Months,
    /// A part or a multiple.
    Factor,
}

impl Unit {
    /// As it stands behind a number.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::YuanPerMonth => "元/月",
            Self::YuanPerYear => "元/年",
            Self::Persons => "人",
            Self::Pieces => "件",
            Self::Months => "个月",
            Self::Factor => "",
        }
    }

    /// Decimals that people read; more are kept.
    const fn shown_decimals(self) -> u32 {
        match self {
            Self::Yuan | Self::YuanPerMonth | Self::YuanPerYear => 2,
            Self::Persons | Self::Pieces | Self::Months => 0,
            Self::Factor => 4,
        }
    }
}

/// Where a given figure stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// An answer of a sealed record.
    Answer {
        /// The record.
        record: EntryId,
        /// The answer's place in its form.
        question: String,
    },
    /// The roster (花名册).
    Roster {
        /// Its column.
        column: &'static str,
    },
    /// A line of an imported verification result (核对结果).
    Verification {
        /// The import.
        import: String,
        /// The row of its sheet, counted from 1 as spreadsheets show it.
        row: u32,
    },
    /// The policy.
    Policy {
        /// The key in its file.
        key: &'static str,
    },
}

/// Figures from which another follows. They are shared: income stands below the grant and below the income per person,
/// and is kept once.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts<'a>(Arc<[Figure<'a>]>);

impl<'a> Deref for Parts<'a> {
    type Target = [Figure<'a>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a, T: Into<Arc<[Figure<'a>]>>> From<T> for Parts<'a> {
    fn from(figures: T) -> Self {
        Self(figures.into())
    }
}

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().serialize(serializer)
    }
}

/// How a figure follows from others.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", content = "of", rename_all = "snake_case")]
pub enum How<'a> {
    /// It was given.
    Given,
    /// All of them together.
    Sum(Parts<'a>),
    /// The first without the others.
    Less(Parts<'a>),
    /// One times the next.
    Product(Parts<'a>),
    /// The first divided by the second.
    Quotient(Parts<'a>),
    /// The figure, or zero where it is negative.
    NotBelowZero(Box<Figure<'a>>),
    /// The smallest of them.
    Smallest(Parts<'a>),
    /// The largest of them.
    Largest(Parts<'a>),
    /// The first of them: sources in the order that the policy trusts them.
    First(Parts<'a>),
    /// Rounded for payment.
    Rounded {
        /// What is rounded.
        figure: Box<Figure<'a>>,
        /// How.
        rounding: Rounding,
    },
}

impl<'a> How<'a> {
    /// What the figures below give together; none for a given figure. Amounts beyond 28 digits stop at the greatest.
    #[must_use]
    pub fn reckon(&self) -> Option<Decimal> {
        let of = |figures: &[Figure<'a>], join: fn(Decimal, Decimal) -> Decimal| {
            figures.iter().map(|figure| figure.amount).reduce(join).unwrap_or_default()
        };
        Some(match self {
            Self::Given => return None,
            Self::Sum(all) => of(all, Decimal::saturating_add),
            Self::Less(all) => of(all, Decimal::saturating_sub),
            Self::Product(all) => of(all, Decimal::saturating_mul),
            Self::Quotient(two) => of(two, |whole, by| whole.checked_div(by).unwrap_or_default()),
            Self::NotBelowZero(one) => one.amount.max(Decimal::ZERO),
            Self::Smallest(all) => of(all, Ord::min),
            Self::Largest(all) => of(all, Ord::max),
            Self::First(all) => of(all, |first, _| first),
            Self::Rounded { figure, rounding } => rounding.round(figure.amount),
        })
    }

    /// The figures below.
    #[must_use]
    pub fn parts(&self) -> &[Figure<'a>] {
        match self {
            Self::Given => &[],
            Self::Sum(all)
            | Self::Less(all)
            | Self::Product(all)
            | Self::Quotient(all)
            | Self::Smallest(all)
            | Self::Largest(all)
            | Self::First(all) => all,
            Self::NotBelowZero(one) | Self::Rounded { figure: one, .. } => std::slice::from_ref(one),
        }
    }
}

/// A number of an assessment with everything that it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure<'a> {
    /// Stable name.
    pub code: &'static str,
    /// What it is, in Chinese.
    pub label: Cow<'a, str>,
    /// Exact.
    pub amount: Decimal,
    /// What it counts.
    pub unit: Unit,
    /// How it follows from others.
    pub how: How<'a>,
    /// The clause or document that asks for it; empty where the policy's own line says it.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub source: &'a str,
    /// Where it stands, for a given figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

impl<'a> Figure<'a> {
    /// A figure that was given.
    #[must_use]
    pub fn given(
        code: &'static str,
        label: impl Into<Cow<'a, str>>,
        (amount, unit): (Decimal, Unit),
        evidence: Evidence,
    ) -> Self {
        Self {
            code,
            label: label.into(),
            amount,
            unit,
            how: How::Given,
            source: "",
            evidence: Some(evidence),
        }
    }

    /// A figure that follows from others.
    #[must_use]
    pub fn reckoned(code: &'static str, label: impl Into<Cow<'a, str>>, unit: Unit, how: How<'a>) -> Self {
        let amount = how.reckon().unwrap_or_default();
        Self { code, label: label.into(), amount, unit, how, source: "", evidence: None }
    }

    /// The same with the clause that asks for it.
    #[must_use]
    pub fn by(mut self, source: &'a str) -> Self {
        self.source = source;
        self
    }

    /// Whether every figure below is what its parts give: what an auditor does with a pencil.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.how.reckon().is_none_or(|amount| amount == self.amount)
            && self.how.parts().iter().all(Figure::adds_up)
    }

    /// Every given figure below, from the left.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        match self.how {
            How::Given => vec![self],
            _ => self.how.parts().iter().flat_map(Self::leaves).collect(),
        }
    }

    /// The figure of that name, at or below this one.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<&Self> {
        if self.code == code {
            return Some(self);
        }
        self.how.parts().iter().find_map(|part| part.find(code))
    }

    /// The amount with its unit, `359.17 元/月`.
    #[must_use]
    pub fn shown(&self) -> String {
        let amount = shown(self.amount, self.unit);
        if self.unit.label().is_empty() { amount } else { format!("{amount} {}", self.unit.label()) }
    }
}

/// An amount with the decimals that people read.
#[must_use]
pub(super) fn shown(amount: Decimal, unit: Unit) -> String {
    let decimals = unit.shown_decimals();
    let rounded = amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    match unit {
        Unit::Factor => rounded.normalize().to_string(),
        _ => format!("{rounded:.*}", decimals as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::rounding::{RoundTo, RoundingWay},
        *,
    };

    fn given(amount: &str) -> Figure<'static> {
        let evidence = Evidence::Policy { key: "test" };
        Figure::given("test", "测试", (amount.parse().unwrap(), Unit::Yuan), evidence)
    }

    #[test]
    fn a_figure_is_what_its_parts_give() {
        let sum = Figure::reckoned("sum", "和", Unit::Yuan, How::Sum([given("1.10"), given("2.20")].into()));
        let less = Figure::reckoned("less", "差", Unit::Yuan, How::Less([given("1"), sum.clone()].into()));
        let floor =
            Figure::reckoned("floor", "不低于零", Unit::Yuan, How::NotBelowZero(Box::new(less.clone())));
        assert_eq!(sum.amount.to_string(), "3.30");
        assert_eq!(less.amount.to_string(), "-2.30");
        assert_eq!(floor.amount, Decimal::ZERO);
        assert!(floor.adds_up());
        assert_eq!(floor.leaves().len(), 3);
        let forged = Figure { amount: Decimal::ONE, ..floor };
        assert!(!forged.adds_up());
    }

    #[test]
    fn a_half_made_of_a_third_and_a_sixth_is_rounded_up() {
        let quotient = |by: &str| {
            Figure::reckoned("q", "商", Unit::Yuan, How::Quotient([given("0.01"), given(by)].into()))
        };
        let half = Figure::reckoned("h", "和", Unit::Yuan, How::Sum([quotient("3"), quotient("6")].into()));
        let rounding = Rounding { to: RoundTo::Fen, way: RoundingWay::HalfUp };
        assert_eq!(rounding.round(half.amount).to_string(), "0.01");
    }

    #[test]
    fn nothing_overflows() {
        let most = Figure { amount: Decimal::MAX, ..given("1") };
        let product = How::Product([most.clone(), most.clone()].into());
        assert_eq!(Figure::reckoned("p", "积", Unit::Yuan, product).amount, Decimal::MAX);
        let by_nothing = How::Quotient([most, given("0")].into());
        assert_eq!(Figure::reckoned("q", "商", Unit::Yuan, by_nothing).amount, Decimal::ZERO);
    }
}
