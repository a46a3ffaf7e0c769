//! A neighbour interview while it is a draft.

use std::sync::Arc;

use ruhu_core::{household::PersonName, ids::DraftId};

use crate::{
    AnswerValue, ChecklistSection, DraftProblem, DraftState, Fix, RuhuError, draft::Draft, guard::Opened,
    session::names,
};

/// A neighbour interview that is being filled in. It lives in the store.
#[derive(uniffi::Object)]
pub struct InterviewDraft {
    draft: Draft,
}

impl InterviewDraft {
    pub(crate) fn new(opened: Arc<Opened>, id: DraftId) -> Self {
        Self { draft: Draft { opened, id } }
    }
}

#[uniffi::export]
impl InterviewDraft {
    /// The draft's id, for resuming.
    pub fn id(&self) -> String {
        self.draft.id.to_string()
    }

    /// Everything but the answers.
    pub fn state(&self) -> Result<DraftState, RuhuError> {
        self.draft.state()
    }

    /// The checklist's sections, one screen each, with the answers so far.
    pub fn sections(&self) -> Result<Vec<ChecklistSection>, RuhuError> {
        self.draft.sections()
    }

    /// Saves an answer; it is on the disk when this returns. The time since the answer before counts as spent on it.
    pub fn answer(&self, question: String, answer: AnswerValue) -> Result<(), RuhuError> {
        self.draft.answer(&question, answer)
    }

    /// Takes an answer back.
    pub fn clear_answer(&self, question: String) -> Result<(), RuhuError> {
        self.draft.clear_answer(&question)
    }

    /// Notes who was interviewed, or takes the name back. No pack ever shows it.
    pub fn name_interviewee(&self, name: Option<String>) -> Result<(), RuhuError> {
        self.draft.opened.call(|session| {
            let name = name.map(PersonName::new).transpose()?;
            Ok(session.name_interviewee(self.draft.id, name)?)
        })
    }

    /// Names the interviewers.
    pub fn set_interviewers(&self, interviewers: Vec<String>) -> Result<(), RuhuError> {
        self.draft.opened.call(|session| Ok(session.set_team(self.draft.id, names(&interviewers)?, None)?))
    }

    /// Keeps where the interview is held.
    pub fn attach_fix(&self, fix: Fix) -> Result<(), RuhuError> {
        self.draft.attach_fix(fix)
    }

    /// Asks the app's `LocationSource` where the phone is, and keeps it; none where it does not know.
    pub fn measure(&self) -> Result<Option<Fix>, RuhuError> {
        self.draft.measure()
    }

    /// What keeps the draft from being sealed; empty when it is ready.
    pub fn problems(&self) -> Result<Vec<DraftProblem>, RuhuError> {
        self.draft.problems()
    }

    /// Seals the interview; gives the record's id. Sealing it again gives the same id.
    pub fn seal(&self) -> Result<String, RuhuError> {
        self.draft.opened.call(|session| Ok(session.seal_interview(self.draft.id)?.to_string()))
    }

    /// Gives the draft up; `FieldSession.restoreDraft` takes it up again.
    pub fn discard(&self) -> Result<(), RuhuError> {
        self.draft.discard()
    }
}
