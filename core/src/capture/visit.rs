//! Opening a home visit at the door.

use super::{CaptureError, FieldSession};
use crate::{
    form::{Checklist, HOME_VISIT},
    ids::{DraftId, EntryId, HouseholdId},
    record::RecordKind,
    store::{DraftHead, Writer},
    visit::{VisitMode, VisitPurpose},
};

impl FieldSession {
    /// Opens a visit at a household. Several drafts at one household are allowed.
    ///
    /// # Errors
    /// [`CaptureError::NotAssigned`], [`CaptureError::NoCampaign`].
    pub fn start_visit(
        &self,
        household: &HouseholdId,
        purpose: VisitPurpose,
    ) -> Result<DraftId, CaptureError> {
        self.store.write(|w| {
            let head = DraftHead { purpose: Some(purpose), ..fresh_head(w, household, &HOME_VISIT)? };
            Ok(w.begin_draft(RecordKind::Visit, household, &head)?)
        })
    }

    /// Opens a visit that will correct a sealed one. The sealed one stays as it is; the new one starts with the
    /// same purpose and mode, and empty.
    ///
    /// # Errors
    /// [`CaptureError::UnknownRecord`]; as [`FieldSession::start_visit`].
    pub fn supersede_visit(&self, entry_id: &EntryId) -> Result<DraftId, CaptureError> {
        self.store.write(|w| {
            let old = w.entry(entry_id)?.ok_or(CaptureError::UnknownRecord)?.entry;
            let crate::record::Record::Visit(visit) = old.record()? else {
                return Err(CaptureError::UnknownRecord);
            };
            let head = DraftHead {
                purpose: Some(visit.purpose),
                mode: visit.mode,
                team: visit.surveyors,
                cadre: visit.cadre,
                supersedes: Some(*entry_id),
                ..fresh_head(w, &old.household, &HOME_VISIT)?
            };
            Ok(w.begin_draft(RecordKind::Visit, &old.household, &head)?)
        })
    }
}

/// What every new draft at this household begins with.
pub(super) fn fresh_head(
    w: &Writer<'_>,
    household: &HouseholdId,
    checklist: &Checklist,
) -> Result<DraftHead, CaptureError> {
    let known = w.household(household)?.filter(|known| known.assigned).ok_or(CaptureError::NotAssigned)?;
    let campaign = w.campaign()?.ok_or(CaptureError::NoCampaign)?;
    Ok(DraftHead {
        form: checklist.version(),
        campaign: campaign.id,
        household_version: known.row.version,
        assignment_epoch: known.assignment_epoch,
        purpose: None,
        mode: VisitMode::Onsite,
        started: w.now(),
        team: Vec::new(),
        cadre: None,
        interviewee: None,
        supersedes: None,
    })
}
