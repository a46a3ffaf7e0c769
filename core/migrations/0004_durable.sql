-- `durable`: a backup of the server holds the record with every file. `freed`: the file is not on this phone any more.
ALTER TABLE records ADD COLUMN durable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_blobs ADD COLUMN freed INTEGER NOT NULL DEFAULT 0;
