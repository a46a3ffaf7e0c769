//! Sealing: a draft becomes one journal entry, and nothing about it changes any more.

use super::{CaptureError, DraftProblem, FieldSession};
use crate::{
    clock::ClockReading,
    form::checklist_of,
    ids::{DraftId, EntryId, HouseholdId},
    interview::InterviewRecord,
    journal::to_cbor,
    record::{Record, RecordKind},
    store::{Draft, DraftAnswer, DraftParts, DraftState, LocalStatus, NewEntry, RecordRow, Store, Writer},
    visit::{RecordError, TrailStep, VisitPurpose, VisitRecord},
};

impl FieldSession {
    /// Seals a visit: one journal entry, on the disk when this returns. Sealing it again gives the same entry.
    ///
    /// # Errors
    /// [`CaptureError::Record`] names the first rule that it breaks; a full disk: not sealed, and the draft stays.
    pub fn seal_visit(&self, draft: DraftId) -> Result<EntryId, CaptureError> {
        seal(&self.store, &draft, RecordKind::Visit)
    }
}

pub(super) fn seal(store: &Store, id: &DraftId, kind: RecordKind) -> Result<EntryId, CaptureError> {
    store.write(|w| {
        let draft = w.draft(id)?.ok_or(CaptureError::UnknownDraft)?;
        if draft.kind != kind {
            return Err(CaptureError::WrongKind);
        }
        match (draft.state, draft.entry_id) {
            // The phone may have died between the commit and the screen.
            (DraftState::Sealed, Some(entry_id)) => return Ok(entry_id),
            (DraftState::Sealed, None) => return Err(CaptureError::DraftSealed),
            (DraftState::Discarded, _) => return Err(CaptureError::DraftDiscarded),
            (DraftState::Open, _) => {}
        }
        if checklist_of(&draft.head.form).is_none() {
            return Err(CaptureError::FormOutdated);
        }
        let now = w.now();
        let record = build(&draft, w.draft_parts(id)?, now);
        record.check()?;
        let origin = Origin {
            household: draft.household.clone(),
            household_version: draft.head.household_version,
            assignment_epoch: draft.head.assignment_epoch,
            campaign: draft.head.campaign.clone(),
            form: draft.head.form.clone(),
            sealed: now,
            supersedes: draft.head.supersedes,
        };
        let entry_id = log(w, &record, origin)?;
        w.draft_is_sealed(id, &entry_id)?;
        Ok(entry_id)
    })
}

/// What a record was based on.
pub(super) struct Origin {
    pub(super) household: HouseholdId,
    pub(super) household_version: u32,
    pub(super) assignment_epoch: u32,
    pub(super) campaign: crate::ids::CampaignId,
    pub(super) form: crate::form::FormVersion,
    pub(super) sealed: ClockReading,
    pub(super) supersedes: Option<EntryId>,
}

/// Appends the record to the journal, with its projection and its files in the outbox.
pub(super) fn log(w: &Writer<'_>, record: &Record, origin: Origin) -> Result<EntryId, CaptureError> {
    let entry_id = EntryId(w.random()?);
    let blobs = record.blobs();
    let row = RecordRow {
        entry_id,
        kind: record.kind(),
        household: origin.household.clone(),
        head_name: None,
        sealed_ms: origin.sealed.wall_ms,
        status: LocalStatus::Sealed,
        remark: None,
        supersedes: origin.supersedes,
    };
    let head = w.append::<CaptureError>(NewEntry {
        entry_id,
        campaign: origin.campaign,
        household: origin.household,
        household_version: origin.household_version,
        assignment_epoch: origin.assignment_epoch,
        form: origin.form,
        sealed: origin.sealed,
        blobs: blobs.clone(),
        body: to_cbor(record)?,
    })?;
    w.keep_record(&row, &head, &blobs)?;
    Ok(entry_id)
}

/// Everything that keeps the draft from being sealed: what the record as a whole lacks, then question by question.
pub(super) fn problems(draft: &Draft, parts: &DraftParts, now: ClockReading) -> Vec<DraftProblem> {
    let Some(checklist) = checklist_of(&draft.head.form) else {
        return vec![DraftProblem::of(&CaptureError::FormOutdated)];
    };
    let record = build(draft, parts.clone(), now);
    let whole = match record.check() {
        Err(RecordError::Answer(_)) | Ok(()) => None,
        Err(error) => Some(DraftProblem::of(&error)),
    };
    let answers = parts.answers.iter().map(|line| (line.question.clone(), line.answer.clone())).collect();
    whole.into_iter().chain(checklist.check_all(&answers).iter().map(DraftProblem::of)).collect()
}

fn build(draft: &Draft, parts: DraftParts, ended: ClockReading) -> Record {
    let head = draft.head.clone();
    let trail = parts.answers.iter().map(step).collect();
    let answers = parts.answers.into_iter().map(|line| (line.question, line.answer)).collect();
    if draft.kind == RecordKind::Interview {
        return Record::Interview(Box::new(InterviewRecord {
            interviewers: head.team,
            interviewee: head.interviewee,
            started: head.started,
            ended,
            answers,
            fixes: parts.fixes,
            trail,
            supersedes: head.supersedes,
        }));
    }
    Record::Visit(Box::new(VisitRecord {
        purpose: head.purpose.unwrap_or(VisitPurpose::Campaign),
        mode: head.mode,
        surveyors: head.team,
        cadre: head.cadre,
        started: head.started,
        ended,
        answers,
        photos: parts.photos,
        fixes: parts.fixes,
        signatures: parts.signatures,
        trail,
        supersedes: head.supersedes,
    }))
}

fn step(line: &DraftAnswer) -> TrailStep {
    TrailStep {
        question: line.question.clone(),
        changes: line.changes,
        spent_ms: line.spent_ms,
        last_wall_ms: line.last_wall_ms,
    }
}
