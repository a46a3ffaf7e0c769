//! The forms behind drafts: each is made ready once, and the draft that is being filled stays open between answers.

use std::sync::MutexGuard;

use super::{CaptureError, FieldSession, draft::open_draft};
use crate::{
    clock::ClockReading,
    form::{
        AnswerKey, Answers, FormRole, FormVersion,
        fill::{Change, FormSession, PreparedForm, Surroundings},
    },
    ids::DraftId,
    store::{Draft, DraftAnswer, Reader},
};

/// Forms kept ready; a phone works with two or three versions at a time.
const KEPT_READY: usize = 4;

/// What is kept of forms between two calls.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The one used last at the end.
    ready: Vec<PreparedForm>,
    filling: Option<(DraftId, FormSession)>,
}

impl FieldSession {
    /// The lock is taken before the store's, never the other way round.
    pub(super) fn forms(&self) -> MutexGuard<'_, Forms> {
        match self.forms.lock() {
            Ok(forms) => forms,
            // All of it can be had again from the store.
            Err(poisoned) => {
                let mut forms = poisoned.into_inner();
                *forms = Forms::default();
                self.forms.clear_poison();
                forms
            }
        }
    }

    /// Works on the form of an open draft.
    pub(super) fn look<T>(
        &self,
        draft: DraftId,
        work: impl FnOnce(&FormSession) -> T,
    ) -> Result<T, CaptureError> {
        let mut forms = self.forms();
        let now = self.store.clock().read();
        self.store.read(|r| Ok(work(forms.session(r, &open_draft(r, &draft)?, now)?)))
    }

    /// Changes the form of an open draft. What the form fills in because of it is kept in the same transaction.
    /// `asked` is the question that a person has answered.
    pub(super) fn fill<T>(
        &self,
        draft: DraftId,
        asked: Option<&AnswerKey>,
        work: impl FnOnce(&mut FormSession) -> Result<(T, Vec<Change>), CaptureError>,
    ) -> Result<T, CaptureError> {
        let mut forms = self.forms();
        let done = self.store.write(|w| {
            let open = open_draft(w, &draft)?;
            let now = w.now();
            let session = forms.session(w, &open, now)?;
            let (value, changes) = work(session)?;
            for Change { key, answer } in changes.iter().filter(|change| Some(&change.key) != asked) {
                w.keep_filled_in(&draft, key, answer.as_ref(), &now)?;
            }
            if let Some(asked) = asked {
                w.keep_answer(&open, asked, session.answer_at(asked).as_ref(), &now)?;
            }
            Ok(value)
        });
        match &done {
            // The form has taken nothing.
            Ok(_) | Err(CaptureError::Answer(_)) => {}
            Err(_) => forms.forget(&draft),
        }
        done
    }
}

impl Forms {
    /// The draft's form as it was filled so far.
    pub(super) fn session(
        &mut self,
        r: &Reader<'_>,
        draft: &Draft,
        now: ClockReading,
    ) -> Result<&mut FormSession, CaptureError> {
        let is_open = self.filling.as_ref().is_some_and(|(id, _)| *id == draft.id);
        if !is_open {
            let session = self.resumed(r, draft, now)?;
            self.filling = Some((draft.id, session));
        }
        let (_, session) = self.filling.as_mut().ok_or(CaptureError::UnknownDraft)?;
        session.set_now(now.wall_ms);
        Ok(session)
    }

    /// The draft's form, filled anew from what is kept.
    pub(super) fn resumed(
        &mut self,
        r: &Reader<'_>,
        draft: &Draft,
        now: ClockReading,
    ) -> Result<FormSession, CaptureError> {
        let form = self.or_the_campaigns(r, &draft.head.form)?;
        let answers = answers(r.draft_answers(&draft.id)?);
        Ok(FormSession::resume(&form, surroundings(r, &draft.id, now)?, &answers).0)
    }

    /// What is kept of this draft's form is not to be believed any more.
    pub(super) fn forget(&mut self, draft: &DraftId) {
        self.filling.take_if(|(id, _)| id == draft);
    }

    /// A form that has arrived, made ready.
    pub(super) fn ready(
        &mut self,
        r: &Reader<'_>,
        version: &FormVersion,
    ) -> Result<Option<PreparedForm>, CaptureError> {
        let kept = self.ready.iter().position(|form| form.definition().version() == version);
        let form = match kept {
            Some(at) => self.ready.remove(at),
            None => match r.form(version)? {
                Some(definition) => PreparedForm::new(definition),
                None => return Ok(None),
            },
        };
        if self.ready.len() >= KEPT_READY {
            self.ready.remove(0);
        }
        self.ready.push(form.clone());
        Ok(Some(form))
    }

    /// The form of this version. Drafts and records of the time before forms were data name one that never arrives: they
    /// go on with the campaign's, in which the questions have the same names.
    pub(super) fn or_the_campaigns(
        &mut self,
        r: &Reader<'_>,
        version: &FormVersion,
    ) -> Result<PreparedForm, CaptureError> {
        if let Some(form) = self.ready(r, version)? {
            return Ok(form);
        }
        let role = FormRole::from_name(version.form_id()).ok_or(CaptureError::FormMissing)?;
        let campaign = r.campaign()?.ok_or(CaptureError::NoCampaign)?;
        let version = campaign.form(role).ok_or(CaptureError::FormMissing)?;
        self.ready(r, version)?.ok_or(CaptureError::FormMissing)
    }
}

pub(super) fn answers(lines: Vec<DraftAnswer>) -> Answers {
    lines.into_iter().map(|line| (line.question, line.answer)).collect()
}

/// Chance begins at the draft's own id, which is random: shuffled choices keep their order when the app dies.
pub(super) fn surroundings(
    r: &Reader<'_>,
    draft: &DraftId,
    now: ClockReading,
) -> Result<Surroundings, CaptureError> {
    let mut seed = [0; 8];
    seed.iter_mut().zip(draft.0).for_each(|(seed, byte)| *seed = byte);
    let identity = r.identity()?;
    let (device, user) = identity.map_or_else(Default::default, |own| (own.device.to_string(), own.surveyor));
    Ok(Surroundings { device, user, ..Surroundings::in_china(now.wall_ms, u64::from_le_bytes(seed)) })
}
