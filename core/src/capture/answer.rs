//! Answering a question: checked by the checklist, on the disk at once.

use super::{CaptureError, FieldSession, draft::open_draft};
use crate::{
    form::{Answer, AnswerError, Checklist, checklist_of},
    ids::{DraftId, QuestionName},
    store::Draft,
};

impl FieldSession {
    /// Sets an answer. The time since the answer before counts as spent on this question.
    ///
    /// # Errors
    /// [`CaptureError::Answer`] names the rule that the answer breaks; [`CaptureError::FormOutdated`].
    pub fn answer(
        &self,
        draft: DraftId,
        question: &QuestionName,
        answer: Answer,
    ) -> Result<(), CaptureError> {
        self.store.write(|w| {
            let open = open_draft(w, &draft)?;
            checklist_for(&open)?.check_one(question, &answer)?;
            Ok(w.keep_answer(&open, question, Some(answer), &w.now())?)
        })
    }

    /// Takes an answer back.
    ///
    /// # Errors
    /// As [`FieldSession::answer`].
    pub fn clear_answer(&self, draft: DraftId, question: &QuestionName) -> Result<(), CaptureError> {
        self.store.write(|w| {
            let open = open_draft(w, &draft)?;
            if checklist_for(&open)?.question(question).is_none() {
                return Err(AnswerError::UnknownQuestion(question.clone()).into());
            }
            Ok(w.keep_answer(&open, question, None, &w.now())?)
        })
    }
}

/// The checklist that the draft was started with, where this build still knows it.
pub(super) fn checklist_for(draft: &Draft) -> Result<&'static Checklist, CaptureError> {
    checklist_of(&draft.head.form).ok_or(CaptureError::FormOutdated)
}
