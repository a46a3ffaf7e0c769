//! What this phone has seen of the server's evidence log.

use rusqlite::params;

use super::{Reader, StoreError, Writer};
use crate::{
    error::Explain,
    evidence::{LogAlarm, LogStatement},
    journal::{from_cbor, to_cbor},
};

/// Most heads kept. Beyond, every second of the older half goes, so that a server restored from however old a backup
/// still meets a head from before it.
const MAX_HEADS: u32 = 1_000;

impl Reader<'_> {
    /// The statements that were seen and found sound, the oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn log_statements(&self) -> Result<Vec<LogStatement>, StoreError> {
        let sql = "SELECT statement FROM log_heads ORDER BY head_no";
        let kept = self.rows(sql, [], |row| Ok(row.get::<_, Vec<u8>>(0)?))?;
        kept.iter()
            .map(|bytes| from_cbor(bytes).map_err(|_| StoreError::Damaged { what: "log_heads.statement" }))
            .collect()
    }

    /// The first alarm that nobody has settled yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn log_alarm(&self) -> Result<Option<LogAlarm>, StoreError> {
        let sql = "SELECT alarm FROM log_alarms WHERE settled = 0 ORDER BY alarm_no LIMIT 1";
        let kept = self.row(sql, [], |row| Ok(row.get::<_, Vec<u8>>(0)?))?;
        kept.map(|bytes| from_cbor(&bytes).map_err(|_| StoreError::Damaged { what: "log_alarms.alarm" }))
            .transpose()
    }
}

impl Writer<'_> {
    /// Keeps a statement that was found sound or explained.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep_log_statement(&self, statement: &LogStatement, now_ms: i64) -> Result<(), StoreError> {
        let bytes = to_cbor(statement)?;
        self.run("INSERT INTO log_heads (statement, seen_ms) VALUES (?1, ?2)", params![bytes, now_ms])?;
        let sql = "DELETE FROM log_heads WHERE (SELECT count(*) FROM log_heads) > ?1 AND head_no IN \
                   (SELECT head_no FROM (SELECT head_no, row_number() OVER (ORDER BY head_no) AS place \
                   FROM log_heads) WHERE place <= ?1 / 2 AND place % 2 = 0)";
        self.run(sql, [MAX_HEADS])?;
        Ok(())
    }

    /// Keeps an alarm; the same fault is kept once until it is settled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn raise_log_alarm(&self, alarm: &LogAlarm, now_ms: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO log_alarms (code, alarm, raised_ms) SELECT ?1, ?2, ?3 WHERE NOT EXISTS \
                   (SELECT 1 FROM log_alarms WHERE settled = 0 AND code = ?1)";
        self.run(sql, params![alarm.fault.code(), to_cbor(alarm)?, now_ms])?;
        Ok(())
    }

    /// The office has enrolled the phone again: alarms are settled, and another log may be followed.
    pub(super) fn begin_log(&self) -> Result<(), StoreError> {
        self.run("DELETE FROM log_heads", [])?;
        self.run("UPDATE log_alarms SET settled = 1", [])?;
        Ok(())
    }
}
