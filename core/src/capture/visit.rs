//! Opening a home visit at the door.

use super::{CaptureError, FieldSession, forms::surroundings};
use crate::{
    form::{
        FormRole,
        fill::{Change, FormSession},
    },
    ids::{DraftId, EntryId, HouseholdId},
    record::RecordKind,
    store::{DraftHead, Writer},
    visit::{VisitMode, VisitPurpose},
};

impl FieldSession {
    /// Opens a visit at a household. Several drafts at one household are allowed.
    ///
    /// # Errors
    /// [`CaptureError::NotAssigned`], [`CaptureError::NoCampaign`], [`CaptureError::FormMissing`].
    pub fn start_visit(
        &self,
        household: &HouseholdId,
        purpose: VisitPurpose,
    ) -> Result<DraftId, CaptureError> {
        self.begin(RecordKind::Visit, |w| {
            let head = DraftHead { purpose: Some(purpose), ..fresh_head(w, household, FormRole::HomeVisit)? };
            Ok((household.clone(), head))
        })
    }

    /// Opens a visit that will correct a sealed one. The sealed one stays as it is; the new one starts with the
    /// same purpose and mode, and empty.
    ///
    /// # Errors
    /// [`CaptureError::UnknownRecord`]; as [`FieldSession::start_visit`].
    pub fn supersede_visit(&self, entry_id: &EntryId) -> Result<DraftId, CaptureError> {
        self.begin(RecordKind::Visit, |w| {
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
                ..fresh_head(w, &old.household, FormRole::HomeVisit)?
            };
            Ok((old.household, head))
        })
    }

    /// Begins a draft with what its form fills in by itself.
    pub(super) fn begin(
        &self,
        kind: RecordKind,
        head: impl FnOnce(&Writer<'_>) -> Result<(HouseholdId, DraftHead), CaptureError>,
    ) -> Result<DraftId, CaptureError> {
        let mut forms = self.forms();
        self.store.write(|w| {
            let (household, head) = head(w)?;
            let form = forms.ready(w, &head.form)?.ok_or(CaptureError::FormMissing)?;
            let draft = w.begin_draft(kind, &household, &head)?;
            let mut session = FormSession::begin(&form, surroundings(w, &draft, head.started)?);
            for Change { key, answer } in session.take_changes() {
                w.keep_filled_in(&draft, &key, answer.as_ref(), &head.started)?;
            }
            Ok(draft)
        })
    }
}

/// What every new draft at this household begins with.
pub(super) fn fresh_head(
    w: &Writer<'_>,
    household: &HouseholdId,
    role: FormRole,
) -> Result<DraftHead, CaptureError> {
    let known = w.household(household)?.filter(|known| known.assigned).ok_or(CaptureError::NotAssigned)?;
    let campaign = w.campaign()?.ok_or(CaptureError::NoCampaign)?;
    Ok(DraftHead {
        form: campaign.form(role).ok_or(CaptureError::FormMissing)?.clone(),
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
