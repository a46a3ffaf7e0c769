//! What the phone shows of a draft's form.

use super::{CaptureError, FieldSession};
use crate::{
    form::{
        AnswerKey,
        fill::{Offered, QuestionView, Screen},
    },
    ids::DraftId,
};

impl FieldSession {
    /// The screens that are relevant now, in the order of the form.
    ///
    /// # Errors
    /// As [`FieldSession::draft`].
    pub fn screens(&self, draft: DraftId) -> Result<Vec<Screen>, CaptureError> {
        self.look(draft, |form| form.screens())
    }

    /// One question as it stands; none where it is not asked now.
    ///
    /// # Errors
    /// As [`FieldSession::draft`].
    pub fn question(
        &self,
        draft: DraftId,
        question: &AnswerKey,
    ) -> Result<Option<QuestionView>, CaptureError> {
        self.look(draft, |form| form.question(question))
    }

    /// The choices that a question offers now whose name or label holds this text.
    ///
    /// # Errors
    /// As [`FieldSession::draft`].
    pub fn find_choices(
        &self,
        draft: DraftId,
        question: &AnswerKey,
        text: &str,
    ) -> Result<Offered, CaptureError> {
        self.look(draft, |form| form.find_choices(question, text))
    }
}
