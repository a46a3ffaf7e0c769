//! What keeps a form from being sealed.

use super::FormSession;
use crate::form::{
    AnswerError, AnswerKey,
    definition::{Aspect, Localised, Node, Question},
    expr::NodeKey,
};

/// Something that keeps a form from being sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormProblem {
    /// At which question.
    pub key: AnswerKey,
    /// What is wrong, in words for the person who fills the form.
    pub error: AnswerError,
}

impl FormSession {
    /// Everything that keeps the form from being sealed, in the order of the form: the first is where to jump to.
    #[must_use]
    pub fn problems(&self) -> Vec<FormProblem> {
        let mut problems = Vec::new();
        self.visit(super::filled::Filled::ROOT, &mut |slot, node| {
            if let (Some(error), Some(key)) = (self.problem(slot, node), self.filled.key_of(slot)) {
                problems.push(FormProblem { key, error });
            }
        });
        problems
    }

    /// Why [`Self::resume`] left an answer alone: there is no such question, or its answers are of another type.
    #[must_use]
    pub fn why_left_alone(&self, key: &AnswerKey) -> AnswerError {
        match self.question_at(key) {
            Ok((slot, _)) => AnswerError::WrongType { label: self.label(slot) },
            Err(error) => error,
        }
    }

    /// Walks the relevant slots in the order of the form.
    pub(super) fn visit(&self, top: NodeKey, look: &mut impl FnMut(NodeKey, &Node)) {
        let mut open = vec![top];
        while let Some(slot) = open.pop() {
            if !self.filled.is_relevant(slot) {
                continue;
            }
            if let Some(node) = self.filled.node_of(slot) {
                look(slot, node);
            }
            let from = open.len();
            open.extend(self.filled.children_of(slot));
            if let Some(children) = open.get_mut(from..) {
                children.reverse();
            }
        }
    }

    /// What is wrong with a question as it stands.
    pub(super) fn problem(&self, slot: NodeKey, node: &Node) -> Option<AnswerError> {
        if self.failures.range((slot, Aspect::Relevant)..=(slot, Aspect::Default)).next().is_some() {
            return Some(AnswerError::RuleFailed { label: self.label(slot) });
        }
        let question = node.question().filter(|question| question.is_asked())?;
        let text = self.filled.value(slot);
        if text.is_empty() {
            return self.missing(slot, node);
        }
        self.constraint_problem(slot, node).or_else(|| self.choice_problem(slot, question, text))
    }

    fn missing(&self, slot: NodeKey, node: &Node) -> Option<AnswerError> {
        let rule = node.logic.required.as_ref()?;
        match rule.evaluate_boolean(&self.filled, slot) {
            Ok(false) => None,
            Ok(true) => {
                let message = self.message(slot, &node.logic.required_message);
                Some(AnswerError::Missing { label: self.label(slot), message })
            }
            Err(_) => Some(AnswerError::RuleFailed { label: self.label(slot) }),
        }
    }

    /// What the form's rule has against the answer as it stands.
    pub(super) fn constraint_problem(&self, slot: NodeKey, node: &Node) -> Option<AnswerError> {
        let rule = node.logic.constraint.as_ref()?;
        match rule.evaluate_boolean(&self.filled, slot) {
            Ok(true) => None,
            Ok(false) => {
                let message = self.message(slot, &node.logic.constraint_message);
                Some(AnswerError::Constraint { label: self.label(slot), message })
            }
            Err(_) => Some(AnswerError::RuleFailed { label: self.label(slot) }),
        }
    }

    fn choice_problem(&self, slot: NodeKey, question: &Question, text: &str) -> Option<AnswerError> {
        let items = question.itemset()?;
        (!self.all_offered(slot, items, text)).then(|| AnswerError::UnknownChoice { label: self.label(slot) })
    }

    fn message(&self, slot: NodeKey, text: &Localised) -> Option<String> {
        Some(self.said(slot, text)).filter(|text| !text.is_empty())
    }
}
