//! What the figures propose: an exit or an adjustment of the statistics (domain: 统计表), and the next review.

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use serde::Serialize;

use super::{facts::Facts, figure::Figure, policy::Policy};
use crate::household::ReviewClass;

/// What is proposed. People decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// 继续保障
    Keep,
    /// 提标
    Raise,
    /// 降标
    Lower,
    /// 新增
    Add,
    /// 不予保障, of a new application
    Refuse,
    /// 渐退
    Grace,
    /// 正常退出
    ExitNormal,
    /// 举报查实
    ExitReported,
    /// 错保
    ExitWrong,
    /// 其他退出
    ExitOther,
    /// 再次核查
    Recheck,
}

impl Change {
    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Keep => "继续保障，金额不变",
            Self::Raise => "继续保障，提高补差",
            Self::Lower => "继续保障，降低补差",
            Self::Add => "新增保障",
            Self::Refuse => "不符合条件，不予保障",
            Self::Grace => "进入渐退期",
            Self::ExitNormal => "退出保障(正常退出)",
            Self::ExitReported => "退出保障(举报查实)",
            Self::ExitWrong => "退出保障(错保)",
            Self::ExitOther => "退出保障(其他)",
            Self::Recheck => "情况不明，再次核查",
        }
    }

    /// Whether the household must be heard before, and told in writing with the reasons (社会救助法 Art. 48).
    #[must_use]
    pub const fn must_be_heard(self) -> bool {
        matches!(
            self,
            Self::Lower
                | Self::Grace
                | Self::ExitNormal
                | Self::ExitReported
                | Self::ExitWrong
                | Self::ExitOther
        )
    }
}

/// Why a household is not entitled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// 人均收入不低于保障标准
    Income,
    /// 财产超过限额
    Property,
    /// 没有共同生活的家庭成员
    NoMembers,
}

impl Obstacle {
    /// As people read it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Income => "家庭人均收入不低于保障标准",
            Self::Property => "家庭财产超过限额",
            Self::NoMembers => "没有共同生活的家庭成员",
        }
    }
}

pub(super) fn change(
    facts: &Facts,
    policy: &Policy,
    obstacles: &[Obstacle],
    (grant, below_grace): (&Figure<'_>, bool),
) -> Change {
    let circumstances = facts.circumstances;
    let gone = circumstances.gone || obstacles.contains(&Obstacle::NoMembers);
    let Some(now) = facts.grant_now else {
        return match () {
            () if circumstances.unverifiable => Change::Recheck,
            () if obstacles.is_empty() => Change::Add,
            () => Change::Refuse,
        };
    };
    if gone {
        return Change::ExitOther;
    }
    if !obstacles.is_empty() {
        return match () {
            () if circumstances.reported => Change::ExitReported,
            () if circumstances.declared_untruly => Change::ExitWrong,
            () if below_grace && obstacles == [Obstacle::Income] => Change::Grace,
            () => Change::ExitNormal,
        };
    }
    if circumstances.unverifiable {
        return Change::Recheck;
    }
    let difference = grant.amount - now.yuan();
    let within = policy.grant.keep_within_yuan.unwrap_or_default();
    match () {
        () if difference.is_zero() || difference.abs() < within => Change::Keep,
        () if difference > Decimal::ZERO => Change::Raise,
        () => Change::Lower,
    }
}

/// When a household is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextReview<'a> {
    /// How often.
    pub class: ReviewClass,
    /// Months from one review to the next.
    pub months: u8,
    /// The day by which it is due; none where no day of a last review is known.
    pub due: Option<Date>,
    /// The document.
    pub source: &'a str,
}

pub(super) fn next_review<'a>(facts: &Facts, policy: &'a Policy) -> Option<NextReview<'a>> {
    let class = facts.review_class?;
    let interval = policy.review.iter().find(|interval| interval.class == class)?;
    let months = i64::from(interval.months).months();
    let due = facts.reviewed.and_then(|reviewed| reviewed.checked_add(months).ok());
    Some(NextReview { class, months: interval.months, due, source: &interval.source })
}
