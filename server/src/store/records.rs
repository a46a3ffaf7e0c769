//! The projection of entries: which record is how far.

use ruhu_core::{
    ids::{CampaignId, DeviceId, EntryId, HouseholdId, Sha256Hash},
    journal::BlobName,
    record::RecordKind,
    region::RegionCode,
    wire::RecordState,
};
use rusqlite::{OptionalExtension, Row};

use super::{Reader, StoreError, Writer};

/// A record about to be kept.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Its entry.
    pub entry_id: EntryId,
    /// The entry's number.
    pub entry_no: i64,
    /// Which record, none where the body cannot be read.
    pub kind: Option<RecordKind>,
    /// Whom it is about.
    pub household: HouseholdId,
    /// Who recorded it.
    pub device: DeviceId,
    /// In which campaign.
    pub campaign: CampaignId,
    /// A finding that sets it apart, or a doubt that does not.
    pub code: Option<String>,
    /// Whether the finding sets it apart.
    pub quarantined: bool,
    /// The phone's wall clock when it was sealed.
    pub sealed_ms: i64,
    /// The record it corrects.
    pub supersedes: Option<EntryId>,
    /// Every file it needs.
    pub blobs: Vec<BlobName>,
}

/// A record as it stands.
#[derive(Debug, Clone)]
pub struct StoredRecord {
    /// Its entry.
    pub entry_id: EntryId,
    /// Which record, none where the body cannot be read.
    pub kind: Option<RecordKind>,
    /// Whom it is about.
    pub household: HouseholdId,
    /// Who recorded it.
    pub device: DeviceId,
    /// How far it is.
    pub state: RecordState,
    /// A finding about it.
    pub code: Option<String>,
    /// The phone's wall clock when it was sealed.
    pub sealed_ms: i64,
    /// The record it corrects.
    pub supersedes: Option<EntryId>,
}

/// Counts of records by kind and state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RecordCounts {
    /// Visits in any state.
    pub visits: u64,
    /// Interviews in any state.
    pub interviews: u64,
    /// Attempts in any state.
    pub attempts: u64,
    /// Records in any state: what was sealed and has arrived.
    pub sealed: u64,
    /// Records of which every byte is verified.
    pub complete: u64,
    /// Records set apart.
    pub quarantined: u64,
}

const COLUMNS: &str = "entry_id, kind, household_id, device_id, state, code, sealed_ms, supersedes";

fn stored(row: &Row<'_>) -> Result<StoredRecord, StoreError> {
    let state: String = row.get(4)?;
    Ok(StoredRecord {
        entry_id: EntryId(row.get(0)?),
        kind: RecordKind::from_name(&row.get::<_, String>(1)?),
        household: HouseholdId::new(row.get::<_, String>(2)?)
            .map_err(|_| StoreError::Corrupt { what: "records.household_id" })?,
        device: DeviceId(row.get(3)?),
        state: RecordState::from_name(&state).ok_or(StoreError::Corrupt { what: "records.state" })?,
        code: row.get(5)?,
        sealed_ms: row.get(6)?,
        supersedes: row.get::<_, Option<[u8; 16]>>(7)?.map(EntryId),
    })
}

impl Reader<'_> {
    /// One record.
    pub fn record(&self, entry_id: &EntryId) -> Result<Option<StoredRecord>, StoreError> {
        let mut statement =
            self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM records WHERE entry_id = ?1"))?;
        let mut rows = statement.query([entry_id.as_bytes()])?;
        rows.next()?.map(stored).transpose()
    }

    /// The records of a household, in the order of arrival: nothing is ordered by wall clock.
    pub fn records_of(&self, household: &HouseholdId) -> Result<Vec<StoredRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM records WHERE household_id = ?1 ORDER BY entry_no"
        ))?;
        let mut rows = statement.query([household.as_str()])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(stored(row)?);
        }
        Ok(records)
    }

    /// The records of a phone, in the order of arrival.
    pub fn records_by(&self, device: &DeviceId) -> Result<Vec<StoredRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM records WHERE device_id = ?1 ORDER BY entry_no"
        ))?;
        let mut rows = statement.query([device.as_bytes()])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(stored(row)?);
        }
        Ok(records)
    }

    /// Records set apart that a region's phones made or that are about its households, in the order of arrival.
    pub fn quarantined_records(&self, region: &RegionCode) -> Result<Vec<StoredRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM records r WHERE state = 'quarantined' AND (
                 EXISTS (SELECT 1 FROM devices d WHERE d.device_id = r.device_id AND d.region GLOB ?1)
                 OR EXISTS (SELECT 1 FROM households h WHERE h.household_id = r.household_id AND h.region GLOB ?1))
             ORDER BY entry_no"
        ))?;
        let mut rows = statement.query([format!("{}*", region.significant())])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(stored(row)?);
        }
        Ok(records)
    }

    /// Counts of the records about a region's households.
    pub fn record_counts(&self, region: &RegionCode) -> Result<RecordCounts, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT count(*) FILTER (WHERE kind = 'visit'), count(*) FILTER (WHERE kind = 'interview'),
                    count(*) FILTER (WHERE kind = 'attempt'), count(*),
                    count(*) FILTER (WHERE state = 'complete'), count(*) FILTER (WHERE state = 'quarantined')
             FROM records r JOIN households h USING (household_id) WHERE h.region GLOB ?1",
        )?;
        Ok(statement.query_row([format!("{}*", region.significant())], |row| {
            Ok(RecordCounts {
                visits: row.get(0)?,
                interviews: row.get(1)?,
                attempts: row.get(2)?,
                sealed: row.get(3)?,
                complete: row.get(4)?,
                quarantined: row.get(5)?,
            })
        })?)
    }

    /// Records that wait for this file and for nothing else.
    fn completed_by(&self, sha256: &Sha256Hash) -> Result<Vec<EntryId>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT entry_id FROM missing_blobs m WHERE sha256 = ?1
             AND NOT EXISTS (SELECT 1 FROM missing_blobs o WHERE o.entry_id = m.entry_id AND o.sha256 <> ?1)",
        )?;
        let rows = statement.query_map([sha256.as_bytes()], |row| Ok(EntryId(row.get(0)?)))?;
        rows.map(|id| Ok(id?)).collect()
    }
}

/// How a record stands once its entry is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    /// Its state.
    pub state: RecordState,
    /// What was noticed about it: a stable code.
    pub code: Option<String>,
    /// Whether a backup holds it with every file.
    pub durable: bool,
}

impl Writer<'_> {
    /// Projects an entry. The same entry logged again in another stream changes nothing.
    pub fn keep_record(&self, new: &NewRecord) -> Result<KeptRecord, StoreError> {
        let mut missing = Vec::new();
        for name in &new.blobs {
            if !self.has_blob(&name.blob.sha256)? {
                missing.push(name.blob.sha256);
            }
        }
        let state = match (new.quarantined, missing.is_empty()) {
            (true, _) => RecordState::Quarantined,
            (false, true) => RecordState::Complete,
            (false, false) => RecordState::Received,
        };
        let mut insert = self.conn.prepare_cached(include_str!("keep_record.sql"))?;
        let inserted = insert.execute(rusqlite::params![
            new.entry_id.as_bytes(),
            new.entry_no,
            new.kind.map_or("unreadable", RecordKind::name),
            new.household.as_str(),
            new.device.as_bytes(),
            new.campaign.as_str(),
            state.name(),
            new.code,
            new.sealed_ms,
            new.supersedes.as_ref().map(EntryId::as_bytes),
        ])?;
        if inserted == 0 {
            self.keep_sender(&new.entry_id, &new.device)?;
            return self.kept_record(&new.entry_id);
        }
        for name in &new.blobs {
            self.conn
                .prepare_cached(
                    "INSERT INTO record_blobs (entry_id, sha256, role, size) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                )?
                .execute((new.entry_id.as_bytes(), name.blob.sha256.as_bytes(), name.role.name(), name.blob.size))?;
        }
        for sha256 in missing {
            self.conn
                .prepare_cached(
                    "INSERT INTO missing_blobs (sha256, entry_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )?
                .execute((sha256.as_bytes(), new.entry_id.as_bytes()))?;
        }
        Ok(KeptRecord { state, code: new.code.clone(), durable: false })
    }

    fn kept_record(&self, entry_id: &EntryId) -> Result<KeptRecord, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT state, code, durable FROM records WHERE entry_id = ?1")?;
        let (state, code, durable): (String, Option<String>, bool) =
            statement.query_row([entry_id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let state = RecordState::from_name(&state).ok_or(StoreError::Corrupt { what: "records.state" })?;
        Ok(KeptRecord { state, code, durable })
    }

    /// A file has been verified: gives the records that are complete by it.
    pub fn complete_records(&self, sha256: &Sha256Hash) -> Result<Vec<StoredRecord>, StoreError> {
        let entry_ids = self.completed_by(sha256)?;
        self.conn
            .prepare_cached("DELETE FROM missing_blobs WHERE sha256 = ?1")?
            .execute([sha256.as_bytes()])?;
        let mut completed = Vec::new();
        for entry_id in entry_ids {
            let changed = self
                .conn
                .prepare_cached(
                    "UPDATE records SET state = 'complete' WHERE entry_id = ?1 AND state = 'received'",
                )?
                .execute([entry_id.as_bytes()])?;
            if changed == 1 {
                completed.extend(self.record(&entry_id)?);
            }
        }
        Ok(completed)
    }

    /// Sets all records of a phone apart; gives how many.
    pub fn quarantine_records_of(&self, device: &DeviceId, code: &str) -> Result<usize, StoreError> {
        Ok(self.conn.execute(
            "UPDATE records SET state = 'quarantined', code = ?2 WHERE device_id = ?1 AND state <> 'quarantined'",
            (device.as_bytes(), code),
        )?)
    }

    /// Takes a record out of quarantine; gives its new state, or none where it was not in it.
    pub fn release_record(&self, entry_id: &EntryId) -> Result<Option<RecordState>, StoreError> {
        let waiting: bool = self
            .conn
            .prepare_cached("SELECT 1 FROM missing_blobs WHERE entry_id = ?1")?
            .exists([entry_id.as_bytes()])?;
        let state = if waiting { RecordState::Received } else { RecordState::Complete };
        let changed = self.conn.execute(
            "UPDATE records SET state = ?2 WHERE entry_id = ?1 AND state = 'quarantined' AND kind <> 'unreadable'",
            (entry_id.as_bytes(), state.name()),
        )?;
        Ok((changed == 1).then_some(state))
    }

    /// Which of these records a phone has already sent, by any stream.
    pub fn known_record(&self, entry_id: &EntryId) -> Result<bool, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM records WHERE entry_id = ?1")?;
        Ok(statement.query_row([entry_id.as_bytes()], |_| Ok(())).optional()?.is_some())
    }
}
