//! Somebody went, and nobody could be surveyed.

use super::{
    CaptureError, FieldSession, NewPhoto,
    seal::{Origin, log},
    visit::fresh_head,
};
use crate::{
    form::FormRole,
    household::PersonName,
    ids::{EntryId, HouseholdId},
    location::Fix,
    photo::PhotoRecord,
    record::Record,
    visit::{AttemptOutcome, AttemptRecord, MAX_PHOTOS, RecordError},
};

/// An attempt to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAttempt {
    /// What happened.
    pub outcome: AttemptOutcome,
    /// Who went; one is enough.
    pub surveyors: Vec<PersonName>,
    /// In their own words.
    pub note: String,
    /// Usually the locked door.
    pub photos: Vec<NewPhoto>,
    /// Where.
    pub fix: Option<Fix>,
}

impl FieldSession {
    /// Seals an attempt at once: one journal entry, on the disk when this returns.
    ///
    /// # Errors
    /// [`CaptureError::NotAssigned`], [`CaptureError::Record`], [`CaptureError::Photo`]; a full disk: not saved.
    pub fn record_attempt(
        &self,
        household: &HouseholdId,
        mut attempt: NewAttempt,
    ) -> Result<EntryId, CaptureError> {
        if attempt.photos.len() > MAX_PHOTOS {
            return Err(RecordError::TooMany { what: "照片", max: MAX_PHOTOS }.into());
        }
        let mut photos: Vec<PhotoRecord> = Vec::with_capacity(attempt.photos.len());
        for photo in std::mem::take(&mut attempt.photos) {
            match self.keep_files(household, photo) {
                Ok(record) => photos.push(record),
                Err(error) => {
                    photos.iter().for_each(|photo| self.remove_unneeded(photo));
                    return Err(error);
                }
            }
        }
        let files = photos.clone();
        let sealed = self.seal_attempt(household, attempt, photos);
        if sealed.is_err() {
            files.iter().for_each(|photo| self.remove_unneeded(photo));
        }
        sealed
    }

    fn seal_attempt(
        &self,
        household: &HouseholdId,
        attempt: NewAttempt,
        photos: Vec<PhotoRecord>,
    ) -> Result<EntryId, CaptureError> {
        let fixes = attempt.fix.map(Fix::checked).transpose()?.into_iter().collect();
        self.store.write(|w| {
            let head = fresh_head(w, household, FormRole::HomeVisit)?;
            let record = Record::Attempt(Box::new(AttemptRecord {
                outcome: attempt.outcome,
                surveyors: attempt.surveyors,
                at: head.started,
                note: attempt.note,
                photos,
                fixes,
            }));
            record.check()?;
            let origin = Origin {
                household: household.clone(),
                household_version: head.household_version,
                assignment_epoch: head.assignment_epoch,
                campaign: head.campaign,
                form: head.form,
                sealed: head.started,
                supersedes: None,
            };
            log(w, &record, origin)
        })
    }
}
