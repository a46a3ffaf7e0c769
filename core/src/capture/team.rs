//! Who is there, and their signatures.

use super::{
    CaptureError, FieldSession,
    draft::{open_draft, open_draft_of},
};
use crate::{
    household::PersonName,
    ids::DraftId,
    record::RecordKind,
    store::DraftHead,
    visit::{
        MAX_SIGNATURES, MAX_STROKE_POINTS, MAX_STROKES, MAX_SURVEYORS, RecordError, Signature, VisitMode,
    },
};

impl FieldSession {
    /// Sets the team: surveyors, or interviewers of an interview, and the accompanying cadre.
    ///
    /// # Errors
    /// [`RecordError::TooMany`]; [`CaptureError::WrongKind`] for a cadre at an interview.
    pub fn set_team(
        &self,
        draft: DraftId,
        surveyors: Vec<PersonName>,
        cadre: Option<PersonName>,
    ) -> Result<(), CaptureError> {
        if surveyors.len() > MAX_SURVEYORS {
            return Err(RecordError::TooMany { what: "调查人", max: MAX_SURVEYORS }.into());
        }
        self.store.write(|w| {
            let open = open_draft(w, &draft)?;
            if cadre.is_some() && open.kind != RecordKind::Visit {
                return Err(CaptureError::WrongKind);
            }
            Ok(w.keep_draft_head(&draft, &DraftHead { team: surveyors, cadre, ..open.head })?)
        })
    }

    /// Sets how the visit is held; a new draft says on site.
    ///
    /// # Errors
    /// [`CaptureError::WrongKind`] for an interview.
    pub fn set_mode(&self, draft: DraftId, mode: VisitMode) -> Result<(), CaptureError> {
        self.store.write(|w| {
            let open = open_draft_of(w, &draft, RecordKind::Visit)?;
            Ok(w.keep_draft_head(&draft, &DraftHead { mode, ..open.head })?)
        })
    }

    /// Keeps a signature; signing again under the same name and role replaces it.
    ///
    /// # Errors
    /// [`RecordError::TooMany`]; [`CaptureError::WrongKind`] for an interview.
    pub fn sign(&self, draft: DraftId, signature: &Signature) -> Result<(), CaptureError> {
        if signature.strokes.len() > MAX_STROKES {
            return Err(RecordError::TooMany { what: "签名笔画", max: MAX_STROKES }.into());
        }
        if signature.strokes.iter().any(|stroke| stroke.len() > MAX_STROKE_POINTS) {
            return Err(RecordError::TooMany { what: "签名笔画的点数", max: MAX_STROKE_POINTS }.into());
        }
        self.store.write(|w| {
            open_draft_of(w, &draft, RecordKind::Visit)?;
            w.keep_draft_signature(&draft, signature)?;
            if w.draft_parts(&draft)?.signatures.len() > MAX_SIGNATURES {
                return Err(RecordError::TooMany { what: "签名", max: MAX_SIGNATURES }.into());
            }
            Ok(())
        })
    }
}
