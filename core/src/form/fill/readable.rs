//! Answers as people read them.

use serde::Serialize;

use super::{FormSession, PreparedForm, Surroundings, filled::Filled};
use crate::form::{
    Answer, AnswerKey, Answers,
    definition::{Node, NodeKind, Question},
    expr::{NodeKey, World as _},
};

/// One answer as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadableAnswer {
    /// Name of the group or repeat of the highest level that the question stands in; empty where it stands in none.
    pub section: String,
    /// Its heading, with the place of the instance: `家庭成员 2`.
    pub section_title: String,
    /// Where the answer stands.
    pub key: AnswerKey,
    /// Name of the question.
    pub question: String,
    /// What the question says.
    pub label: String,
    /// The answer, choices by their labels, amounts in yuan.
    pub text: String,
    /// Whether it is for the organiser of a meeting alone.
    pub organiser_only: bool,
}

impl ReadableAnswer {
    /// What a record that was sealed at this time says, in the order of its form. Answers that the form has no place for
    /// stand at the end as they are: nothing is hidden.
    #[must_use]
    pub fn of_record(form: &PreparedForm, answers: &Answers, sealed_ms: i64) -> Vec<Self> {
        let (session, strays) = FormSession::resume(form, Surroundings::in_china(sealed_ms, 0), answers);
        let mut lines = session.readable();
        lines.extend(Self::without_form(&strays));
        lines
    }

    /// Answers that no form gives a meaning to, as they are.
    #[must_use]
    pub fn without_form(answers: &Answers) -> Vec<Self> {
        let line = |(key, answer): (&AnswerKey, &Answer)| Self {
            section: String::new(),
            section_title: "表单以外的答案".to_owned(),
            key: key.clone(),
            question: key.name().to_owned(),
            label: key.to_string(),
            text: answer.plain(),
            organiser_only: true,
        };
        answers.iter().map(line).collect()
    }

    /// Whether it is the answer of one of several instances.
    #[must_use]
    pub fn is_in_repeat(&self) -> bool {
        self.key.steps().any(|step| step.instance.is_some())
    }
}

impl FormSession {
    /// The answers to what is asked, as people read them, in the order of the form.
    #[must_use]
    pub fn readable(&self) -> Vec<ReadableAnswer> {
        let mut lines = Vec::new();
        self.visit(Filled::ROOT, &mut |slot, node| {
            let shown = node.question().is_some_and(Question::is_asked);
            if let (true, Some(text), Some(key)) =
                (shown, self.readable_at(slot, node), self.filled.key_of(slot))
            {
                let (section, section_title) = self.section(slot);
                let question = node.name.as_str().to_owned();
                lines.push(ReadableAnswer {
                    section,
                    section_title,
                    key,
                    question,
                    label: self.label(slot),
                    text,
                    organiser_only: node.is_organiser_only(),
                });
            }
        });
        lines
    }

    /// One answer as people read it; none where there is none.
    pub(super) fn readable_at(&self, slot: NodeKey, node: &Node) -> Option<String> {
        let label_of = |name: &String| {
            self.filled.choice_label(slot, name).map_or_else(|| name.clone(), |label| label.into_owned())
        };
        Some(match self.kept(slot)? {
            Answer::Text(text) => match node.question()? {
                Question::Image { .. } | Question::Audio { .. } | Question::File => "已附文件".to_owned(),
                Question::Geopoint(_) => place(&text),
                _ => text,
            },
            Answer::One(name) => label_of(&name),
            Answer::Many(names) => names.iter().map(label_of).collect::<Vec<_>>().join("、"),
            other => other.plain(),
        })
    }

    fn section(&self, slot: NodeKey) -> (String, String) {
        let mut way = Vec::new();
        let mut here = self.filled.slot(slot).and_then(|slot| slot.parent);
        while let Some(key) = here {
            way.push(key);
            here = self.filled.slot(key).and_then(|slot| slot.parent);
        }
        // The last one is the form.
        way.pop();
        let Some(top) = way.last().copied() else { return Default::default() };
        let name = self.filled.node_of(top).map(|node| node.name.as_str().to_owned()).unwrap_or_default();
        let innermost = way.iter().find(|key| self.is_instance(**key)).copied().unwrap_or(top);
        (name, self.heading(innermost))
    }

    pub(super) fn is_instance(&self, slot: NodeKey) -> bool {
        self.filled.slot(slot).is_some_and(|slot| slot.instance != 0)
    }

    /// The label of a group, and for an instance its place.
    pub(super) fn heading(&self, slot: NodeKey) -> String {
        let label = match self.filled.node_of(slot) {
            Some(node) if node.texts.label.is_empty() && matches!(node.kind, NodeKind::Group) => {
                String::new()
            }
            _ => self.label(slot),
        };
        if self.is_instance(slot) { format!("{label} {}", self.filled.position(slot)) } else { label }
    }
}

/// An answer as people read it who do not know its question.
/// Latitude and longitude, as a map takes them.
fn place(text: &str) -> String {
    let mut numbers = text.split_whitespace();
    match (numbers.next(), numbers.next()) {
        (Some(latitude), Some(longitude)) => format!("北纬 {latitude}，东经 {longitude}（WGS-84）"),
        _ => text.to_owned(),
    }
}
