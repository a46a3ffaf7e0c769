//! What an assessment starts from: people, income, expenditure and property, each with where it stands.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::figure::Evidence;
use crate::{
    household::{Relation, ReviewClass, YearMonth},
    money::Fen,
};

/// A class of income (民发〔2021〕57号 Art. 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncomeClass {
    /// 工资性收入
    Wage,
    /// 经营净收入
    Business,
    /// 财产净收入
    Property,
    /// 转移净收入
    Transfer,
    /// 其他收入
    Other,
}

impl IncomeClass {
    /// Every class, in the order of the forms.
    pub const ALL: [Self; 5] = [Self::Wage, Self::Business, Self::Property, Self::Transfer, Self::Other];

    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Wage => "工资性收入",
            Self::Business => "经营净收入",
            Self::Property => "财产净收入",
            Self::Transfer => "转移净收入",
            Self::Other => "其他收入",
        }
    }

    /// Stable name of its figure.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wage => "income.wage",
            Self::Business => "income.business",
            Self::Property => "income.property",
            Self::Transfer => "income.transfer",
            Self::Other => "income.other",
        }
    }
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// 申报
    Declared,
    /// 入户调查
    Observed,
    /// 证明材料
    Proof,
    /// 信息核对
    Verified,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Declared, Self::Observed, Self::Proof, Self::Verified];

    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Declared => "申报",
            Self::Observed => "入户调查",
            Self::Proof => "证明材料",
            Self::Verified => "信息核对",
        }
    }
}

/// A kind of unavoidable expenditure (刚性支出).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpendingKind {
    /// 医疗, what the household itself paid.
    Medical,
    /// 教育
    Education,
    /// 残疾康复
    Rehabilitation,
    /// 其他
    Other,
}

impl SpendingKind {
    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Medical => "自付医疗支出",
            Self::Education => "教育支出",
            Self::Rehabilitation => "残疾康复支出",
            Self::Other => "其他刚性支出",
        }
    }
}

/// A kind of property (民发〔2021〕57号 Art. 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PropertyKind {
    /// 存款
    Deposit,
    /// 证券
    Security,
    /// 基金
    Fund,
    /// 商业保险
    Insurance,
    /// 债权
    Claim,
    /// 互联网金融资产
    NetFinance,
    /// 现金
    Cash,
    /// 机动车
    Vehicle,
    /// 船舶
    Vessel,
    /// 房屋
    House,
    /// 林木
    Forest,
    /// 农机
    Machinery,
    /// 经营实体
    Business,
    /// 其他
    Other,
}

impl PropertyKind {
    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Deposit => "存款",
            Self::Security => "证券",
            Self::Fund => "基金",
            Self::Insurance => "商业保险",
            Self::Claim => "债权",
            Self::NetFinance => "互联网金融资产",
            Self::Cash => "现金",
            Self::Vehicle => "机动车",
            Self::Vessel => "船舶",
            Self::House => "房产",
            Self::Forest => "林木",
            Self::Machinery => "农机",
            Self::Business => "经营实体",
            Self::Other => "其他财产",
        }
    }
}

/// Months from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Months {
    /// The first.
    pub from: YearMonth,
    /// The last, not before the first.
    pub to: YearMonth,
}

impl Months {
    /// So many months that end with `to`.
    #[must_use]
    pub fn ending(to: YearMonth, count: u8) -> Self {
        Self { from: to.minus(count.saturating_sub(1).into()), to }
    }

    /// How many; none where the last is before the first.
    #[must_use]
    pub fn count(self) -> u32 {
        u32::try_from(self.to.number() - self.from.number() + 1).unwrap_or(0)
    }

    /// How many of them lie in `other`.
    #[must_use]
    pub fn shared_with(self, other: Self) -> u32 {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }.count()
    }
}

/// A single income.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomeItem {
    /// Its class.
    pub class: IncomeClass,
    /// Over all its months together.
    pub amount: Fen,
    /// Its months.
    pub months: Months,
    /// Who says so.
    pub source: Source,
    /// The code under which the policy may disregard it.
    pub disregard: Option<String>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// An expenditure of the twelve months, after what was paid back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendingItem {
    /// Its kind.
    pub kind: SpendingKind,
    /// The amount.
    pub amount: Fen,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What property is worth, or how many pieces there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// A value.
    Value(Fen),
    /// Pieces.
    Pieces(u32),
}

/// Property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyItem {
    /// Its kind.
    pub kind: PropertyKind,
    /// How much.
    pub holding: Holding,
    /// Who says so.
    pub source: Source,
    /// The code under which the policy may exempt it.
    pub exemption: Option<String>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Someone outside the household with a duty to support a member (赡养、抚养、扶养义务人).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligor {
    /// Whether they are able to.
    pub able: bool,
    /// What they pay in a year; the household's transfers include it.
    pub paid: Fen,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Where a member is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whereabouts {
    /// 共同生活
    #[default]
    Home,
    /// 不共同生活
    Elsewhere,
    /// 服刑
    Prison,
    /// 强制隔离戒毒
    Detox,
    /// 宣告失踪
    Missing,
    /// 连续三年以上脱离家庭的宗教教职人员
    Clergy,
    /// 死亡
    Deceased,
}

/// Ability to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labour {
    /// 有
    Full,
    /// 部分
    Partial,
    /// 丧失
    Lost,
    /// 无
    None,
}

/// A member as the rules look at one. There is no name: an assessment needs none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Relation to the head.
    pub relation: Relation,
    /// Age in years, none where it is not known.
    pub age: Option<u16>,
    /// Ability to work, none where nobody said.
    pub labour: Option<Labour>,
    /// Whether a full-time student of bachelor level or below.
    pub studies: bool,
    /// Where the member is.
    pub whereabouts: Whereabouts,
    /// Disability grade 1 to 4.
    pub disability_grade: Option<u8>,
    /// Whether seriously ill.
    pub seriously_ill: bool,
    /// Whether the grant counts this member, where somebody said so.
    pub insured: Option<bool>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// The people of a household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum People {
    /// Each of them.
    Listed(Vec<Person>),
    /// How many, where the record lists nobody.
    Counted {
        /// Living together, as the surveyors confirmed.
        members: u32,
        /// Where that stands.
        evidence: Evidence,
        /// Of them insured.
        insured: u32,
        /// Where that stands.
        insured_evidence: Evidence,
    },
}

/// What makes a change other than its figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent yes-or-no facts of a case")]
pub struct Circumstances {
    /// The visit followed a report (举报).
    pub reported: bool,
    /// The surveyors found the declaration untrue (不实).
    pub declared_untruly: bool,
    /// The surveyors could not verify it (无法核实).
    pub unverifiable: bool,
    /// Nobody is left: all members have died or moved away.
    pub gone: bool,
}

/// Everything that an assessment starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Last month of the income that was counted: mostly the month before the visit.
    pub until: YearMonth,
    /// Day of the last review: mostly the visit's.
    pub reviewed: Option<Date>,
    /// The people.
    pub people: People,
    /// Income.
    pub income: Vec<IncomeItem>,
    /// Unavoidable expenditure.
    pub spending: Vec<SpendingItem>,
    /// Property.
    pub property: Vec<PropertyItem>,
    /// People with a duty to support.
    pub obligors: Vec<Obligor>,
    /// How often the household is reviewed.
    pub review_class: Option<ReviewClass>,
    /// The grant of a month until now; none for a new application.
    pub grant_now: Option<Fen>,
    /// What else makes a change.
    pub circumstances: Circumstances,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> YearMonth {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_counted_with_both_ends() {
        let year = Months::ending(month("2026-10"), 12);
        assert_eq!((year.from, year.count()), (month("2025-11"), 12));
        let summer = Months { from: month("2026-06"), to: month("2026-08") };
        assert_eq!(summer.shared_with(year), 3);
        assert_eq!(summer.shared_with(Months::ending(month("2026-06"), 12)), 1);
        assert_eq!(summer.shared_with(Months::ending(month("2026-05"), 12)), 0);
    }
}
