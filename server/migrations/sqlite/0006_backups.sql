-- Backups that count: of what one holds whole, the phones need not keep their copies.
CREATE TABLE backups (
    backup_no INTEGER PRIMARY KEY,
    taken_ms  INTEGER NOT NULL,
    log_size  INTEGER NOT NULL,
    blobs     INTEGER NOT NULL
) STRICT;
ALTER TABLE records ADD COLUMN durable INTEGER NOT NULL DEFAULT 0;

-- Phones that sent a record again which another device had sent: a phone enrolled again is another device.
CREATE TABLE record_senders (
    entry_id  BLOB NOT NULL REFERENCES records (entry_id),
    device_id BLOB NOT NULL,
    PRIMARY KEY (entry_id, device_id)
) STRICT, WITHOUT ROWID;
