//! Questions for the screen, and answers.

use ruhu_core::{
    form::{self, Answer, Answers, Checklist, QuestionKind},
    money::Fen,
};

use super::shown_masked;

/// An answer.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum AnswerValue {
    /// Free text.
    Text {
        /// The text.
        text: String,
    },
    /// A whole number.
    Integer {
        /// The number.
        value: i64,
    },
    /// An amount.
    Money {
        /// In fen.
        fen: i64,
    },
    /// Yes or no.
    YesNo {
        /// Yes?
        yes: bool,
    },
    /// One choice.
    One {
        /// Its name.
        name: String,
    },
    /// Several choices.
    Many {
        /// Their names.
        names: Vec<String>,
    },
}

/// One choice of a question.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Choice {
    /// Stable name that answers carry.
    pub name: String,
    /// Chinese label.
    pub label: String,
}

/// What a question takes.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum QuestionType {
    /// Free text.
    Text {
        /// Most characters.
        max_chars: u32,
    },
    /// A whole number between two bounds, both allowed.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// An amount from 0, in fen.
    Money,
    /// Yes or no.
    YesNo,
    /// One of these.
    One {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Any of these.
    Many {
        /// The choices.
        choices: Vec<Choice>,
    },
}

/// One question with its answer so far.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct ChecklistQuestion {
    /// Stable name, unique in the checklist.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// What it takes.
    pub takes: QuestionType,
    /// Whether a record cannot be sealed without it.
    pub required: bool,
    /// The answer so far.
    pub answer: Option<AnswerValue>,
    /// The answer as people read it: choices by their labels, amounts in yuan.
    pub readable: Option<String>,
}

/// Questions that share a screen and a heading.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChecklistSection {
    /// Stable name, unique in the checklist.
    pub name: String,
    /// Chinese heading.
    pub title: String,
    /// In the order they are asked.
    pub questions: Vec<ChecklistQuestion>,
}

shown_masked!(ChecklistQuestion, name);

impl std::fmt::Debug for AnswerValue {
    /// The kind alone: what a household answered is private.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text { .. } => "Text(***)",
            Self::Integer { .. } => "Integer(***)",
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

impl From<AnswerValue> for Answer {
    fn from(value: AnswerValue) -> Self {
        match value {
            AnswerValue::Text { text } => Self::Text(text),
            AnswerValue::Integer { value } => Self::Integer(value),
            AnswerValue::Money { fen } => Self::Money(Fen(fen)),
            AnswerValue::YesNo { yes } => Self::YesNo(yes),
            AnswerValue::One { name } => Self::One(name),
            AnswerValue::Many { names } => Self::Many(names),
        }
    }
}

impl From<&Answer> for AnswerValue {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Text(text) => Self::Text { text: text.clone() },
            Answer::Integer(value) => Self::Integer { value: *value },
            Answer::Money(fen) => Self::Money { fen: fen.0 },
            Answer::YesNo(yes) => Self::YesNo { yes: *yes },
            Answer::One(name) => Self::One { name: name.clone() },
            Answer::Many(names) => Self::Many { names: names.clone() },
        }
    }
}

impl From<&QuestionKind> for QuestionType {
    fn from(kind: &QuestionKind) -> Self {
        match kind {
            QuestionKind::Text { max_chars } => {
                Self::Text { max_chars: u32::try_from(*max_chars).unwrap_or(u32::MAX) }
            }
            QuestionKind::Integer { min, max } => Self::Integer { min: *min, max: *max },
            QuestionKind::Money => Self::Money,
            QuestionKind::YesNo => Self::YesNo,
            QuestionKind::One(list) => Self::One { choices: choices(list) },
            QuestionKind::Many(list) => Self::Many { choices: choices(list) },
        }
    }
}

fn choices(list: &[form::Choice]) -> Vec<Choice> {
    list.iter()
        .map(|choice| Choice { name: choice.name.to_owned(), label: choice.label.to_owned() })
        .collect()
}

/// The checklist with the answers in their places.
pub(crate) fn sections(checklist: &Checklist, answers: &Answers) -> Vec<ChecklistSection> {
    let question = |question: &form::Question| {
        let answer = answers.get(question.name);
        ChecklistQuestion {
            name: question.name.to_owned(),
            label: question.label.to_owned(),
            takes: (&question.kind).into(),
            required: question.required,
            answer: answer.map(Into::into),
            readable: answer.map(|answer| question.readable(answer)),
        }
    };
    checklist
        .sections
        .iter()
        .map(|section| ChecklistSection {
            name: section.name.to_owned(),
            title: section.title.to_owned(),
            questions: section.questions.iter().map(question).collect(),
        })
        .collect()
}
