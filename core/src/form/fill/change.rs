//! Setting answers, and what is to be kept because of them.

use super::{FormSession, filled::Place, value};
use crate::form::{
    Answer, AnswerError, AnswerKey, Answers,
    definition::{Node, Question},
    expr::NodeKey,
};

/// What is to be kept in place of what was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub key: AnswerKey,
    /// The answer; none where there is none any more.
    pub answer: Option<Answer>,
}

impl FormSession {
    /// Sets an answer, or takes it back. Gives what is to be kept: this answer and whatever was computed from it. An
    /// answer that the form's rule refuses changes nothing.
    ///
    /// # Errors
    /// [`AnswerError`], naming the question by its label.
    pub fn answer(&mut self, key: &AnswerKey, answer: Option<&Answer>) -> Result<Vec<Change>, AnswerError> {
        let (slot, node) = self.question_at(key)?;
        let label = self.label(slot);
        if !self.filled.is_relevant(slot) {
            return Err(AnswerError::NotRelevant { label });
        }
        if !node.question().is_some_and(Question::is_asked) || self.is_read_only(slot, &node) {
            return Err(AnswerError::ReadOnly { label });
        }
        let text =
            answer.map_or_else(|| Ok(String::new()), |answer| value::text_of(&node, &label, answer))?;
        self.check_choice(slot, &node, &text)?;
        self.check_constraint(slot, &node, &text)?;
        self.set(slot, text);
        self.settle();
        Ok(self.take_changes())
    }

    /// Everything that changed since this was last asked: after [`Self::begin`], the defaults and what follows from them.
    pub fn take_changes(&mut self) -> Vec<Change> {
        let changed = std::mem::take(&mut self.changed);
        changed
            .into_iter()
            .filter_map(|slot| Some(Change { key: self.filled.key_of(slot)?, answer: self.kept(slot) }))
            .collect()
    }

    /// The answer at a place.
    #[must_use]
    pub fn answer_at(&self, key: &AnswerKey) -> Option<Answer> {
        self.filled.slot_at(key).and_then(|slot| self.kept(slot))
    }

    /// What is kept of a slot: an answer, or which instances a repeat has.
    pub(super) fn kept(&self, slot: NodeKey) -> Option<Answer> {
        let own = self.filled.slot(slot)?;
        let node = self.form().node(own.node)?;
        if self.form().is_repeat(own.node) && own.instance == 0 {
            let numbers: Vec<String> = self
                .instances(slot)
                .into_iter()
                .filter_map(|instance| Some(self.filled.slot(instance)?.instance.to_string()))
                .collect();
            return (!numbers.is_empty()).then_some(Answer::Many(numbers));
        }
        value::answer_of(node, &own.value)
    }

    /// Puts kept answers back; gives those that there is no place for.
    pub(super) fn restore(&mut self, answers: &Answers) -> Answers {
        let mut strays = Answers::new();
        // Repeats first, outer before inner: a repeat's key is shorter than those of all that stands in it.
        let mut order: Vec<(&AnswerKey, &Answer)> = answers.iter().collect();
        order.sort_by_key(|(key, _)| key.as_str().matches('/').count());
        for (key, answer) in order {
            if self.restore_one(key, answer).is_none() {
                strays.insert(key.clone(), answer.clone());
            }
        }
        self.changed.clear();
        strays
    }

    fn restore_one(&mut self, key: &AnswerKey, answer: &Answer) -> Option<()> {
        let slot = self.filled.slot_at(key)?;
        let own = self.filled.slot(slot)?;
        let (node, instance) = (own.node, own.instance);
        if self.form().is_repeat(node) {
            let Answer::Many(numbers) = answer else { return None };
            let numbers: Option<Vec<u32>> = numbers.iter().map(|number| number.parse().ok()).collect();
            return if instance == 0 { self.restore_instances(slot, &numbers?) } else { None };
        }
        let form = self.filled.form.clone();
        let node = form.node(node)?;
        let text = match value::text_of(node, "", answer) {
            Ok(text) => text,
            // What was computed need not fit its question's type.
            Err(_) => match answer {
                Answer::Text(text) if node.logic.calculation.is_some() => text.clone(),
                _ => return None,
            },
        };
        self.filled.slot_mut(slot)?.value = text;
        Some(())
    }

    fn restore_instances(&mut self, anchor: NodeKey, numbers: &[u32]) -> Option<()> {
        let all_new = numbers.iter().all(|number| *number > 0)
            && numbers.iter().collect::<std::collections::BTreeSet<_>>().len() == numbers.len();
        if !all_new || numbers.len() > super::MAX_INSTANCES {
            return None;
        }
        for number in numbers {
            if self.filled.slots.len() >= super::MAX_SLOTS {
                return None;
            }
            self.insert_slot(anchor, *number)?;
        }
        Some(())
    }

    /// The slot of a question, and the question.
    pub(super) fn question_at(&self, key: &AnswerKey) -> Result<(NodeKey, Node), AnswerError> {
        let unknown = || AnswerError::UnknownQuestion(key.name().to_owned());
        let slot = self.filled.slot_at(key).ok_or_else(unknown)?;
        let node = self.filled.node_of(slot).filter(|node| node.question().is_some()).ok_or_else(unknown)?;
        Ok((slot, node.clone()))
    }

    /// Whether people can only read a question now.
    pub(super) fn is_read_only(&self, slot: NodeKey, node: &Node) -> bool {
        let computed = node.logic.calculation.is_some() && node.logic.triggers.is_empty();
        let rule = node.logic.read_only.as_ref();
        computed || rule.is_some_and(|rule| rule.evaluate_boolean(&self.filled, slot).unwrap_or(false))
    }

    /// Whether the form's rule takes a text at a question; the empty text it always takes.
    fn check_constraint(&mut self, slot: NodeKey, node: &Node, text: &str) -> Result<(), AnswerError> {
        if node.logic.constraint.is_none() || text.is_empty() {
            return Ok(());
        }
        let Some(own) = self.filled.slot_mut(slot) else { return Ok(()) };
        let before = std::mem::replace(&mut own.value, text.to_owned());
        let verdict = self.constraint_problem(slot, node);
        if let Some(own) = self.filled.slot_mut(slot) {
            own.value = before;
        }
        verdict.map_or(Ok(()), Err)
    }
}

impl Place {
    pub(super) fn remove(&mut self, slot: NodeKey) {
        if let Self::Repeat { instances, .. } = self {
            instances.retain(|own| *own != slot);
        }
    }
}
