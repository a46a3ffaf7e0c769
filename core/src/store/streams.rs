//! The phone's journals: the current one, and those that ended when a copy of the phone was restored.

use rusqlite::{Row, params};

use super::{
    Reader, StoreError, Writer,
    transaction::{signed, unsigned},
};
use crate::{
    ids::{DeviceId, Incarnation, Sha256Hash, StreamId},
    journal::Head,
};

/// Names a stream inside this phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamNo(pub(super) i64);

/// One journal as the phone has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream {
    /// Its name inside this phone.
    pub no: StreamNo,
    /// Its name on the wire.
    pub id: StreamId,
    /// Whether new entries go here.
    pub is_current: bool,
    /// Its last entry; none while it is empty.
    pub head: Option<Head>,
    /// The last entry that the server has acknowledged with its hash.
    pub acked: Option<Head>,
    /// In a retired stream: up to here it is the server's; what lies beyond was logged again elsewhere.
    pub keep_to: u64,
}

const COLUMNS: &str =
    "stream_no, device_id, incarnation, is_current, head_seq, head_hash, acked_seq, acked_hash, keep_to";

fn read_stream(row: &Row<'_>) -> Result<Stream, StoreError> {
    let head =
        |seq: i64, hash: [u8; 32]| (seq > 0).then(|| Head { seq: unsigned(seq), hash: Sha256Hash(hash) });
    Ok(Stream {
        no: StreamNo(row.get(0)?),
        id: StreamId { device: DeviceId(row.get(1)?), incarnation: Incarnation(row.get(2)?) },
        is_current: row.get(3)?,
        head: head(row.get(4)?, row.get(5)?),
        acked: head(row.get(6)?, row.get(7)?),
        keep_to: unsigned(row.get(8)?),
    })
}

impl Reader<'_> {
    /// The streams of this device, the oldest first, the current one last.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`].
    pub fn streams(&self) -> Result<Vec<Stream>, StoreError> {
        let device = self.enrolled()?.device;
        let sql =
            format!("SELECT {COLUMNS} FROM streams WHERE device_id = ?1 ORDER BY is_current, stream_no");
        self.rows(&sql, [device.0], read_stream)
    }

    /// The stream that new entries go to.
    ///
    /// # Errors
    /// [`StoreError::NotEnrolled`].
    pub fn current_stream(&self) -> Result<Stream, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM streams WHERE is_current = 1");
        self.row(&sql, [], read_stream)?.ok_or(StoreError::NotEnrolled)
    }

    /// The stream of that number.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where there is none.
    pub fn stream(&self, no: StreamNo) -> Result<Stream, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM streams WHERE stream_no = ?1");
        self.row(&sql, [no.0], read_stream)?.ok_or(StoreError::Damaged { what: "streams" })
    }

    /// The stream of that name.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where there is none.
    pub fn stream_of(&self, id: &StreamId) -> Result<Stream, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM streams WHERE device_id = ?1 AND incarnation = ?2");
        self.row(&sql, params![id.device.0, id.incarnation.0], read_stream)?
            .ok_or(StoreError::Damaged { what: "streams" })
    }
}

impl Writer<'_> {
    /// Retires the current stream, if there is one, and begins the next incarnation.
    pub(super) fn open_stream(&self, reason: &'static str) -> Result<StreamNo, StoreError> {
        self.run("UPDATE streams SET is_current = 0, keep_to = acked_seq WHERE is_current = 1", [])?;
        let device = self.enrolled()?.device;
        let incarnation: [u8; 16] = self.random()?;
        self.run(
            "INSERT INTO streams (device_id, incarnation, is_current, head_seq, head_hash, acked_seq, acked_hash, \
             keep_to, started_ms, reason) VALUES (?1, ?2, 1, 0, ?3, 0, ?3, 0, ?4, ?5)",
            params![device.0, incarnation, Sha256Hash::ZERO.0, self.now().wall_ms, reason],
        )?;
        Ok(StreamNo(self.connection.last_insert_rowid()))
    }

    pub(super) fn move_head(&self, no: StreamNo, head: &Head) -> Result<(), StoreError> {
        let sql = "UPDATE streams SET head_seq = ?2, head_hash = ?3 WHERE stream_no = ?1";
        self.run(sql, params![no.0, signed(head.seq), head.hash.0]).map(drop)
    }

    /// The server holds the stream up to here, hash compared: its records are sent.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn acknowledge(&self, no: StreamNo, head: &Head) -> Result<(), StoreError> {
        let sql = "UPDATE streams SET acked_seq = ?2, acked_hash = ?3 WHERE stream_no = ?1";
        self.run(sql, params![no.0, signed(head.seq), head.hash.0])?;
        let sql =
            "UPDATE records SET status = 'sent' WHERE stream_no = ?1 AND seq <= ?2 AND status = 'sealed'";
        self.run(sql, params![no.0, signed(head.seq)]).map(drop)
    }

    /// The server holds less than it once acknowledged: what lies beyond is to be sent again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn rewind(&self, no: StreamNo, head: Option<&Head>) -> Result<(), StoreError> {
        let (seq, hash) = head.map_or((0, Sha256Hash::ZERO), |head| (head.seq, head.hash));
        let sql = "UPDATE streams SET acked_seq = ?2, acked_hash = ?3 WHERE stream_no = ?1";
        self.run(sql, params![no.0, signed(seq), hash.0])?;
        let sql = "UPDATE records SET status = 'sealed', code = NULL, message = NULL \
                   WHERE stream_no = ?1 AND seq > ?2 AND status != 'set_apart'";
        self.run(sql, params![no.0, signed(seq)]).map(drop)
    }

    /// The server began a new life: what it acknowledged is to be asked again, entry by entry. This is on the disk with
    /// the new life, or a phone that loses its power between the two would believe the old one.
    pub(super) fn doubt_streams(&self) -> Result<(), StoreError> {
        self.run("UPDATE streams SET acked_seq = 0, acked_hash = ?1", [Sha256Hash::ZERO.0]).map(drop)
    }

    /// The phone becomes another device: what was acknowledged to the old one will be logged again, so that the new one
    /// is told how far it is.
    pub(super) fn owe_everything(&self) -> Result<(), StoreError> {
        self.run("UPDATE streams SET keep_to = 0, acked_seq = 0, acked_hash = ?1", [Sha256Hash::ZERO.0])
            .map(drop)
    }
}
