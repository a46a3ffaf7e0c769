//! One draft of the county's form, from its first to its twenty-thousandth answer.

use std::{hint::black_box, time::Duration};

use crate::{
    Outcome,
    answers::{Respondent, Step},
    county::{COUNTED, COUNTER, INSTANCES, REPEAT},
    measure::timed,
};
use ruhu_core::form::{
    Answer, AnswerKey, Answers,
    definition::{FormDefinition, NodeId, Question},
    fill::{FormSession, PreparedForm, Surroundings},
};

/// 2026-09-10 09:00 in Beijing.
const MORNING_MS: i64 = 1_789_002_000_000;
/// How many people the counted repeat is asked for.
const COUNT: i64 = 5;

pub(crate) fn surroundings() -> Surroundings {
    Surroundings::in_china(MORNING_MS, 7)
}

/// A draft that is being filled, and all that was done to it.
pub(crate) struct Draft {
    pub(crate) session: FormSession,
    keys: Vec<AnswerKey>,
    respondent: Respondent,
    pub(crate) steps: Vec<Step>,
}

/// A computed value at the end.
pub(crate) struct Computed {
    pub(crate) key: String,
    pub(crate) value: String,
}

impl Draft {
    /// Answers each question once, in the order of the form.
    pub(crate) fn filled_once(form: &PreparedForm) -> Outcome<Self> {
        let mut session = FormSession::begin(form, surroundings());
        for _ in 0..INSTANCES {
            session.add_instance(&AnswerKey::new(repeat(REPEAT))?)?;
        }
        let keys = keys(form.definition(), Question::is_asked)?;
        let respondent = Respondent::new();
        let mut draft = Self { session, keys, respondent, steps: Vec::new() };
        for key in draft.keys.clone() {
            if key.as_str() == COUNTER {
                let step = Step::of(&key, Answer::Integer(COUNT), vec![COUNT.to_string()]);
                draft.session.answer(&key, Some(&step.answer))?;
                draft.steps.push(step);
            } else {
                draft.answer(&key, &[]);
            }
        }
        // From here on instances neither come nor go: other engines number them anew when they do.
        draft.keys.retain(|key| key.as_str() != COUNTER);
        Ok(draft)
    }

    /// Answers some question, and those whose choices follow from it; how long each took that the form asked and took.
    pub(crate) fn answer_any(&mut self) -> Vec<Duration> {
        let at = self.respondent.below(self.keys.len());
        let end = at + 1 + self.keys.get(at).map_or(0, followers);
        // Engines differ in what they make of a choice that is not offered any more, so none is left standing.
        let keys = self.keys.get(at..end).unwrap_or_default().to_vec();
        let numbered = keys.iter().enumerate();
        numbered.filter_map(|(at, key)| self.answer(key, keys.get(at + 1..).unwrap_or_default())).collect()
    }

    /// Sets an answer and sees what the questions behind it offer then.
    fn answer(&mut self, key: &AnswerKey, behind: &[AnswerKey]) -> Option<Duration> {
        let step = self.respondent.answer(&self.session, key)?;
        let (taken, time) = timed(|| {
            let taken = self.session.answer(key, Some(&step.answer));
            behind.iter().for_each(|key| drop(black_box(self.session.offered(key))));
            taken
        });
        taken.ok()?;
        self.steps.push(step);
        Some(time)
    }

    /// What the calculations say now; nothing where they are not asked for.
    pub(crate) fn computed(&self) -> Outcome<Vec<Computed>> {
        let keys = keys(self.session.form().definition(), |question| *question == Question::Calculate)?;
        let record = self.session.record();
        let value = |key: &AnswerKey| match record.get(key) {
            Some(Answer::Text(text)) => text.clone(),
            _ => String::new(),
        };
        Ok(keys.iter().map(|key| Computed { key: key.to_string(), value: value(key) }).collect())
    }

    pub(crate) fn kept(&self) -> Answers {
        self.session.answers()
    }
}

/// How many questions behind this one offer what its answer leaves.
fn followers(key: &AnswerKey) -> usize {
    match key.name().split_once('_') {
        Some((_, "county")) => 2,
        Some((_, "town")) => 1,
        _ => 0,
    }
}

pub(crate) fn repeat(section: usize) -> String {
    format!("s{section:02}")
}

/// The places of questions, in the order of the form; instance by instance in repeats.
fn keys(form: &FormDefinition, wanted: impl Fn(&Question) -> bool) -> Outcome<Vec<AnswerKey>> {
    let nodes = form.nodes();
    let mut keys = Vec::new();
    let counts = [(repeat(REPEAT), INSTANCES), (repeat(COUNTED), u32::try_from(COUNT)?)];
    for (section, node) in nodes.children(NodeId::FORM) {
        let instances = counts.iter().find(|(name, _)| *name == node.name.as_str());
        for number in 1..=instances.map_or(1, |(_, count)| *count) {
            for (_, question) in nodes.children(section) {
                if question.question().is_some_and(&wanted) {
                    keys.push(AnswerKey::new(match instances {
                        Some((name, _)) => format!("{name}[{number}]/{}", question.name.as_str()),
                        None => question.name.as_str().to_owned(),
                    })?);
                }
            }
        }
    }
    Ok(keys)
}
