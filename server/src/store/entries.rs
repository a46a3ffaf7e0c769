//! Journals as received: streams, entries, signed heads, and batches that could not enter.

use ruhu_core::{
    ids::{DeviceId, EntryId, Incarnation, Sha256Hash, StreamId},
    journal::{Head, SealedEntry, SignedHead},
};
use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};

/// A stream with its number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StreamRow {
    /// Number in the store.
    pub stream_no: i64,
    /// Which stream.
    pub stream: StreamId,
    /// Its last entry.
    pub head: Head,
}

/// One entry as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The stream it was received in.
    pub stream: StreamId,
    /// Its place.
    pub seq: u64,
    /// Its hash, as received.
    pub hash: Sha256Hash,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was received, by the server's clock.
    pub received_ms: i64,
}

/// A batch that could not enter a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedBatch {
    /// Its number.
    pub batch_no: i64,
    /// The phone that sent it.
    pub device: DeviceId,
    /// Why: a stable code.
    pub code: String,
    /// How many bytes.
    pub size: u64,
    /// When it came.
    pub received_ms: i64,
}

fn whole(number: i64, what: &'static str) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::Corrupt { what })
}

/// SQLite counts in signed 64 bits; a place beyond that cannot exist because each costs an entry.
fn place(seq: u64) -> Result<i64, StoreError> {
    i64::try_from(seq).map_err(|_| StoreError::Corrupt { what: "entries.seq" })
}

impl Reader<'_> {
    /// A stream, where the server holds anything of it.
    pub fn stream(&self, stream: &StreamId) -> Result<Option<StreamRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT stream_no, head_seq, head_hash FROM streams WHERE device_id = ?1 AND incarnation = ?2",
        )?;
        let found: Option<(i64, i64, [u8; 32])> = statement
            .query_row((stream.device.as_bytes(), stream.incarnation.as_bytes()), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        found
            .map(|(stream_no, seq, hash)| {
                let head = Head { seq: whole(seq, "streams.head_seq")?, hash: Sha256Hash(hash) };
                Ok(StreamRow { stream_no, stream: *stream, head })
            })
            .transpose()
    }

    /// Every stream, by number.
    pub fn streams(&self) -> Result<Vec<StreamRow>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT stream_no, device_id, incarnation, head_seq, head_hash FROM streams ORDER BY 1",
        )?;
        let mut rows = statement.query([])?;
        let mut streams = Vec::new();
        while let Some(row) = rows.next()? {
            let stream = StreamId { device: DeviceId(row.get(1)?), incarnation: Incarnation(row.get(2)?) };
            let head = Head { seq: whole(row.get(3)?, "streams.head_seq")?, hash: Sha256Hash(row.get(4)?) };
            streams.push(StreamRow { stream_no: row.get(0)?, stream, head });
        }
        Ok(streams)
    }

    /// The hash of the entry at a place of a stream.
    pub fn entry_hash(&self, stream_no: i64, seq: u64) -> Result<Option<Sha256Hash>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT hash FROM entries WHERE stream_no = ?1 AND seq = ?2")?;
        Ok(statement.query_row((stream_no, place(seq)?), |row| Ok(Sha256Hash(row.get(0)?))).optional()?)
    }

    /// The entry that a record was projected from.
    pub fn entry_of_record(&self, entry_id: &EntryId) -> Result<Option<StoredEntry>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.device_id, s.incarnation, e.seq, e.hash, e.bytes, e.received_ms
             FROM records r JOIN entries e USING (entry_no) JOIN streams s USING (stream_no) WHERE r.entry_id = ?1",
        )?;
        let mut rows = statement.query([entry_id.as_bytes()])?;
        rows.next()?.map(stored_entry).transpose()
    }

    /// Calls `visit` with every entry of a stream in order.
    pub fn each_entry(
        &self,
        stream: &StreamRow,
        mut visit: impl FnMut(StoredEntry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT s.device_id, s.incarnation, e.seq, e.hash, e.bytes, e.received_ms
             FROM entries e JOIN streams s USING (stream_no) WHERE e.stream_no = ?1 ORDER BY e.seq",
        )?;
        let mut rows = statement.query([stream.stream_no])?;
        while let Some(row) = rows.next()? {
            visit(stored_entry(row)?)?;
        }
        Ok(())
    }

    /// The signatures over a stream's heads, in order: place and 64 bytes.
    pub fn signed_heads(&self, stream: &StreamRow) -> Result<Vec<(u64, [u8; 64])>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT seq, signature FROM signed_heads WHERE stream_no = ?1 ORDER BY seq")?;
        let rows = statement.query_map([stream.stream_no], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        rows.map(|row| {
            let (seq, signature) = row?;
            Ok((whole(seq, "signed_heads.seq")?, signature))
        })
        .collect()
    }

    /// Batches that could not enter a journal, oldest first.
    pub fn quarantined_batches(&self) -> Result<Vec<QuarantinedBatch>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT batch_no, device_id, code, length(bytes), received_ms FROM quarantined_batches ORDER BY batch_no",
        )?;
        let mut rows = statement.query([])?;
        let mut batches = Vec::new();
        while let Some(row) = rows.next()? {
            batches.push(QuarantinedBatch {
                batch_no: row.get(0)?,
                device: DeviceId(row.get(1)?),
                code: row.get(2)?,
                size: whole(row.get(3)?, "quarantined_batches.bytes")?,
                received_ms: row.get(4)?,
            });
        }
        Ok(batches)
    }
}

fn stored_entry(row: &rusqlite::Row<'_>) -> Result<StoredEntry, StoreError> {
    Ok(StoredEntry {
        stream: StreamId { device: DeviceId(row.get(0)?), incarnation: Incarnation(row.get(1)?) },
        seq: whole(row.get(2)?, "entries.seq")?,
        hash: Sha256Hash(row.get(3)?),
        bytes: row.get(4)?,
        received_ms: row.get(5)?,
    })
}

impl Writer<'_> {
    /// Opens a stream for its first entry.
    pub fn open_stream(&self, stream: &StreamId) -> Result<i64, StoreError> {
        self.conn.prepare_cached(
            "INSERT INTO streams (device_id, incarnation, head_seq, head_hash) VALUES (?1, ?2, 0, zeroblob(32))",
        )?
        .execute((stream.device.as_bytes(), stream.incarnation.as_bytes()))?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Appends an entry's bytes, to its stream and to the evidence log; gives its number.
    pub fn append_entry(&self, stream_no: i64, sealed: &SealedEntry, now_ms: i64) -> Result<i64, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO entries (stream_no, seq, entry_id, hash, bytes, received_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        statement.execute((
            stream_no,
            place(sealed.entry.seq)?,
            sealed.entry.entry_id.as_bytes(),
            sealed.hash.as_bytes(),
            &sealed.bytes,
            now_ms,
        ))?;
        let entry_no = self.conn.last_insert_rowid();
        self.close_subtrees(whole(entry_no, "entries.entry_no")?)?;
        Ok(entry_no)
    }

    /// Moves a stream's head.
    pub fn move_head(&self, stream_no: i64, head: &Head) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE streams SET head_seq = ?2, head_hash = ?3 WHERE stream_no = ?1")?
            .execute((stream_no, place(head.seq)?, head.hash.as_bytes()))?;
        Ok(())
    }

    /// Keeps the phone's signature over a head.
    pub fn keep_signed_head(
        &self,
        stream_no: i64,
        signed: &SignedHead,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO signed_heads (stream_no, seq, signature, received_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
            )?
            .execute((stream_no, place(signed.head.seq)?, signed.signature.as_slice(), now_ms))?;
        Ok(())
    }

    /// Keeps bytes that could not enter a journal; the same bytes are kept once.
    pub fn quarantine_batch(
        &self,
        device: &DeviceId,
        code: &str,
        bytes: &[u8],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.conn.execute(
            "INSERT INTO quarantined_batches (device_id, code, bytes_hash, bytes, received_ms)
             VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            (device.as_bytes(), code, Sha256Hash::of(bytes).as_bytes(), bytes, now_ms),
        )?;
        Ok(())
    }
}
