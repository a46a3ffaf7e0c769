-- When each phone last compared its journal with this server: what it sealed afterwards may be on it alone.
CREATE TABLE contacts (
    device_id BLOB PRIMARY KEY REFERENCES devices (device_id),
    last_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
