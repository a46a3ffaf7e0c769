//! A neighbour interview while it is a draft.

use std::sync::Arc;

use ruhu_core::{household::PersonName, ids::DraftId};

use crate::{
    AnswerValue, Choices, DraftProblem, DraftState, Fix, Question, RuhuError, Screen, draft::Draft,
    guard::Opened, session::names,
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

    /// The screens of the form that are relevant now, in its order. An answer may bring others and take some away: ask
    /// again after it.
    pub fn screens(&self) -> Result<Vec<Screen>, RuhuError> {
        self.draft.screens()
    }

    /// One question as it stands; none where it is not asked now.
    pub fn question(&self, question: String) -> Result<Option<Question>, RuhuError> {
        self.draft.question(&question)
    }

    /// The choices that a question offers now whose name is this text or whose label holds it.
    pub fn find_choices(&self, question: String, text: String) -> Result<Choices, RuhuError> {
        self.draft.find_choices(&question, &text)
    }

    /// Saves an answer, and what the form computes from it; all is on the disk when this returns. The time since the
    /// answer before counts as spent on it. An answer that breaks a rule of the form is refused and changes nothing.
    pub fn answer(&self, question: String, answer: AnswerValue) -> Result<(), RuhuError> {
        self.draft.answer(&question, answer)
    }

    /// Takes an answer back.
    pub fn clear_answer(&self, question: String) -> Result<(), RuhuError> {
        self.draft.clear_answer(&question)
    }

    /// Begins one more instance of a repeat, such as another member of the household; gives its place. Its questions
    /// stand on screens of their own, whose places begin with it.
    pub fn add_instance(&self, repeat: String) -> Result<String, RuhuError> {
        self.draft.add_instance(&repeat)
    }

    /// Removes an instance of a repeat with all answers in it.
    pub fn remove_instance(&self, instance: String) -> Result<(), RuhuError> {
        self.draft.remove_instance(&instance)
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
