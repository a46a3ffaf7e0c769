-- A finished upload stays known until its time has passed: who missed the last answer asks again.
ALTER TABLE uploads ADD COLUMN finished INTEGER NOT NULL DEFAULT 0;
CREATE INDEX open_uploads ON uploads (device_id, size) WHERE finished = 0;
CREATE INDEX uploads_by_photo ON uploads (sha256);
