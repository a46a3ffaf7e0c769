//! Answering a question: checked by the form, on the disk at once.

use super::{CaptureError, FieldSession};
use crate::{
    form::{Answer, AnswerKey, fill::Change},
    ids::DraftId,
};

impl FieldSession {
    /// Sets an answer. The time since the answer before counts as spent on this question.
    ///
    /// # Errors
    /// [`CaptureError::Answer`] names the rule that the answer breaks; [`CaptureError::FormMissing`].
    pub fn answer(&self, draft: DraftId, question: &AnswerKey, answer: &Answer) -> Result<(), CaptureError> {
        self.set_answer(draft, question, Some(answer))
    }

    /// Takes an answer back.
    ///
    /// # Errors
    /// As [`FieldSession::answer`].
    pub fn clear_answer(&self, draft: DraftId, question: &AnswerKey) -> Result<(), CaptureError> {
        self.set_answer(draft, question, None)
    }

    fn set_answer(
        &self,
        draft: DraftId,
        question: &AnswerKey,
        answer: Option<&Answer>,
    ) -> Result<(), CaptureError> {
        self.fill(draft, Some(question), |form| Ok(((), form.answer(question, answer)?)))
    }

    /// Begins one more instance of a repeat, such as another member of the household; gives its place.
    ///
    /// # Errors
    /// [`CaptureError::Answer`] where the form has no such repeat now, or no room for more.
    pub fn add_instance(&self, draft: DraftId, repeat: &AnswerKey) -> Result<AnswerKey, CaptureError> {
        self.fill(draft, None, |form| Ok(form.add_instance(repeat)?))
    }

    /// Removes an instance of a repeat with all answers in it.
    ///
    /// # Errors
    /// As [`FieldSession::add_instance`].
    pub fn remove_instance(&self, draft: DraftId, instance: &AnswerKey) -> Result<(), CaptureError> {
        let removed = |changes: Vec<Change>| ((), changes);
        self.fill(draft, None, |form| Ok(removed(form.remove_instance(instance)?)))
    }
}
