//! Answers.

use ruhu_core::{
    form::{Answer, fill::ReadableAnswer},
    money::Fen,
};

use super::shown_masked;
use crate::RuhuError;

/// An answer.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum AnswerValue {
    /// Text, and everything that is written as one: a day `2026-01-31`, a time `08:30`, a place
    /// `latitude longitude altitude accuracy` (WGS-84, the last two may be missing), a photo's id.
    Text {
        /// The text.
        text: String,
    },
    /// A whole number.
    Integer {
        /// The number.
        value: i64,
    },
    /// A number that may have decimals.
    Decimal {
        /// The number as it is written, so that nothing is rounded: `12.5`.
        value: String,
    },
    /// An amount.
    Money {
        /// In fen.
        fen: i64,
    },
    /// A box that is ticked or not. A question with the choices yes and no takes [`AnswerValue::One`].
    YesNo {
        /// Yes?
        yes: bool,
    },
    /// One choice.
    One {
        /// Its name.
        name: String,
    },
    /// Several choices, in their order where the question asks for one.
    Many {
        /// Their names.
        names: Vec<String>,
    },
}

/// One answer of a sealed record, as people read it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct RecordAnswer {
    /// Heading of the part of the form that it stands in; empty where it stands in none.
    pub section: String,
    /// Where it stands in the form.
    pub key: String,
    /// What the question says.
    pub label: String,
    /// The answer: choices by their labels, amounts in yuan.
    pub text: String,
}

shown_masked!(RecordAnswer, key);

impl std::fmt::Debug for AnswerValue {
    /// The kind alone: what a household answered is private.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text { .. } => "Text(***)",
            Self::Integer { .. } => "Integer(***)",
            Self::Decimal { .. } => "Decimal(***)",
            Self::Money { .. } => "Money(***)",
            Self::YesNo { .. } => "YesNo(***)",
            Self::One { .. } => "One(***)",
            Self::Many { .. } => "Many(***)",
        })
    }
}

impl std::fmt::Display for AnswerValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

impl TryFrom<AnswerValue> for Answer {
    type Error = RuhuError;

    fn try_from(value: AnswerValue) -> Result<Self, RuhuError> {
        Ok(match value {
            AnswerValue::Text { text } => Self::Text(text),
            AnswerValue::Integer { value } => Self::Integer(value),
            AnswerValue::Decimal { value } => {
                let number = value.trim().parse();
                Self::Decimal(number.map_err(|_| RuhuError::refused("bad_decimal", "请填写数字，例如 2.5"))?)
            }
            AnswerValue::Money { fen } => Self::Money(Fen(fen)),
            AnswerValue::YesNo { yes } => Self::YesNo(yes),
            AnswerValue::One { name } => Self::One(name),
            AnswerValue::Many { names } => Self::Many(names),
        })
    }
}

impl From<Answer> for AnswerValue {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Text(text) => Self::Text { text },
            Answer::Integer(value) => Self::Integer { value },
            Answer::Decimal(value) => Self::Decimal { value: value.to_string() },
            Answer::Money(fen) => Self::Money { fen: fen.0 },
            Answer::YesNo(yes) => Self::YesNo { yes },
            Answer::One(name) => Self::One { name },
            Answer::Many(names) => Self::Many { names },
        }
    }
}

impl From<ReadableAnswer> for RecordAnswer {
    fn from(line: ReadableAnswer) -> Self {
        Self { section: line.section_title, key: line.key.to_string(), label: line.label, text: line.text }
    }
}
