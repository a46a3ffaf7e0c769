CREATE INDEX draft_fixes_by_draft ON draft_fixes (draft_id);
CREATE INDEX drafts_by_household ON drafts (household_id, state);
CREATE INDEX drafts_by_state ON drafts (state, started_ms);
CREATE INDEX entries_by_id ON entries (entry_id);
CREATE INDEX outbox_blobs_waiting ON outbox_blobs (role, sha256) WHERE held = 0;
CREATE INDEX record_blobs_by_hash ON record_blobs (sha256);
CREATE INDEX records_by_household ON records (household_id, kind);
CREATE INDEX records_by_place ON records (stream_no, seq);
CREATE INDEX records_by_time ON records (sealed_ms);
CREATE INDEX roster_in_order ON roster (assigned, region, group_no, roster_no, household_no);
CREATE UNIQUE INDEX streams_one_current ON streams (is_current) WHERE is_current = 1;
CREATE TABLE campaigns (
    campaign_id TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    arrived     INTEGER NOT NULL
, forms BLOB NOT NULL DEFAULT x'80') STRICT, WITHOUT ROWID;
CREATE TABLE draft_answers (
    draft_id     BLOB NOT NULL REFERENCES drafts (draft_id),
    question     TEXT NOT NULL,
    answer       BLOB,
    changes      INTEGER NOT NULL,
    spent_ms     INTEGER NOT NULL,
    last_wall_ms INTEGER NOT NULL,
    PRIMARY KEY (draft_id, question)
) STRICT, WITHOUT ROWID;
CREATE TABLE draft_fixes (
    fix_no   INTEGER PRIMARY KEY,
    draft_id BLOB NOT NULL REFERENCES drafts (draft_id),
    fix      BLOB NOT NULL
) STRICT;
CREATE TABLE draft_photos (
    photo_no   INTEGER PRIMARY KEY,
    draft_id   BLOB NOT NULL REFERENCES drafts (draft_id),
    original   BLOB NOT NULL,
    derivative BLOB NOT NULL,
    thumbnail  BLOB NOT NULL,
    photo      BLOB NOT NULL,
    UNIQUE (draft_id, original)
) STRICT;
CREATE TABLE draft_signatures (
    signature_no INTEGER PRIMARY KEY,
    draft_id     BLOB NOT NULL REFERENCES drafts (draft_id),
    role         TEXT NOT NULL,
    name         TEXT NOT NULL,
    signature    BLOB NOT NULL,
    UNIQUE (draft_id, role, name)
) STRICT;
CREATE TABLE drafts (
    draft_id     BLOB PRIMARY KEY,
    kind         TEXT NOT NULL,
    household_id TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'discarded')),
    started_ms   INTEGER NOT NULL,
    touched_boot BLOB NOT NULL,
    touched_mono INTEGER NOT NULL,
    entry_id     BLOB,
    head         BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
    stream_no INTEGER NOT NULL REFERENCES streams (stream_no),
    seq       INTEGER NOT NULL,
    entry_id  BLOB NOT NULL,
    hash      BLOB NOT NULL,
    bytes     BLOB NOT NULL,
    UNIQUE (stream_no, seq)
) STRICT;
CREATE TABLE feed_state (
    only_one     INTEGER PRIMARY KEY CHECK (only_one = 1),
    server_epoch BLOB,
    cursor       INTEGER NOT NULL,
    sweeping     INTEGER NOT NULL
) STRICT;
CREATE TABLE forms (
    version TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE identity (
    only_one    INTEGER PRIMARY KEY CHECK (only_one = 1),
    device_id   BLOB NOT NULL,
    token       TEXT NOT NULL,
    secret      BLOB NOT NULL,
    server_url  TEXT NOT NULL,
    surveyor    TEXT NOT NULL,
    region      TEXT NOT NULL,
    region_name TEXT NOT NULL,
    enrolled_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE log_alarms (
    alarm_no  INTEGER PRIMARY KEY,
    code      TEXT NOT NULL,
    alarm     BLOB NOT NULL,
    raised_ms INTEGER NOT NULL,
    settled   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE log_heads (
    head_no   INTEGER PRIMARY KEY,
    statement BLOB NOT NULL,
    seen_ms   INTEGER NOT NULL
) STRICT;
CREATE TABLE outbox_blobs (
    sha256 BLOB PRIMARY KEY,
    size   INTEGER NOT NULL,
    role   INTEGER NOT NULL,
    held   INTEGER NOT NULL,
    upload TEXT
, freed INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE problems (
    problem_no INTEGER PRIMARY KEY,
    at_ms      INTEGER NOT NULL,
    stage      TEXT NOT NULL,
    code       TEXT NOT NULL,
    message    TEXT NOT NULL
) STRICT;
CREATE TABLE record_blobs (
    entry_id BLOB NOT NULL REFERENCES records (entry_id),
    sha256   BLOB NOT NULL,
    PRIMARY KEY (entry_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE records (
    entry_id     BLOB PRIMARY KEY,
    kind         TEXT NOT NULL,
    household_id TEXT NOT NULL,
    sealed_ms    INTEGER NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('sealed', 'sent', 'complete', 'quarantined', 'set_apart')),
    code         TEXT,
    message      TEXT,
    supersedes   BLOB,
    stream_no    INTEGER NOT NULL,
    seq          INTEGER NOT NULL
, durable INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE roster (
    household_no     INTEGER PRIMARY KEY,
    household_id     TEXT NOT NULL UNIQUE,
    assignment_epoch INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    assigned         INTEGER NOT NULL,
    stale            INTEGER NOT NULL,
    region           TEXT NOT NULL,
    village_name     TEXT NOT NULL,
    group_no         INTEGER NOT NULL,
    group_name       TEXT NOT NULL,
    roster_no        INTEGER NOT NULL,
    head_name        TEXT NOT NULL,
    address          TEXT NOT NULL,
    member_count     INTEGER NOT NULL,
    row              BLOB NOT NULL
) STRICT;
CREATE TABLE roster_search (
    household_no INTEGER PRIMARY KEY REFERENCES roster (household_no),
    text         TEXT NOT NULL
) STRICT;
CREATE TABLE streams (
    stream_no   INTEGER PRIMARY KEY,
    device_id   BLOB NOT NULL,
    incarnation BLOB NOT NULL,
    is_current  INTEGER NOT NULL,
    head_seq    INTEGER NOT NULL,
    head_hash   BLOB NOT NULL,
    acked_seq   INTEGER NOT NULL,
    acked_hash  BLOB NOT NULL,
    keep_to     INTEGER NOT NULL,
    started_ms  INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    UNIQUE (device_id, incarnation)
) STRICT;
