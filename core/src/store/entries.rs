//! Appending to the journal and reading what is to be sent.

use rusqlite::params;
use serde_bytes::ByteBuf;

use super::{
    Reader, StoreError, Writer,
    streams::{Stream, StreamNo},
    transaction::{signed, unsigned},
};
use crate::{
    clock::ClockReading,
    form::FormVersion,
    ids::{CampaignId, EntryId, HouseholdId, Sha256Hash},
    journal::{BlobName, Entry, EntryError, Head, LoggedEntry, SUITE_ED25519_SHA256, SealedEntry},
};

/// What an entry says besides its place in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Random; stays the same when the entry is logged again.
    pub entry_id: EntryId,
    /// The campaign it belongs to.
    pub campaign: CampaignId,
    /// The household it is about.
    pub household: HouseholdId,
    /// The version of the roster row that the surveyor saw.
    pub household_version: u32,
    /// The assignment under which the surveyor worked.
    pub assignment_epoch: u32,
    /// The checklist's version.
    pub form: FormVersion,
    /// When it was sealed.
    pub sealed: ClockReading,
    /// Every file the record needs to be complete.
    pub blobs: Vec<BlobName>,
    /// The record as CBOR.
    pub body: Vec<u8>,
}

impl NewEntry {
    /// What `entry` says, without its place.
    pub(super) fn again(entry: &Entry) -> Self {
        Self {
            entry_id: entry.entry_id,
            campaign: entry.campaign.clone(),
            household: entry.household.clone(),
            household_version: entry.household_version,
            assignment_epoch: entry.assignment_epoch,
            form: entry.form.clone(),
            sealed: entry.sealed,
            blobs: entry.blobs.clone(),
            body: entry.body.to_vec(),
        }
    }

    /// The entry at this place of a journal.
    pub(super) fn at(self, stream: &Stream) -> Result<SealedEntry, EntryError> {
        let (last, prev) = stream.head.map_or((0, Sha256Hash::ZERO), |head| (head.seq, head.hash));
        Entry {
            suite: SUITE_ED25519_SHA256,
            stream: stream.id,
            seq: last.saturating_add(1),
            prev,
            entry_id: self.entry_id,
            campaign: self.campaign,
            household: self.household,
            household_version: self.household_version,
            assignment_epoch: self.assignment_epoch,
            form: self.form,
            sealed: self.sealed,
            blobs: self.blobs,
            body: ByteBuf::from(self.body),
        }
        .seal()
    }
}

impl Writer<'_> {
    /// Appends to the current journal.
    ///
    /// # Errors
    /// [`EntryError`] for an entry over the limits; [`StoreError`].
    pub fn append<E>(&self, entry: NewEntry) -> Result<Head, E>
    where
        E: From<StoreError> + From<EntryError>,
    {
        let stream = self.current_stream()?;
        let sealed = entry.at(&stream)?;
        Ok(self.keep_entry(stream.no, &sealed)?)
    }

    fn keep_entry(&self, no: StreamNo, sealed: &SealedEntry) -> Result<Head, StoreError> {
        let head = Head { seq: sealed.entry.seq, hash: sealed.hash };
        self.run(
            "INSERT INTO entries (stream_no, seq, entry_id, hash, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![no.0, signed(head.seq), sealed.entry.entry_id.0, head.hash.0, sealed.bytes],
        )?;
        self.move_head(no, &head)?;
        Ok(head)
    }
}

impl Reader<'_> {
    /// The hash of the entry at a place.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entry_hash(&self, no: StreamNo, seq: u64) -> Result<Option<Sha256Hash>, StoreError> {
        let sql = "SELECT hash FROM entries WHERE stream_no = ?1 AND seq = ?2";
        self.row(sql, params![no.0, signed(seq)], |row| Ok(Sha256Hash(row.get(0)?)))
    }

    /// The entries after `after` and up to `until`, at most `max_entries` and, beyond the first,
    /// `max_bytes`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entries(
        &self,
        no: StreamNo,
        (after, until): (u64, u64),
        (max_entries, max_bytes): (usize, usize),
    ) -> Result<Vec<LoggedEntry>, StoreError> {
        let sql = "SELECT seq, hash, entry_id, bytes FROM entries WHERE stream_no = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![no.0, signed(after), signed(until)])?;
        let (mut found, mut size) = (Vec::new(), 0_usize);
        while let Some(row) = rows.next()? {
            let bytes: Vec<u8> = row.get(3)?;
            size = size.saturating_add(bytes.len());
            if found.len() >= max_entries || (size > max_bytes && !found.is_empty()) {
                break;
            }
            let head = Head { seq: unsigned(row.get(0)?), hash: Sha256Hash(row.get(1)?) };
            found.push(LoggedEntry { head, entry_id: EntryId(row.get(2)?), bytes });
        }
        Ok(found)
    }

    /// The entry as it was logged last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entry(&self, entry_id: &EntryId) -> Result<Option<SealedEntry>, StoreError> {
        let sql = "SELECT bytes FROM entries WHERE entry_id = ?1 ORDER BY stream_no DESC LIMIT 1";
        self.row(sql, [entry_id.0], |row| {
            SealedEntry::parse(row.get(0)?).map_err(|_| StoreError::Damaged { what: "entries.bytes" })
        })
    }
}
