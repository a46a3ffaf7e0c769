//! A county's policy: every number with the document that it comes from.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::exact;
use crate::{
    assessment::{
        facts::{IncomeClass, PropertyKind, Source, SpendingKind},
        rounding::{RoundTo, Rounding, RoundingWay},
    },
    household::ReviewClass,
    region::RegionCode,
};

/// Whether a household is measured with the rural or the urban standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// 农村
    Rural,
    /// 城市
    Urban,
}

impl Settlement {
    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rural => "农村",
            Self::Urban => "城市",
        }
    }
}

/// For which stretch of time an amount is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// 每人每月
    Month,
    /// 每人每年
    Year,
}

/// A policy (保障政策) for one kind of settlement in one region.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Stable name, ASCII.
    pub name: String,
    /// As people read it.
    pub title: String,
    /// Whether it is an example and no county's rule: explanations say so.
    #[serde(default)]
    pub example: bool,
    /// Where it holds: this division and everything below.
    pub region: RegionCode,
    /// For whom.
    pub settlement: Settlement,
    /// First day, none where the document does not say: such a policy holds only where it is named.
    pub from: Option<Date>,
    /// Last day, none where it holds until another one comes.
    pub to: Option<Date>,
    /// 保障标准
    pub standard: Standard,
    /// How income is counted.
    #[serde(default)]
    pub income: IncomeRules,
    /// Expenditure and cost that lower the income (可扣减的刚性支出和就业成本).
    #[serde(default)]
    pub deduction: Vec<Deduction>,
    /// 财产限额
    #[serde(default)]
    pub property: Vec<PropertyLimit>,
    /// Property that does not count (豁免).
    #[serde(default)]
    pub exemption: Vec<Exemption>,
    /// What people with a duty to support are taken to pay.
    pub support: Option<SupportRule>,
    /// How the grant is reckoned.
    pub grant: GrantRule,
    /// 分类施保
    #[serde(default)]
    pub topup: Vec<TopUp>,
    /// 复核周期
    #[serde(default)]
    pub review: Vec<ReviewInterval>,
    /// 渐退期
    pub grace: Option<Grace>,
    /// When a verified figure contradicts a declared one.
    pub contradiction: Option<Tolerance>,
    /// How payments are rounded.
    pub rounding: RoundingRule,
}

/// The standard (保障标准) of one person.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// In yuan.
    #[serde(deserialize_with = "exact::decimal")]
    pub yuan: Decimal,
    /// Per month or year.
    pub per: Per,
    /// The document.
    pub source: String,
}

/// Which figure counts where several sources give one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The highest.
    #[default]
    Highest,
    /// That of the first source in the order of `sources`.
    InOrder,
}

/// How income is counted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IncomeRules {
    /// Which figure counts.
    pub trust: Trust,
    /// Sources in the order of trust, for [`Trust::InOrder`].
    pub sources: Vec<Source>,
    /// The document for the two above.
    pub source: String,
    /// Months before the visit over which a class is counted, 12 where the class is not named.
    pub window: Vec<Window>,
    /// Income that does not count (不计入家庭收入).
    pub disregard: Vec<Disregard>,
}

impl Default for IncomeRules {
    fn default() -> Self {
        Self {
            trust: Trust::Highest,
            sources: vec![Source::Verified, Source::Proof, Source::Observed, Source::Declared],
            source: String::new(),
            window: Vec::new(),
            disregard: Vec::new(),
        }
    }
}

/// Over how many months a class of income is counted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The class.
    pub class: IncomeClass,
    /// 1, 2, 3, 4, 6 or 12.
    pub months: u8,
    /// The document.
    pub source: String,
}

/// Income that does not count, all of it or up to a limit.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disregard {
    /// The code that income items carry.
    pub code: String,
    /// As people read it.
    pub label: String,
    /// At most so many times the monthly standard a month; none: all of it.
    #[serde(default, deserialize_with = "exact::maybe")]
    pub most_standards_a_month: Option<Decimal>,
    /// The document.
    pub source: String,
}

/// What a deduction is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeductionBase {
    /// 医疗
    Medical,
    /// 教育
    Education,
    /// 残疾康复
    Rehabilitation,
    /// 其他刚性支出
    OtherRigid,
    /// 就业成本: a part of the wages.
    Wage,
}

impl DeductionBase {
    /// The kind of expenditure, none for wages.
    #[must_use]
    pub const fn spending(self) -> Option<SpendingKind> {
        match self {
            Self::Medical => Some(SpendingKind::Medical),
            Self::Education => Some(SpendingKind::Education),
            Self::Rehabilitation => Some(SpendingKind::Rehabilitation),
            Self::OtherRigid => Some(SpendingKind::Other),
            Self::Wage => None,
        }
    }
}

/// A deduction from the income.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deduction {
    /// Of what.
    pub of: DeductionBase,
    /// As people read it.
    pub label: String,
    /// The part that counts, 0 to 1.
    #[serde(deserialize_with = "exact::decimal")]
    pub part: Decimal,
    /// At most so many yuan a year for the household.
    #[serde(default, deserialize_with = "exact::maybe")]
    pub most_yuan_a_year: Option<Decimal>,
    /// The document.
    pub source: String,
}

/// The limit of one kind of property. One of the limits is given.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyLimit {
    /// The kinds that are counted together.
    pub kinds: Vec<PropertyKind>,
    /// As people read it.
    pub label: String,
    /// At most so many months' standard for each member.
    #[serde(default, deserialize_with = "exact::maybe")]
    pub most_months_of_standard: Option<Decimal>,
    /// At most so many pieces.
    pub most_pieces: Option<u32>,
    /// The document.
    pub source: String,
}

/// Property that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The code that property items carry.
    pub code: String,
    /// As people read it.
    pub label: String,
    /// The document.
    pub source: String,
}

/// What an able person with a duty to support (赡养、抚养、扶养义务人) is taken to pay at least.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportRule {
    /// As a part of the standard of one person.
    #[serde(deserialize_with = "exact::decimal")]
    pub part_of_standard: Decimal,
    /// The document.
    pub source: String,
}

/// How the grant is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantMethod {
    /// 补差: what is missing to the standard.
    Difference,
    /// 分档: an amount by how poor the household is.
    Tiers,
}

/// How the grant is reckoned.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrantRule {
    /// The method.
    pub method: GrantMethod,
    /// The tiers, poorest first, for [`GrantMethod::Tiers`].
    #[serde(default)]
    pub tier: Vec<Tier>,
    /// A new grant that differs by less than so many yuan a month changes nothing.
    #[serde(default, deserialize_with = "exact::maybe")]
    pub keep_within_yuan: Option<Decimal>,
    /// The document.
    pub source: String,
}

/// One tier.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// As people read it.
    pub label: String,
    /// For households whose income per person is below this part of the standard, above 0 and up to 1.
    #[serde(deserialize_with = "exact::decimal")]
    pub below_part_of_standard: Decimal,
    /// Yuan for each insured person a month.
    #[serde(deserialize_with = "exact::decimal")]
    pub yuan_a_month: Decimal,
}

/// Who gets a top-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopUpGroup {
    /// 重度残疾: grade 1 or 2.
    SevereDisability,
    /// 重病
    SeriousIllness,
    /// 老年人: from `from_age`.
    Elderly,
    /// 未成年人: below 18.
    Minor,
}

/// An amount on top (分类施保). A member who belongs to several groups gets the largest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopUp {
    /// For whom.
    pub group: TopUpGroup,
    /// As people read it.
    pub label: String,
    /// Years, for [`TopUpGroup::Elderly`].
    pub from_age: Option<u8>,
    /// As a part of the standard of one person.
    #[serde(deserialize_with = "exact::decimal")]
    pub part_of_standard: Decimal,
    /// The document.
    pub source: String,
}

/// How often a class is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewInterval {
    /// The class.
    pub class: ReviewClass,
    /// Months from one review to the next.
    pub months: u8,
    /// The document.
    pub source: String,
}

/// For how long a household that has come above the standard may keep its grant (渐退期).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grace {
    /// Months at most.
    pub most_months: u8,
    /// For households whose income per person is not above so many times the standard.
    #[serde(deserialize_with = "exact::decimal")]
    pub up_to_standards: Decimal,
    /// The document.
    pub source: String,
}

/// By how much two sources may differ.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// In yuan a year.
    #[serde(deserialize_with = "exact::decimal")]
    pub yuan: Decimal,
    /// As a part of the larger figure.
    #[serde(deserialize_with = "exact::decimal")]
    pub part: Decimal,
    /// The document.
    pub source: String,
}

/// How payments are rounded, once, at the end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundingRule {
    /// To what.
    pub to: RoundTo,
    /// In which direction.
    pub way: RoundingWay,
    /// The document.
    pub source: String,
}

impl RoundingRule {
    /// The rule without its source.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        Rounding { to: self.to, way: self.way }
    }
}
