//! A home visit while it is a draft.

use std::sync::Arc;

use ruhu_core::{
    household::PersonName,
    ids::{DraftId, Sha256Hash},
};

use crate::{
    AnswerValue, Choices, Doubt, DraftProblem, DraftState, Fix, NewPhoto, PhotoInfo, Question, RuhuError,
    Screen, Signature, draft::Draft, guard::Opened, session::names, views::draft::VisitMode,
};

/// A home visit that is being filled in. It lives in the store: after a crash, `FieldSession.resumeVisit` goes on.
#[derive(uniffi::Object)]
pub struct VisitDraft {
    draft: Draft,
}

impl VisitDraft {
    pub(crate) fn new(opened: Arc<Opened>, id: DraftId) -> Self {
        Self { draft: Draft { opened, id } }
    }
}

#[uniffi::export]
impl VisitDraft {
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

    /// Takes a photo in: checked, scaled, encrypted; it is on the disk when this returns.
    pub fn attach_photo(&self, photo: NewPhoto) -> Result<PhotoInfo, RuhuError> {
        self.draft.opened.call(|session| Ok(session.attach_photo(self.draft.id, photo.try_into()?)?.into()))
    }

    /// Takes a photo out again, named by [`PhotoInfo`]'s id.
    pub fn remove_photo(&self, photo: String) -> Result<(), RuhuError> {
        self.draft.opened.call(|session| {
            let original: Sha256Hash = photo.parse()?;
            Ok(session.remove_photo(self.draft.id, &original)?)
        })
    }

    /// A photo's thumbnail as a JPEG, longest side 320 pixels.
    pub fn thumbnail(&self, photo: String) -> Result<Vec<u8>, RuhuError> {
        self.draft.opened.call(|session| {
            let original: Sha256Hash = photo.parse()?;
            let photos = session.draft(self.draft.id)?.photos;
            let found = photos.iter().find(|known| known.original.sha256 == original);
            let found = found.ok_or(ruhu_core::capture::CaptureError::UnknownPhoto)?;
            Ok(session.photo_file(&found.thumbnail)?)
        })
    }

    /// Keeps where the visit is held.
    pub fn attach_fix(&self, fix: Fix) -> Result<(), RuhuError> {
        self.draft.attach_fix(fix)
    }

    /// Asks the app's `LocationSource` where the phone is, and keeps it; none where it does not know.
    pub fn measure(&self) -> Result<Option<Fix>, RuhuError> {
        self.draft.measure()
    }

    /// Names the surveyors, two or more, and the accompanying cadre.
    #[uniffi::method(default(cadre = None))]
    pub fn set_team(&self, surveyors: Vec<String>, cadre: Option<String>) -> Result<(), RuhuError> {
        self.draft.opened.call(|session| {
            let cadre = cadre.map(PersonName::new).transpose()?;
            Ok(session.set_team(self.draft.id, names(&surveyors)?, cadre)?)
        })
    }

    /// Sets how the visit is held; a new draft says on site.
    pub fn set_mode(&self, mode: VisitMode) -> Result<(), RuhuError> {
        self.draft.opened.call(|session| Ok(session.set_mode(self.draft.id, mode)?))
    }

    /// Keeps a signature; signing again under the same name and role replaces it.
    pub fn sign(&self, signature: Signature) -> Result<(), RuhuError> {
        self.draft.opened.call(|session| Ok(session.sign(self.draft.id, &signature.try_into()?)?))
    }

    /// What keeps the draft from being sealed; empty when it is ready.
    pub fn problems(&self) -> Result<Vec<DraftProblem>, RuhuError> {
        self.draft.problems()
    }

    /// What does not fit together in the visit and can still be mended at the door: show it before the team leaves. It keeps
    /// nobody from sealing.
    pub fn doubts(&self) -> Result<Vec<Doubt>, RuhuError> {
        self.draft
            .opened
            .call(|session| Ok(session.doubts(self.draft.id)?.into_iter().map(Into::into).collect()))
    }

    /// Seals the visit; gives the record's id. Sealing it again gives the same id.
    pub fn seal(&self) -> Result<String, RuhuError> {
        self.draft.opened.call(|session| Ok(session.seal_visit(self.draft.id)?.to_string()))
    }

    /// Gives the draft up; `FieldSession.restoreDraft` takes it up again.
    pub fn discard(&self) -> Result<(), RuhuError> {
        self.draft.discard()
    }
}
