//! How far every record has come.

use super::{CaptureError, FieldSession};
use crate::{
    form::fill::ReadableAnswer,
    household::PersonName,
    ids::{DraftId, EntryId, HouseholdId},
    record::{Record, RecordKind},
    store::{LocalStatus, RecordCounts, RecordRow, StoreError},
};

/// One line of the list of records: a draft or a sealed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordStatus {
    /// The draft, while it is one.
    pub draft: Option<DraftId>,
    /// The record, once it is sealed.
    pub entry_id: Option<EntryId>,
    /// Of what kind.
    pub kind: RecordKind,
    /// About which household.
    pub household: HouseholdId,
    /// The head's name, while the household is known to this phone.
    pub head_name: Option<PersonName>,
    /// Wall clock of the start of a draft or of the sealing, in milliseconds.
    pub at_ms: i64,
    /// How far it has come.
    pub status: LocalStatus,
    /// What the server remarked without setting the record apart: code and Chinese text.
    pub remark: Option<(String, String)>,
    /// 已备份: a backup of the server holds it with every file.
    pub durable: bool,
}

/// Everything on this phone, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Drafts first, then sealed records, each the latest first.
    pub records: Vec<RecordStatus>,
    /// How many stand where, and what is still to be sent.
    pub counts: RecordCounts,
}

impl FieldSession {
    /// Every record with its status.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn status(&self) -> Result<Status, StoreError> {
        self.store.read(|r| {
            let drafts = r.open_drafts()?.into_iter().map(|draft| RecordStatus {
                draft: Some(draft.id),
                entry_id: None,
                kind: draft.kind,
                household: draft.household,
                head_name: draft.head_name,
                at_ms: draft.started_ms,
                status: LocalStatus::Draft,
                remark: None,
                durable: false,
            });
            let mut records: Vec<RecordStatus> = drafts.collect();
            records.extend(r.records()?.into_iter().map(sealed));
            Ok(Status { records, counts: r.counts()? })
        })
    }

    /// How many records stand where, and what is still to be sent: cheap enough for every screen.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn counts(&self) -> Result<RecordCounts, StoreError> {
        self.store.read(|r| r.counts())
    }

    /// One sealed record's status.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn record_status(&self, entry_id: &EntryId) -> Result<Option<RecordStatus>, StoreError> {
        Ok(self.store.read(|r| r.record(entry_id))?.map(sealed))
    }

    /// What a sealed record of this phone says.
    ///
    /// # Errors
    /// [`CaptureError::UnknownRecord`].
    pub fn record(&self, entry_id: &EntryId) -> Result<Record, CaptureError> {
        let entry = self.store.read(|r| r.entry(entry_id))?.ok_or(CaptureError::UnknownRecord)?.entry;
        Ok(entry.record()?)
    }

    /// What a sealed record says as people read it, in the order of the form that it was made with; nothing for an
    /// attempt, which has no form.
    ///
    /// # Errors
    /// [`CaptureError::UnknownRecord`]; [`CaptureError::FormMissing`] and [`CaptureError::NoCampaign`] where neither its
    /// form nor the campaign's has arrived.
    pub fn record_readable(&self, entry_id: &EntryId) -> Result<Vec<ReadableAnswer>, CaptureError> {
        let mut forms = self.forms();
        self.store.read(|r| {
            let entry = r.entry(entry_id)?.ok_or(CaptureError::UnknownRecord)?.entry;
            let record = entry.record()?;
            let Some((answers, sealed)) = record.answers() else { return Ok(Vec::new()) };
            let form = forms.or_the_campaigns(r, &entry.form)?;
            Ok(ReadableAnswer::of_record(&form, answers, sealed.wall_ms))
        })
    }

    /// Sends a record again that the server would not take into a journal: after an upgrade it may. Says whether
    /// there was one to send.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn retry_quarantined(&self, entry_id: &EntryId) -> Result<bool, StoreError> {
        self.store.write(|w| w.retry_set_apart(entry_id))
    }
}

fn sealed(row: RecordRow) -> RecordStatus {
    RecordStatus {
        draft: None,
        entry_id: Some(row.entry_id),
        kind: row.kind,
        household: row.household,
        head_name: row.head_name,
        at_ms: row.sealed_ms,
        status: row.status,
        remark: row.remark,
        durable: row.durable,
    }
}
