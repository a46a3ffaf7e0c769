//! Filling a form: answers in, what is asked next, what is wrong and what is computed out.
//!
//! A [`FormSession`] is pure: the time, chance and the device come in as [`Surroundings`], and what has to be kept comes
//! out as [`Change`]s. Phone and server run the same code over the same definition.

mod change;
mod choices;
mod due;
mod filled;
mod instances;
mod list_table;
mod meta;
mod prepared;
mod problems;
mod readable;
mod record;
mod screens;
mod settle;
mod surroundings;
#[cfg(test)]
mod tests;
mod texts;
mod value;
mod world;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use change::Change;
pub use choices::{MAX_OFFERED, Offer, Offered};
pub use filled::{MAX_INSTANCES, MAX_SLOTS};
pub use prepared::PreparedForm;
pub(in crate::form) use prepared::plain_names;
pub use problems::FormProblem;
pub use readable::ReadableAnswer;
pub use screens::{QuestionView, RepeatView, Screen, ScreenItem};
pub use surroundings::Surroundings;

use due::Due;
use filled::Filled;

use crate::form::{
    Answers,
    definition::{Aspect, LanguageId, NodeId},
    expr::{EvaluationError, NodeKey},
};

/// One form while it is filled, or as it was filled.
#[derive(Debug)]
pub struct FormSession {
    filled: Filled,
    due: Due,
    /// New slots whose computed default is still to come.
    fresh: VecDeque<NodeKey>,
    /// Slots whose value changed, and anchors whose instances did, since the caller was last told.
    changed: BTreeSet<NodeKey>,
    failures: BTreeMap<(NodeKey, Aspect), EvaluationError>,
}

impl FormSession {
    /// Begins to fill a form, with its defaults.
    #[must_use]
    pub fn begin(form: &PreparedForm, surroundings: Surroundings) -> Self {
        let mut session = Self::empty(form, surroundings);
        session.give_defaults(Filled::ROOT);
        session.subtree_is_due(NodeId::FORM);
        session.settle();
        session
    }

    /// Comes back to a form with the answers that were kept, those of a draft or of a sealed record. Answers that the
    /// form has no place for are left alone and given back.
    #[must_use]
    pub fn resume(form: &PreparedForm, surroundings: Surroundings, answers: &Answers) -> (Self, Answers) {
        let mut session = Self::empty(form, surroundings);
        let strays = session.restore(answers);
        session.subtree_is_due(NodeId::FORM);
        session.settle();
        (session, strays)
    }

    fn empty(form: &PreparedForm, surroundings: Surroundings) -> Self {
        Self {
            filled: Filled::new(form, surroundings),
            due: Due::default(),
            fresh: VecDeque::new(),
            changed: BTreeSet::new(),
            failures: BTreeMap::new(),
        }
    }

    /// The form.
    #[must_use]
    pub fn form(&self) -> &PreparedForm {
        &self.filled.form
    }

    /// Lets time pass, to this many milliseconds since 1970. Nothing is computed again because of it.
    pub fn set_now(&mut self, now_ms: i64) {
        self.filled.surroundings.set_now(now_ms);
    }

    /// In which language the form speaks; the default one where it does not have this one.
    pub fn set_language(&mut self, name: &str) {
        let at = self.form().definition().languages().iter().position(|language| language == name);
        self.filled.language =
            at.and_then(|at| u16::try_from(at).ok()).map_or(LanguageId::DEFAULT, LanguageId);
    }

    /// Computes everything again, whatever it depends on: what has been computed step by step is the same.
    pub fn recompute(&mut self) {
        self.subtree_is_due(NodeId::FORM);
        self.settle();
    }
}
