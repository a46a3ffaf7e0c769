//! What is kept of a form, and what is sealed of it.

use super::{FormSession, filled::Filled};
use crate::form::{
    Answers,
    definition::{Meta, Question},
};

impl FormSession {
    /// What a record seals: the answers of what is asked, and what was computed. What is not asked any more stays in the
    /// draft.
    #[must_use]
    pub fn record(&self) -> Answers {
        let mut answers = Answers::new();
        self.visit(Filled::ROOT, &mut |slot, node| {
            let is_end = matches!(node.question(), Some(Question::Meta(Meta::End)));
            let answer =
                if is_end { Some(crate::form::Answer::Text(self.meta(Meta::End))) } else { self.kept(slot) };
            if let (Some(answer), Some(key)) = (answer, self.filled.key_of(slot)) {
                answers.insert(key, answer);
            }
        });
        for anchor in self.filled.anchors.values().flatten() {
            let counted: Vec<String> = self
                .instances(*anchor)
                .into_iter()
                .filter_map(|instance| self.filled.slot(instance))
                .filter(|instance| instance.relevant)
                .map(|instance| instance.instance.to_string())
                .collect();
            if let (false, Some(key)) = (counted.is_empty(), self.filled.key_of(*anchor)) {
                answers.insert(key, crate::form::Answer::Many(counted));
            }
        }
        answers
    }

    /// Everything that is kept of the form, asked now or not.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let slots = self.filled.subtree(Filled::ROOT);
        slots.into_iter().filter_map(|slot| Some((self.filled.key_of(slot)?, self.kept(slot)?))).collect()
    }
}
