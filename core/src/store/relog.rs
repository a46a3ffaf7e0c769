//! Logging entries again in a new incarnation: the same entries, a new chain; the old stream stays as it was.

use rusqlite::params;

use super::{
    Reader, StoreError, Writer,
    entries::NewEntry,
    streams::{Stream, StreamNo},
    transaction::signed,
};
use crate::{
    ids::{EntryId, Sha256Hash},
    journal::{EntryError, SealedEntry},
};

/// Entries logged again at a time: memory on a phone is short.
const AT_A_TIME: u32 = 100;

impl Writer<'_> {
    /// Begins a new incarnation and logs again whatever the server has not acknowledged, except what was set apart.
    /// Gives how many entries that were.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn begin_stream(&self, reason: &'static str) -> Result<u32, StoreError> {
        self.open_stream(reason)?;
        let mut logged = 0;
        for no in self.all_stream_numbers()? {
            logged += self.log_again(no)?;
        }
        Ok(logged)
    }

    /// A retired stream is not on the server as it is here: nothing of it is sent or compared any more, and all of it is
    /// logged again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn give_up_stream(&self, no: StreamNo) -> Result<(), StoreError> {
        let sql = "UPDATE streams SET keep_to = 0, acked_seq = 0, acked_hash = ?2 WHERE stream_no = ?1 AND is_current = 0";
        self.run(sql, params![no.0, Sha256Hash::ZERO.0])?;
        self.log_again(no).map(drop)
    }

    /// Logs again, in the current stream, every entry of a retired one beyond what the server keeps of it and that no
    /// later stream has. Gives how many that were.
    fn log_again(&self, no: StreamNo) -> Result<u32, StoreError> {
        let old = self.stream(no)?;
        if old.is_current {
            return Ok(0);
        }
        let (mut after, mut logged) = (old.keep_to, 0);
        loop {
            let page = self.not_logged_since(&old, after)?;
            let Some((last, _)) = page.last() else { return Ok(logged) };
            after = *last;
            for (_, bytes) in page {
                // Bytes that cannot be read any more cannot be logged again; they stay where they are.
                let Ok(sealed) = SealedEntry::parse(bytes) else { continue };
                self.append_again(&sealed)?;
                logged += 1;
            }
        }
    }

    /// Logs an entry again that was set apart: a later server may take it. Says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn retry_set_apart(&self, entry_id: &EntryId) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM records WHERE entry_id = ?1 AND status = 'set_apart')";
        if self.number(sql, [entry_id.0])? == 0 {
            return Ok(false);
        }
        let Some(sealed) = self.entry(entry_id)? else { return Ok(false) };
        self.append_again(&sealed).map(|()| true)
    }

    fn append_again(&self, sealed: &SealedEntry) -> Result<(), StoreError> {
        let entry_id = sealed.entry.entry_id;
        let head = self.append::<RelogError>(NewEntry::again(&sealed.entry))?;
        let stream = self.current_stream()?;
        self.run(
            "UPDATE records SET stream_no = ?2, seq = ?3 WHERE entry_id = ?1",
            params![entry_id.0, stream.no.0, signed(head.seq)],
        )?;
        // What this life of the server has said of a record stays said: it may not say it again.
        self.run(
            "UPDATE records SET status = 'sealed', code = NULL, message = NULL \
             WHERE entry_id = ?1 AND status NOT IN ('complete', 'quarantined')",
            [entry_id.0],
        )
        .map(drop)
    }
}

impl Reader<'_> {
    fn all_stream_numbers(&self) -> Result<Vec<StreamNo>, StoreError> {
        self.rows("SELECT stream_no FROM streams ORDER BY stream_no", [], |row| Ok(StreamNo(row.get(0)?)))
    }

    fn not_logged_since(&self, old: &Stream, after: u64) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let sql = "SELECT seq, bytes FROM entries AS old WHERE stream_no = ?1 AND seq > ?2 AND NOT EXISTS \
                   (SELECT 1 FROM entries AS later WHERE later.entry_id = old.entry_id AND later.stream_no > ?1) \
                   AND NOT EXISTS (SELECT 1 FROM records WHERE records.entry_id = old.entry_id AND status = 'set_apart') \
                   ORDER BY seq LIMIT ?3";
        self.rows(sql, params![old.no.0, signed(after), AT_A_TIME], |row| {
            Ok((super::transaction::unsigned(row.get(0)?), row.get(1)?))
        })
    }
}

/// An entry that was within the limits once is so again: only the store can refuse it.
struct RelogError(StoreError);

impl From<StoreError> for RelogError {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl From<EntryError> for RelogError {
    fn from(_: EntryError) -> Self {
        Self(StoreError::Damaged { what: "entries.bytes" })
    }
}

impl From<RelogError> for StoreError {
    fn from(error: RelogError) -> Self {
        error.0
    }
}
