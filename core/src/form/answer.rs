//! Answers and the rules that a checklist puts on them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checklist::{Checklist, Question, QuestionKind};
use crate::{error::Explain, ids::QuestionName, money::Fen};

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Free text.
    Text(String),
    /// A count or a measure in the question's unit.
    Integer(i64),
    /// An amount in fen.
    Money(Fen),
    /// Yes or no.
    YesNo(bool),
    /// The name of one choice.
    One(String),
    /// The names of several choices.
    Many(Vec<String>),
}

/// The answers of one record or draft, by question.
pub type Answers = BTreeMap<QuestionName, Answer>;

/// Why an answer cannot stand. The text names the question, never the answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The checklist has no such question.
    #[error("表单中没有“{0}”这一项，请更新表单后重试")]
    UnknownQuestion(QuestionName),
    /// A required question is unanswered.
    #[error("“{label}”还没有填写，请补填")]
    Missing {
        /// The question's Chinese label.
        label: &'static str,
    },
    /// The answer is of another type than the question.
    #[error("“{label}”的答案类型不对，请重新填写")]
    WrongType {
        /// The question's Chinese label.
        label: &'static str,
    },
    /// A number lies outside its bounds.
    #[error("“{label}”应在 {min} 到 {max} 之间，请核对")]
    OutOfRange {
        /// The question's Chinese label.
        label: &'static str,
        /// Least value allowed.
        min: i64,
        /// Greatest value allowed.
        max: i64,
    },
    /// A text is too long.
    #[error("“{label}”最多 {max} 个字，请精简")]
    TooLong {
        /// The question's Chinese label.
        label: &'static str,
        /// Most characters allowed.
        max: usize,
    },
    /// A choice that the question does not offer.
    #[error("“{label}”选了表单中没有的选项，请重新选择")]
    UnknownChoice {
        /// The question's Chinese label.
        label: &'static str,
    },
}

impl Explain for AnswerError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion(_) => "unknown_question",
            Self::Missing { .. } => "answer_missing",
            Self::WrongType { .. } => "answer_wrong_type",
            Self::OutOfRange { .. } => "answer_out_of_range",
            Self::TooLong { .. } => "answer_too_long",
            Self::UnknownChoice { .. } => "unknown_choice",
        }
    }
}

/// Largest amount a money question takes: 100 million yuan, in fen.
pub const MAX_MONEY: Fen = Fen(10_000_000_000);

impl Question {
    /// Checks one answer against this question.
    ///
    /// # Errors
    /// The first rule the answer breaks.
    pub fn check(&self, answer: &Answer) -> Result<(), AnswerError> {
        let label = self.label;
        let offered =
            |name: &String, choices: &[super::Choice]| choices.iter().any(|choice| choice.name == name);
        match (&self.kind, answer) {
            (QuestionKind::Text { max_chars }, Answer::Text(text)) => {
                if text.chars().count() > *max_chars {
                    return Err(AnswerError::TooLong { label, max: *max_chars });
                }
            }
            (QuestionKind::Integer { min, max }, Answer::Integer(value)) => {
                if !(min..=max).contains(&value) {
                    return Err(AnswerError::OutOfRange { label, min: *min, max: *max });
                }
            }
            (QuestionKind::Money, Answer::Money(amount)) => {
                if !(Fen(0)..=MAX_MONEY).contains(amount) {
                    return Err(AnswerError::OutOfRange { label, min: 0, max: MAX_MONEY.0 / 100 });
                }
            }
            (QuestionKind::YesNo, Answer::YesNo(_)) => {}
            (QuestionKind::One(choices), Answer::One(name)) => {
                if !offered(name, choices) {
                    return Err(AnswerError::UnknownChoice { label });
                }
            }
            (QuestionKind::Many(choices), Answer::Many(names)) => {
                if names.len() > choices.len() || !names.iter().all(|name| offered(name, choices)) {
                    return Err(AnswerError::UnknownChoice { label });
                }
            }
            _ => return Err(AnswerError::WrongType { label }),
        }
        Ok(())
    }

    fn is_blank(answer: &Answer) -> bool {
        matches!(answer, Answer::Text(text) if text.trim().is_empty())
    }
}

impl Checklist {
    /// Checks one answer against the question of that name.
    ///
    /// # Errors
    /// [`AnswerError`], naming the question.
    pub fn check_one(&self, name: &QuestionName, answer: &Answer) -> Result<(), AnswerError> {
        self.question(name).ok_or_else(|| AnswerError::UnknownQuestion(name.clone()))?.check(answer)
    }

    /// Everything that keeps these answers from being sealed, in the order of the checklist.
    #[must_use]
    pub fn check_all(&self, answers: &Answers) -> Vec<AnswerError> {
        let mut problems: Vec<AnswerError> = answers
            .keys()
            .filter(|name| self.question(name).is_none())
            .cloned()
            .map(AnswerError::UnknownQuestion)
            .collect();
        for question in self.questions() {
            match answers.get(question.name).filter(|answer| !Question::is_blank(answer)) {
                Some(answer) => problems.extend(question.check(answer).err()),
                None if question.required => problems.push(AnswerError::Missing { label: question.label }),
                None => {}
            }
        }
        problems
    }
}
