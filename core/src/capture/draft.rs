//! Coming back to a draft, looking at it, giving it up.

use super::{
    CaptureError, FieldSession,
    forms::{Forms, answers},
    seal,
};
use crate::{
    clock::ClockReading,
    error::Explain,
    form::{AnswerKey, Answers, FormVersion},
    household::PersonName,
    ids::{DraftId, EntryId, HouseholdId},
    location::Fix,
    photo::PhotoRecord,
    record::RecordKind,
    store::{Draft, DraftParts, DraftState, OpenDraft, Reader, StoreError},
    visit::{Signature, VisitMode, VisitPurpose},
};

/// Something that keeps a draft from being sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftProblem {
    /// At which question; none where the record as a whole lacks something.
    pub question: Option<AnswerKey>,
    /// Stable code.
    pub code: &'static str,
    /// Chinese text that says what to do.
    pub message: String,
}

impl DraftProblem {
    pub(super) fn of(error: &impl Explain) -> Self {
        Self { question: None, code: error.code(), message: error.to_string() }
    }
}

/// A draft as the screen shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftView {
    /// Which.
    pub draft: DraftId,
    /// A visit or an interview.
    pub kind: RecordKind,
    /// At which household.
    pub household: HouseholdId,
    /// The form that the draft is filled by: the one that it was started with.
    pub form: FormVersion,
    /// Why the household is visited; none for an interview.
    pub purpose: Option<VisitPurpose>,
    /// How the visit is held.
    pub mode: VisitMode,
    /// When the draft was opened at the door.
    pub started: ClockReading,
    /// Surveyors or interviewers.
    pub team: Vec<PersonName>,
    /// The accompanying cadre.
    pub cadre: Option<PersonName>,
    /// The interviewee.
    pub interviewee: Option<PersonName>,
    /// The record that this one will correct.
    pub supersedes: Option<EntryId>,
    /// What people have answered so far, whether it is asked now or not.
    pub answers: Answers,
    /// In the order they were attached.
    pub photos: Vec<PhotoRecord>,
    /// In the order they were measured.
    pub fixes: Vec<Fix>,
    /// In the order they were given.
    pub signatures: Vec<Signature>,
    /// What keeps it from being sealed.
    pub problems: Vec<DraftProblem>,
}

impl FieldSession {
    /// The open drafts, the latest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_drafts(&self) -> Result<Vec<OpenDraft>, StoreError> {
        self.store.read(|r| r.open_drafts())
    }

    /// Comes back to a draft: from now on the next answer's time is counted.
    ///
    /// # Errors
    /// [`CaptureError::UnknownDraft`], [`CaptureError::DraftSealed`], [`CaptureError::DraftDiscarded`].
    pub fn resume(&self, draft: DraftId) -> Result<DraftView, CaptureError> {
        let mut forms = self.forms();
        self.store.write(|w| {
            let open = open_draft(w, &draft)?;
            w.touch_draft(&draft, &w.now())?;
            view(&mut forms, w, open, w.now())
        })
    }

    /// Looks at a draft without touching it.
    ///
    /// # Errors
    /// As [`FieldSession::resume`].
    pub fn draft(&self, draft: DraftId) -> Result<DraftView, CaptureError> {
        let mut forms = self.forms();
        let now = self.store.clock().read();
        self.store.read(|r| view(&mut forms, r, open_draft(r, &draft)?, now))
    }

    /// Everything that keeps the draft from being sealed; empty when it is ready.
    ///
    /// # Errors
    /// As [`FieldSession::resume`].
    pub fn problems(&self, draft: DraftId) -> Result<Vec<DraftProblem>, CaptureError> {
        Ok(self.draft(draft)?.problems)
    }

    /// Gives a draft up. It leaves the list; its answers and photos stay until [`FieldSession::restore_draft`].
    ///
    /// # Errors
    /// As [`FieldSession::resume`].
    pub fn discard(&self, draft: DraftId) -> Result<(), CaptureError> {
        self.store.write(|w| {
            open_draft(w, &draft)?;
            Ok(w.set_draft_state(&draft, DraftState::Discarded)?)
        })
    }

    /// Takes a draft up again that was given up.
    ///
    /// # Errors
    /// [`CaptureError::UnknownDraft`], [`CaptureError::DraftSealed`].
    pub fn restore_draft(&self, draft: DraftId) -> Result<DraftView, CaptureError> {
        let mut forms = self.forms();
        self.store.write(|w| {
            let found = w.draft(&draft)?.ok_or(CaptureError::UnknownDraft)?;
            if found.state == DraftState::Sealed {
                return Err(CaptureError::DraftSealed);
            }
            w.set_draft_state(&draft, DraftState::Open)?;
            w.touch_draft(&draft, &w.now())?;
            view(&mut forms, w, found, w.now())
        })
    }
}

/// The draft, where it can still be changed.
pub(super) fn open_draft(r: &Reader<'_>, id: &DraftId) -> Result<Draft, CaptureError> {
    let draft = r.draft(id)?.ok_or(CaptureError::UnknownDraft)?;
    match draft.state {
        DraftState::Open => Ok(draft),
        DraftState::Sealed => Err(CaptureError::DraftSealed),
        DraftState::Discarded => Err(CaptureError::DraftDiscarded),
    }
}

/// The draft, where it can still be changed and is of this kind.
pub(super) fn open_draft_of(r: &Reader<'_>, id: &DraftId, kind: RecordKind) -> Result<Draft, CaptureError> {
    let draft = open_draft(r, id)?;
    if draft.kind == kind { Ok(draft) } else { Err(CaptureError::WrongKind) }
}

fn view(
    forms: &mut Forms,
    r: &Reader<'_>,
    draft: Draft,
    now: ClockReading,
) -> Result<DraftView, CaptureError> {
    let mut parts: DraftParts = r.draft_parts(&draft.id)?;
    let (form, problems) = match forms.session(r, &draft, now) {
        Ok(form) => {
            let version = form.form().definition().version().clone();
            (version, seal::problems(&draft, &parts, form, now))
        }
        // What was answered can be looked at; the form comes with the next sync.
        Err(error @ (CaptureError::FormMissing | CaptureError::NoCampaign)) => {
            (draft.head.form.clone(), vec![DraftProblem::of(&error)])
        }
        Err(error) => return Err(error),
    };
    parts.answers.retain(|line| line.changes > 0);
    let head = draft.head;
    Ok(DraftView {
        draft: draft.id,
        kind: draft.kind,
        household: draft.household,
        form,
        purpose: head.purpose,
        mode: head.mode,
        started: head.started,
        team: head.team,
        cadre: head.cadre,
        interviewee: head.interviewee,
        supersedes: head.supersedes,
        answers: answers(parts.answers),
        photos: parts.photos,
        fixes: parts.fixes,
        signatures: parts.signatures,
        problems,
    })
}
