-- The server's first schema. Times are milliseconds since 1970 by the server's clock unless a column says otherwise.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE divisions (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE campaigns (
    campaign_id TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    created_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `row` is the CBOR of the wire's RosterRow: what the phone sees is what the server holds. The account stands apart
-- because no phone and no list may have it.
CREATE TABLE households (
    household_id     TEXT PRIMARY KEY,
    region           TEXT NOT NULL,
    roster_no        INTEGER,
    version          INTEGER NOT NULL,
    head_name        TEXT NOT NULL,
    group_name       TEXT NOT NULL,
    row              BLOB NOT NULL,
    bank             TEXT,
    account          TEXT,
    assignment_epoch INTEGER NOT NULL DEFAULT 1,
    updated_ms       INTEGER NOT NULL
) STRICT;
CREATE INDEX households_by_region ON households (region, roster_no);

-- One number, one active household (domain.md section 3, member).
CREATE TABLE identity_numbers (
    id_no        TEXT PRIMARY KEY,
    household_id TEXT NOT NULL REFERENCES households (household_id),
    is_head      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_numbers_by_household ON identity_numbers (household_id);

CREATE TABLE enrol_codes (
    code_hash  BLOB PRIMARY KEY,
    surveyor   TEXT NOT NULL,
    region     TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    used_by    BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
    device_id   BLOB PRIMARY KEY,
    surveyor    TEXT NOT NULL,
    region      TEXT NOT NULL,
    device_name TEXT NOT NULL,
    public_key  BLOB NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,
    enrolled_ms INTEGER NOT NULL,
    revoked_ms  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
    household_id TEXT NOT NULL REFERENCES households (household_id),
    device_id    BLOB NOT NULL REFERENCES devices (device_id),
    epoch        INTEGER NOT NULL,
    assigned_ms  INTEGER NOT NULL,
    ended_ms     INTEGER,
    PRIMARY KEY (household_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_by_device ON assignments (device_id);

CREATE TABLE streams (
    stream_no   INTEGER PRIMARY KEY,
    device_id   BLOB NOT NULL,
    incarnation BLOB NOT NULL,
    head_seq    INTEGER NOT NULL,
    head_hash   BLOB NOT NULL,
    UNIQUE (device_id, incarnation)
) STRICT;

-- The bytes are the record: kept as received, never encoded again.
CREATE TABLE entries (
    entry_no    INTEGER PRIMARY KEY,
    stream_no   INTEGER NOT NULL REFERENCES streams (stream_no),
    seq         INTEGER NOT NULL,
    entry_id    BLOB NOT NULL,
    hash        BLOB NOT NULL,
    bytes       BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    UNIQUE (stream_no, seq)
) STRICT;

CREATE TABLE signed_heads (
    stream_no   INTEGER NOT NULL REFERENCES streams (stream_no),
    seq         INTEGER NOT NULL,
    signature   BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (stream_no, seq)
) STRICT, WITHOUT ROWID;

-- One row per record, however many streams carry its entry.
CREATE TABLE records (
    entry_id     BLOB PRIMARY KEY,
    entry_no     INTEGER NOT NULL REFERENCES entries (entry_no),
    kind         TEXT NOT NULL,
    household_id TEXT NOT NULL,
    device_id    BLOB NOT NULL,
    campaign_id  TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('received', 'complete', 'quarantined')),
    code         TEXT,
    sealed_ms    INTEGER NOT NULL,
    supersedes   BLOB
) STRICT;
CREATE INDEX records_by_household ON records (household_id);
CREATE INDEX records_by_device ON records (device_id);

CREATE TABLE record_blobs (
    entry_id BLOB NOT NULL REFERENCES records (entry_id),
    sha256   BLOB NOT NULL,
    role     TEXT NOT NULL,
    size     INTEGER NOT NULL,
    PRIMARY KEY (entry_id, sha256, role)
) STRICT, WITHOUT ROWID;

-- What still keeps a record from being complete.
CREATE TABLE missing_blobs (
    sha256   BLOB NOT NULL,
    entry_id BLOB NOT NULL REFERENCES records (entry_id),
    PRIMARY KEY (sha256, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX missing_blobs_by_entry ON missing_blobs (entry_id);

CREATE TABLE blobs (
    sha256      BLOB PRIMARY KEY,
    size        INTEGER NOT NULL,
    verified_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
    upload_id  TEXT PRIMARY KEY,
    device_id  BLOB NOT NULL,
    sha256     BLOB NOT NULL,
    size       INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Bytes that could not enter a journal: never dropped, waiting for a person.
CREATE TABLE quarantined_batches (
    batch_no    INTEGER PRIMARY KEY,
    device_id   BLOB NOT NULL,
    code        TEXT NOT NULL,
    bytes_hash  BLOB NOT NULL,
    bytes       BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    UNIQUE (device_id, bytes_hash)
) STRICT;

CREATE TABLE feed (
    cursor    INTEGER PRIMARY KEY AUTOINCREMENT,
    device_id BLOB NOT NULL,
    kind      TEXT NOT NULL,
    body      BLOB NOT NULL
) STRICT;
CREATE INDEX feed_by_device ON feed (device_id, cursor);

CREATE TABLE meetings (
    meeting_id TEXT PRIMARY KEY,
    region     TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    title      TEXT NOT NULL,
    held_at    TEXT NOT NULL,
    place      TEXT NOT NULL,
    officers   TEXT NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting_households (
    meeting_id   TEXT NOT NULL REFERENCES meetings (meeting_id),
    ordinal      INTEGER NOT NULL,
    household_id TEXT NOT NULL REFERENCES households (household_id),
    PRIMARY KEY (meeting_id, ordinal),
    UNIQUE (meeting_id, household_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE packs (
    meeting_id TEXT NOT NULL REFERENCES meetings (meeting_id),
    edition    TEXT NOT NULL,
    version    TEXT NOT NULL,
    pages      INTEGER NOT NULL,
    made_ms    INTEGER NOT NULL,
    PRIMARY KEY (meeting_id, edition, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE spot_check_frames (
    root        TEXT PRIMARY KEY,
    region      TEXT NOT NULL,
    notice      TEXT NOT NULL,
    lines       TEXT NOT NULL,
    frozen_ms   INTEGER NOT NULL,
    proof       TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    login         TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('reviewer', 'supervisor', 'approver', 'administrator')),
    region        TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    login      TEXT NOT NULL REFERENCES users (login),
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Hash-chained: each line carries the hash of the one before (design.md section 6).
CREATE TABLE audit (
    audit_no INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    purpose  TEXT NOT NULL,
    prev     BLOB NOT NULL,
    hash     BLOB NOT NULL
) STRICT;
