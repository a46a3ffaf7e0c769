//! Which records a backup holds, and whom to tell.

use ruhu_core::ids::{DeviceId, EntryId};

use super::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// Complete records that no backup is known to hold, in the order of arrival.
    pub fn complete_not_durable(&self) -> Result<Vec<EntryId>, StoreError> {
        let sql = "SELECT entry_id FROM records WHERE state = 'complete' AND durable = 0 ORDER BY entry_no";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok(EntryId(row.get(0)?)))?;
        rows.map(|id| Ok(id?)).collect()
    }

    /// The phones that sent a record: who recorded it first, and whoever sent it again.
    pub fn senders_of(&self, entry_id: &EntryId) -> Result<Vec<DeviceId>, StoreError> {
        let sql = "SELECT device_id FROM records WHERE entry_id = ?1
                   UNION SELECT device_id FROM record_senders WHERE entry_id = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([entry_id.as_bytes()], |row| Ok(DeviceId(row.get(0)?)))?;
        rows.map(|id| Ok(id?)).collect()
    }

    /// When the last backup that counts was taken, in milliseconds since 1970.
    pub fn last_backup(&self) -> Result<Option<i64>, StoreError> {
        Ok(self.conn.prepare_cached("SELECT max(taken_ms) FROM backups")?.query_row([], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// A backup holds the record with every file. Says whether that is new.
    pub fn count_as_durable(&self, entry_id: &EntryId) -> Result<bool, StoreError> {
        let sql = "UPDATE records SET durable = 1 WHERE entry_id = ?1 AND durable = 0";
        Ok(self.conn.prepare_cached(sql)?.execute([entry_id.as_bytes()])? == 1)
    }

    /// Keeps that a backup was taken that counts.
    pub fn keep_backup(&self, (log_size, blobs): (u64, u64), taken_ms: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO backups (taken_ms, log_size, blobs) VALUES (?1, ?2, ?3)";
        self.conn.prepare_cached(sql)?.execute((taken_ms, log_size, blobs))?;
        Ok(())
    }

    /// A phone has sent a record that another had sent before.
    pub(super) fn keep_sender(&self, entry_id: &EntryId, device: &DeviceId) -> Result<(), StoreError> {
        let sql = "INSERT INTO record_senders (entry_id, device_id)
                   SELECT entry_id, ?2 FROM records WHERE entry_id = ?1 AND device_id <> ?2
                   ON CONFLICT DO NOTHING";
        self.conn.prepare_cached(sql)?.execute((entry_id.as_bytes(), device.as_bytes()))?;
        Ok(())
    }
}
