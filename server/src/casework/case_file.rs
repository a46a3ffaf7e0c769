//! The case file (一户一档): everything that is held about one household, put together and left as it is.

use ruhu_core::{
    clock::ClockReading,
    form::{FormVersion, fill::ReadableAnswer},
    ids::{EntryId, HouseholdId, Sha256Hash, StreamId},
    journal::{BlobRole, SealedEntry},
    photo::PhotoRecord,
    record::{Record, RecordKind},
    wire::RecordState,
};

use super::filled;
use crate::store::{Device, Reader, StoreError, StoredHousehold, StoredRecord};

/// One household with all its records.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// The roster row and what stands apart from it.
    pub household: StoredHousehold,
    /// Names of the divisions, county to village.
    pub region_name: String,
    /// Whether somebody in it is a close relative of staff or cadres (近亲属备案), by the roster or the register.
    pub related: bool,
    /// In the order of arrival: nothing is ordered by wall clock.
    pub records: Vec<CaseRecord>,
}

/// One record with where it came from.
#[derive(Debug, Clone)]
pub struct CaseRecord {
    /// Its entry.
    pub entry_id: EntryId,
    /// Which record, none where the body cannot be read.
    pub kind: Option<RecordKind>,
    /// How far it is.
    pub state: RecordState,
    /// A finding about it: a stable code.
    pub code: Option<String>,
    /// The phone, none where it is no longer known.
    pub device: Option<Device>,
    /// The journal it stands in.
    pub stream: StreamId,
    /// Its place there.
    pub seq: u64,
    /// SHA-256 of the entry's bytes.
    pub hash: Sha256Hash,
    /// When the phone sealed it, by the phone's clock.
    pub sealed: ClockReading,
    /// When it arrived, by the server's clock, in milliseconds.
    pub received_ms: i64,
    /// The form that it was made with.
    pub form: FormVersion,
    /// Its answers as people read them, in the order of its form.
    pub lines: Vec<ReadableAnswer>,
    /// What it says; none for a record that is set apart or cannot be read.
    pub record: Option<Record>,
    /// The record that corrects it.
    pub superseded_by: Option<EntryId>,
    /// The record it corrects.
    pub supersedes: Option<EntryId>,
    /// Its files that have not arrived.
    pub missing_files: usize,
}

impl CaseRecord {
    /// Whether it stands: every byte verified, and no later record corrects it.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.state == RecordState::Complete && self.superseded_by.is_none()
    }
}

impl CaseFile {
    /// The records that stand, in the order of arrival.
    pub fn standing(&self) -> impl Iterator<Item = &CaseRecord> {
        self.records.iter().filter(|record| record.stands())
    }
}

/// Puts a household's case file together; none where there is no such household.
///
/// # Errors
/// [`StoreError`].
pub fn case_file(reader: &Reader<'_>, id: &HouseholdId) -> Result<Option<CaseFile>, StoreError> {
    let Some(household) = reader.household(id)? else { return Ok(None) };
    let related = household.row.related_flag || !reader.relatives_of(id)?.is_empty();
    let region = &household.row.region;
    let region_name = reader.divisions(region)?.full_name(region);
    let stored = reader.records_of(id)?;
    let mut records = Vec::with_capacity(stored.len());
    for (later_from, record) in (1..).zip(&stored) {
        records.push(read_record(reader, record, stored.get(later_from..).unwrap_or_default())?);
    }
    Ok(Some(CaseFile { household, region_name, related, records }))
}

fn read_record(
    reader: &Reader<'_>,
    stored: &StoredRecord,
    later: &[StoredRecord],
) -> Result<CaseRecord, StoreError> {
    let entry =
        reader.entry_of_record(&stored.entry_id)?.ok_or(StoreError::Corrupt { what: "records.entry_no" })?;
    let sealed =
        SealedEntry::parse(entry.bytes).map_err(|_| StoreError::Corrupt { what: "entries.bytes" })?;
    let apart = stored.state == RecordState::Quarantined;
    let mut missing_files = 0;
    for name in &sealed.entry.blobs {
        missing_files += usize::from(!reader.has_blob(&name.blob.sha256)?);
    }
    let record = if apart { None } else { sealed.entry.record().ok() };
    let lines = match &record {
        Some(record) => filled::readable(reader, &sealed.entry.form, record)?,
        None => Vec::new(),
    };
    Ok(CaseRecord {
        entry_id: stored.entry_id,
        kind: stored.kind,
        state: stored.state,
        code: stored.code.clone(),
        device: reader.device(&stored.device)?,
        stream: entry.stream,
        seq: entry.seq,
        hash: entry.hash,
        sealed: sealed.entry.sealed,
        received_ms: entry.received_ms,
        form: sealed.entry.form.clone(),
        record,
        lines,
        superseded_by: superseded_by(stored, later),
        supersedes: stored.supersedes,
        missing_files,
    })
}

/// A correction counts once it is complete, so that a correction set apart cannot silence the record before it.
fn superseded_by(record: &StoredRecord, later: &[StoredRecord]) -> Option<EntryId> {
    let corrects = |later: &&StoredRecord| {
        later.state == RecordState::Complete
            && later.supersedes == Some(record.entry_id)
            && later.kind == record.kind
    };
    later.iter().find(corrects).map(|later| later.entry_id)
}

/// A file of a household's case file.
#[derive(Debug, Clone, PartialEq)]
pub struct CasePhoto {
    /// The photo that the file belongs to.
    pub photo: PhotoRecord,
    /// What the file is to it.
    pub role: BlobRole,
    /// The record that names it.
    pub entry_id: EntryId,
}

/// The photo that a file belongs to, where a complete record of the household names it. Where two photos share a
/// file, the one that must be asked for counts.
///
/// # Errors
/// [`StoreError`].
pub fn photo_of(
    reader: &Reader<'_>,
    id: &HouseholdId,
    sha256: &Sha256Hash,
) -> Result<Option<CasePhoto>, StoreError> {
    let mut found: Option<CasePhoto> = None;
    for entry_id in reader.complete_records_naming(id, sha256)? {
        let Some(entry) = reader.entry_of_record(&entry_id)? else { continue };
        let sealed =
            SealedEntry::parse(entry.bytes).map_err(|_| StoreError::Corrupt { what: "entries.bytes" })?;
        let Ok(record) = sealed.entry.record() else { continue };
        for photo in record.photos() {
            let Some(role) = role_of(photo, sha256) else { continue };
            if found.as_ref().is_none_or(|known| !known.photo.kind.is_sensitive()) {
                found = Some(CasePhoto { photo: photo.clone(), role, entry_id });
            }
        }
    }
    Ok(found)
}

fn role_of(photo: &PhotoRecord, sha256: &Sha256Hash) -> Option<BlobRole> {
    [
        (photo.thumbnail, BlobRole::Thumbnail),
        (photo.derivative, BlobRole::Derivative),
        (photo.original, BlobRole::Original),
    ]
    .into_iter()
    .find_map(|(blob, role)| (blob.sha256 == *sha256).then_some(role))
}
