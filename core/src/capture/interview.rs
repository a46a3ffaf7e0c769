//! Asking the neighbours.

use super::{CaptureError, FieldSession, draft::open_draft_of, visit::fresh_head};
use crate::{
    form::FormRole,
    household::PersonName,
    ids::{DraftId, EntryId, HouseholdId},
    record::RecordKind,
    store::DraftHead,
    visit::{MAX_SURVEYORS, RecordError},
};

impl FieldSession {
    /// Opens an interview about a household.
    ///
    /// # Errors
    /// [`CaptureError::NotAssigned`], [`CaptureError::NoCampaign`], [`CaptureError::FormMissing`], [`RecordError::TooMany`].
    pub fn start_interview(
        &self,
        household: &HouseholdId,
        interviewers: Vec<PersonName>,
    ) -> Result<DraftId, CaptureError> {
        if interviewers.len() > MAX_SURVEYORS {
            return Err(RecordError::TooMany { what: "调查人", max: MAX_SURVEYORS }.into());
        }
        self.begin(RecordKind::Interview, |w| {
            let head =
                DraftHead { team: interviewers, ..fresh_head(w, household, FormRole::NeighbourInterview)? };
            Ok((household.clone(), head))
        })
    }

    /// Opens an interview that will correct a sealed one.
    ///
    /// # Errors
    /// [`CaptureError::UnknownRecord`]; as [`FieldSession::start_interview`].
    pub fn supersede_interview(&self, entry_id: &EntryId) -> Result<DraftId, CaptureError> {
        self.begin(RecordKind::Interview, |w| {
            let old = w.entry(entry_id)?.ok_or(CaptureError::UnknownRecord)?.entry;
            let crate::record::Record::Interview(interview) = old.record()? else {
                return Err(CaptureError::UnknownRecord);
            };
            let head = DraftHead {
                team: interview.interviewers,
                interviewee: interview.interviewee,
                supersedes: Some(*entry_id),
                ..fresh_head(w, &old.household, FormRole::NeighbourInterview)?
            };
            Ok((old.household, head))
        })
    }

    /// Notes who was interviewed, or takes the name back. No pack ever shows it.
    ///
    /// # Errors
    /// [`CaptureError::WrongKind`] for a visit.
    pub fn name_interviewee(&self, draft: DraftId, name: Option<PersonName>) -> Result<(), CaptureError> {
        self.store.write(|w| {
            let open = open_draft_of(w, &draft, RecordKind::Interview)?;
            Ok(w.keep_draft_head(&draft, &DraftHead { interviewee: name, ..open.head })?)
        })
    }

    /// Seals an interview: one journal entry, on the disk when this returns. Sealing it again gives the same entry.
    ///
    /// # Errors
    /// [`CaptureError::Record`] names the first rule that it breaks; a full disk: not sealed, and the draft stays.
    pub fn seal_interview(&self, draft: DraftId) -> Result<EntryId, CaptureError> {
        self.seal(&draft, RecordKind::Interview)
    }
}
