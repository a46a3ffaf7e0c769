//! What a checklist is: sections of questions, with a version that is the hash of its content.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::answer::{Answer, Answers};
use crate::ids::{QuestionName, Sha256Hash};

/// Which checklist, in which wording, a record was made with: name, `@`, 16 hex digits of the content's SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormVersion(pub String);

impl FormVersion {
    /// Longest version text in bytes.
    pub const MAX_LEN: usize = 80;
}

impl std::fmt::Display for FormVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One choice of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// ASCII name that records carry.
    pub name: &'static str,
    /// Chinese label that people see.
    pub label: &'static str,
}

/// What a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionKind {
    /// Free text of at most so many characters.
    Text {
        /// Most characters.
        max_chars: usize,
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
    One(&'static [Choice]),
    /// Any of these.
    Many(&'static [Choice]),
}

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// ASCII name, unique in the checklist.
    pub name: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// What it takes.
    pub kind: QuestionKind,
    /// Whether a record can be sealed without it.
    pub required: bool,
}

/// Questions that share a screen and a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// ASCII name, unique in the checklist.
    pub name: &'static str,
    /// Chinese heading.
    pub title: &'static str,
    /// In the order they are asked.
    pub questions: &'static [Question],
}

/// A checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checklist {
    /// ASCII name: `home_visit`, `neighbour_interview`.
    pub name: &'static str,
    /// Chinese title.
    pub title: &'static str,
    /// In the order they are asked.
    pub sections: &'static [Section],
}

/// One answer as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadableAnswer {
    /// The section's name.
    pub section: &'static str,
    /// The section's heading.
    pub section_title: &'static str,
    /// The question's name.
    pub question: &'static str,
    /// The question's label.
    pub label: &'static str,
    /// The answer, choices by their labels, amounts in yuan.
    pub text: String,
}

impl Checklist {
    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &'static Question> + use<> {
        self.sections.iter().flat_map(|section| section.questions)
    }

    /// The question of that name.
    #[must_use]
    pub fn question(&self, name: &QuestionName) -> Option<&'static Question> {
        self.questions().find(|question| question.name == name.as_str())
    }

    /// The version: any change of wording, order or rule changes it.
    #[must_use]
    pub fn version(&self) -> FormVersion {
        let mut content = String::new();
        // Writing to a String cannot fail.
        let _ = write!(content, "{self:?}");
        let hash = Sha256Hash::of(content.as_bytes()).to_string();
        FormVersion(format!("{}@{}", self.name, hash.get(..16).unwrap_or_default()))
    }

    /// The answers as people read them, in the order of the checklist.
    #[must_use]
    pub fn readable(&self, answers: &Answers) -> Vec<ReadableAnswer> {
        let mut lines = Vec::new();
        for section in self.sections {
            for question in section.questions {
                if let Some(answer) = answers.get(question.name) {
                    lines.push(ReadableAnswer {
                        section: section.name,
                        section_title: section.title,
                        question: question.name,
                        label: question.label,
                        text: question.readable(answer),
                    });
                }
            }
        }
        lines
    }
}

impl Question {
    /// This answer as people read it.
    #[must_use]
    pub fn readable(&self, answer: &Answer) -> String {
        let choices = match self.kind {
            QuestionKind::One(choices) | QuestionKind::Many(choices) => choices,
            _ => &[],
        };
        let label_of = |name: &String| {
            choices
                .iter()
                .find(|choice| choice.name == name)
                .map_or_else(|| name.clone(), |c| c.label.to_owned())
        };
        match answer {
            Answer::Text(text) => text.clone(),
            Answer::Integer(value) => value.to_string(),
            Answer::Money(amount) => format!("{amount} 元"),
            Answer::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
            Answer::One(name) => label_of(name),
            Answer::Many(names) if names.is_empty() => "无".to_owned(),
            Answer::Many(names) => names.iter().map(label_of).collect::<Vec<_>>().join("、"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AnswerError, HOME_VISIT, NEIGHBOUR_INTERVIEW};
    use super::*;
    use crate::money::Fen;

    #[test]
    fn question_names_are_unique_and_fit_their_type() {
        for checklist in [&HOME_VISIT, &NEIGHBOUR_INTERVIEW] {
            let mut names: Vec<_> =
                checklist.questions().map(|q| QuestionName::new(q.name).unwrap()).collect();
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{}", checklist.name);
        }
    }

    #[test]
    fn the_version_is_the_hash_of_the_content() {
        let reworded = Checklist { title: "另一份表", ..HOME_VISIT };
        assert_ne!(reworded.version(), HOME_VISIT.version());
        assert_eq!(super::super::checklist_of(&HOME_VISIT.version()), Some(&HOME_VISIT));
        assert_eq!(super::super::checklist_of(&reworded.version()), None);
    }

    #[test]
    fn an_empty_visit_misses_every_required_question() {
        let required = HOME_VISIT.questions().filter(|q| q.required).count();
        let problems = HOME_VISIT.check_all(&Answers::new());
        assert_eq!(problems.len(), required);
        assert!(problems.iter().all(|problem| matches!(problem, AnswerError::Missing { .. })));
    }

    #[test]
    fn answers_are_held_to_type_bounds_and_choices() {
        let name = |text: &str| QuestionName::new(text).unwrap();
        let check = |n: &str, answer: Answer| HOME_VISIT.check_one(&name(n), &answer);
        assert!(check("income_wage", Answer::Money(Fen(120_000))).is_ok());
        assert!(matches!(check("income_wage", Answer::Money(Fen(-1))), Err(AnswerError::OutOfRange { .. })));
        assert!(matches!(check("income_wage", Answer::Integer(1)), Err(AnswerError::WrongType { .. })));
        assert!(matches!(
            check("living_food", Answer::One("9".into())),
            Err(AnswerError::UnknownChoice { .. })
        ));
        assert!(matches!(check("no_such", Answer::Integer(1)), Err(AnswerError::UnknownQuestion(_))));
        assert!(matches!(
            check("proposal_reason", Answer::Text("字".repeat(501))),
            Err(AnswerError::TooLong { .. })
        ));
    }
}
