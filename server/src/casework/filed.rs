//! The records of a household as they are filed: what the store knows of each, and what its bytes say.

use ruhu_core::{
    assessment::{NeighbourContradiction, neighbour_contradictions},
    form::{FormVersion, fill::ReadableAnswer},
    ids::{CampaignId, HouseholdId, Sha256Hash},
    interview::InterviewRecord,
    journal::SealedEntry,
    record::Record,
    visit::{AttemptRecord, VisitRecord},
    wire::RecordState,
};

use super::filled;
use crate::{
    local_time::minute,
    store::{Reader, StoreError, StoredRecord},
};

/// One record of a household.
#[derive(Debug, Clone)]
pub struct FiledRecord {
    /// What the store knows of it.
    pub stored: StoredRecord,
    /// SHA-256 of its entry.
    pub hash: Sha256Hash,
    /// When it was received, by the server's clock, in milliseconds.
    pub received_ms: i64,
    /// The surveyor whose phone recorded it, by the enrolment.
    pub phone_of: String,
    /// What it says; none where the body cannot be read.
    pub record: Option<Record>,
    /// In which campaign; none where the entry cannot be read.
    pub campaign: Option<CampaignId>,
    /// The form that it was made with; none where the entry cannot be read.
    pub form: Option<FormVersion>,
    /// Its answers as people read them, in the order of its form.
    pub lines: Vec<ReadableAnswer>,
}

impl FiledRecord {
    /// Whether it may enter a pack: every byte verified, and not set apart.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.stored.state == RecordState::Complete
    }

    /// How a page or a pack refers to it: what it is and when the phone sealed it, the minute that its own section says.
    #[must_use]
    pub fn cited_as(&self, what: &str) -> String {
        format!("{what} {}", minute(self.stored.sealed_ms))
    }
}

/// The records of one household, in the order of arrival.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// All of them.
    pub records: Vec<FiledRecord>,
    /// Whether somebody of the household is in the register of close relatives (近亲属备案).
    pub registered: bool,
}

impl File {
    /// Reads a household's file.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn of(r: &Reader<'_>, household: &HouseholdId) -> Result<Self, StoreError> {
        let mut records = Vec::new();
        for stored in r.records_of(household)? {
            let entry = r
                .entry_of_record(&stored.entry_id)?
                .ok_or(StoreError::Corrupt { what: "records.entry_no" })?;
            let sealed = SealedEntry::parse(entry.bytes).ok();
            let record = sealed.as_ref().and_then(|sealed| sealed.entry.record().ok());
            let lines = match (&sealed, &record) {
                (Some(sealed), Some(record)) => filled::readable(r, &sealed.entry.form, record)?,
                _ => Vec::new(),
            };
            let phone_of = r.device(&stored.device)?.map(|device| device.surveyor).unwrap_or_default();
            records.push(FiledRecord {
                hash: entry.hash,
                received_ms: entry.received_ms,
                phone_of,
                record,
                campaign: sealed.as_ref().map(|sealed| sealed.entry.campaign.clone()),
                form: sealed.map(|sealed| sealed.entry.form),
                lines,
                stored,
            });
        }
        let registered = !r.relatives_of(household)?.is_empty();
        Ok(Self { records, registered })
    }

    /// Complete records that no later complete record of the same kind corrects.
    pub fn in_force(&self) -> impl Iterator<Item = &FiledRecord> {
        self.records
            .iter()
            .enumerate()
            .filter(|(at, record)| record.is_complete() && !self.is_corrected(*at))
            .map(|(_, r)| r)
    }

    /// Only what arrived later corrects: two records that name each other must not both vanish.
    fn is_corrected(&self, at: usize) -> bool {
        let Some(record) = self.records.get(at) else { return false };
        self.records.iter().skip(at + 1).any(|later| {
            later.is_complete()
                && later.stored.kind == record.stored.kind
                && later.stored.supersedes == Some(record.stored.entry_id)
        })
    }

    /// Visits in force.
    pub fn visits(&self) -> impl Iterator<Item = (&FiledRecord, &VisitRecord)> {
        self.in_force().filter_map(|filed| match &filed.record {
            Some(Record::Visit(visit)) => Some((filed, visit.as_ref())),
            _ => None,
        })
    }

    /// Interviews in force.
    pub fn interviews(&self) -> impl Iterator<Item = (&FiledRecord, &InterviewRecord)> {
        self.in_force().filter_map(|filed| match &filed.record {
            Some(Record::Interview(interview)) => Some((filed, interview.as_ref())),
            _ => None,
        })
    }

    /// Interviews in force of the campaign in which a visit was made: what neighbours said last year is no word on it.
    pub fn interviews_beside(
        &self,
        visit: &FiledRecord,
    ) -> impl Iterator<Item = (&FiledRecord, &InterviewRecord)> {
        self.interviews().filter(|(filed, _)| filed.campaign == visit.campaign)
    }

    /// What the interviews beside a visit say otherwise.
    #[must_use]
    pub fn told_otherwise(
        &self,
        (filed, visit): (&FiledRecord, &VisitRecord),
    ) -> Vec<NeighbourContradiction> {
        let interviews: Vec<_> = self
            .interviews_beside(filed)
            .map(|(filed, interview)| (filed.stored.entry_id, &interview.answers))
            .collect();
        neighbour_contradictions((filed.stored.entry_id, &visit.answers), &interviews)
    }

    /// Attempts in force.
    pub fn attempts(&self) -> impl Iterator<Item = (&FiledRecord, &AttemptRecord)> {
        self.in_force().filter_map(|filed| match &filed.record {
            Some(Record::Attempt(attempt)) => Some((filed, attempt.as_ref())),
            _ => None,
        })
    }
}
