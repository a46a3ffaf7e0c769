//! Sealing: a draft becomes one journal entry, and nothing about it changes any more.

use super::{CaptureError, DraftProblem, FieldSession};
use crate::{
    clock::ClockReading,
    form::fill::FormSession,
    ids::{DraftId, EntryId, HouseholdId},
    interview::InterviewRecord,
    journal::to_cbor,
    record::{Record, RecordKind},
    store::{Draft, DraftAnswer, DraftParts, DraftState, LocalStatus, NewEntry, RecordRow, Writer},
    visit::{RecordError, TrailStep, VisitPurpose, VisitRecord},
};

impl FieldSession {
    /// Seals a visit: one journal entry, on the disk when this returns. Sealing it again gives the same entry.
    ///
    /// # Errors
    /// [`CaptureError::Record`] names the first rule that it breaks; a full disk: not sealed, and the draft stays.
    pub fn seal_visit(&self, draft: DraftId) -> Result<EntryId, CaptureError> {
        self.seal(&draft, RecordKind::Visit)
    }

    pub(super) fn seal(&self, id: &DraftId, kind: RecordKind) -> Result<EntryId, CaptureError> {
        let mut forms = self.forms();
        forms.forget(id);
        self.store.write(|w| {
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
            let now = w.now();
            // Computed anew from what is kept, as the server will.
            let form = forms.resumed(w, &draft, now)?;
            let record = build(&draft, w.draft_parts(id)?, &form, now);
            record.check()?;
            if let Some(problem) = form.problems().into_iter().next() {
                return Err(RecordError::Answer(problem.error).into());
            }
            let origin = Origin {
                household: draft.household.clone(),
                household_version: draft.head.household_version,
                assignment_epoch: draft.head.assignment_epoch,
                campaign: draft.head.campaign.clone(),
                form: form.form().definition().version().clone(),
                sealed: now,
                supersedes: draft.head.supersedes,
            };
            let entry_id = log(w, &record, origin)?;
            w.draft_is_sealed(id, &entry_id)?;
            Ok(entry_id)
        })
    }
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
        durable: false,
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

/// Everything that keeps the draft from being sealed: what the record as a whole lacks, then question by question in
/// the order of the form.
pub(super) fn problems(
    draft: &Draft,
    parts: &DraftParts,
    form: &FormSession,
    now: ClockReading,
) -> Vec<DraftProblem> {
    let whole = build(draft, parts.clone(), form, now).check().err().map(|error| DraftProblem::of(&error));
    let answers = form
        .problems()
        .into_iter()
        .map(|problem| DraftProblem { question: Some(problem.key), ..DraftProblem::of(&problem.error) });
    whole.into_iter().chain(answers).collect()
}

pub(super) fn build(draft: &Draft, parts: DraftParts, form: &FormSession, ended: ClockReading) -> Record {
    let head = draft.head.clone();
    let answers = form.record();
    let sealed = |line: &&DraftAnswer| line.changes > 0 && answers.contains_key(&line.question);
    let trail = parts.answers.iter().filter(sealed).map(step).collect();
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
