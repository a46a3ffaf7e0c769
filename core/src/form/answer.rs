//! Answers, and why one cannot stand.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::AnswerKey;
use crate::{error::Explain, money::Fen};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Text, and everything that is written as one: a day `2026-01-31`, a time, a place
    /// `latitude longitude altitude accuracy` (WGS-84), the SHA-256 of a photo.
    Text(String),
    /// A count or a measure in the question's unit.
    Integer(i64),
    /// A number that may have decimals.
    Decimal(Decimal),
    /// An amount in fen.
    Money(Fen),
    /// A box that is ticked or not; in records of the first checklists also a choice of `yes` and `no`.
    YesNo(bool),
    /// The name of one choice.
    One(String),
    /// The names of several choices, or the numbers of a repeat's instances.
    Many(Vec<String>),
}

impl Answer {
    /// The answer without its form: choices by their names, amounts in yuan.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::One(text) => text.clone(),
            Self::Integer(value) => value.to_string(),
            Self::Decimal(value) => value.to_string(),
            Self::Money(amount) => format!("{amount} 元"),
            Self::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
            Self::Many(names) => names.join("、"),
        }
    }
}

/// The answers of one record or draft, by their place in the form.
pub type Answers = BTreeMap<AnswerKey, Answer>;

/// Longest text of one answer, in characters.
pub const MAX_TEXT_CHARS: usize = 10_000;
/// Largest amount a money question takes: 100 million yuan, in fen.
pub const MAX_MONEY: Fen = Fen(10_000_000_000);

/// Why an answer cannot stand. The text names the question, never the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The form has no such question.
    #[error("表单中没有“{0}”这一项，请更新表单后重试")]
    UnknownQuestion(String),
    /// The question is not asked now, because of other answers.
    #[error("“{label}”按前面的填写不需要回答，请先核对前面的填写")]
    NotRelevant {
        /// What the question says.
        label: String,
    },
    /// Nobody can answer it: it is computed, or only to be read.
    #[error("“{label}”由系统填写，不能修改")]
    ReadOnly {
        /// What the question says.
        label: String,
    },
    /// A required question is unanswered.
    #[error("{}", .message.as_deref().map_or_else(|| format!("“{label}”还没有填写，请补填"), |message| format!("“{label}”：{message}")))]
    Missing {
        /// What the question says.
        label: String,
        /// What the form says about it.
        message: Option<String>,
    },
    /// The answer is of another type than the question.
    #[error("“{label}”的答案类型不对，请重新填写")]
    WrongType {
        /// What the question says.
        label: String,
    },
    /// A number lies outside what the question can hold.
    #[error("“{label}”应在 {min} 到 {max} 之间，请核对")]
    OutOfRange {
        /// What the question says.
        label: String,
        /// Least value allowed.
        min: Decimal,
        /// Greatest value allowed.
        max: Decimal,
    },
    /// The form's own rule does not take the answer.
    #[error("{}", .message.as_deref().map_or_else(|| format!("“{label}”不符合表单要求，请核对"), |message| format!("“{label}”：{message}")))]
    Constraint {
        /// What the question says.
        label: String,
        /// What the form says about it.
        message: Option<String>,
    },
    /// A text is too long.
    #[error("“{label}”最多 {max} 个字，请精简")]
    TooLong {
        /// What the question says.
        label: String,
        /// Most characters allowed.
        max: usize,
    },
    /// A choice that the question does not offer, at all or with the other answers as they are.
    #[error("“{label}”选了没有提供的选项，请重新选择")]
    UnknownChoice {
        /// What the question says.
        label: String,
    },
    /// More instances of a repeat than there may be.
    #[error("“{label}”最多 {max} 条，请先删去不需要的")]
    TooManyInstances {
        /// What the repeat says.
        label: String,
        /// How many there may be.
        max: usize,
    },
    /// The form itself says how many instances there are.
    #[error("“{label}”的条数由前面的填写决定，请修改前面的填写")]
    CountedRepeat {
        /// What the repeat says.
        label: String,
    },
    /// A rule of the form that cannot be evaluated.
    #[error("“{label}”的表单规则无法计算，请联系表单编制人员")]
    RuleFailed {
        /// What the question says.
        label: String,
    },
}

impl Explain for AnswerError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion(_) => "unknown_question",
            Self::NotRelevant { .. } => "answer_not_relevant",
            Self::ReadOnly { .. } => "answer_read_only",
            Self::Missing { .. } => "answer_missing",
            Self::WrongType { .. } => "answer_wrong_type",
            Self::OutOfRange { .. } => "answer_out_of_range",
            Self::Constraint { .. } => "answer_constraint",
            Self::TooLong { .. } => "answer_too_long",
            Self::UnknownChoice { .. } => "unknown_choice",
            Self::TooManyInstances { .. } => "too_many_instances",
            Self::CountedRepeat { .. } => "counted_repeat",
            Self::RuleFailed { .. } => "form_rule_failed",
        }
    }
}
