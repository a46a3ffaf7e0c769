-- Heads of the server's evidence log that this phone has seen: CBOR of the core's LogStatement.
CREATE TABLE log_heads (
    head_no   INTEGER PRIMARY KEY,
    statement BLOB NOT NULL,
    seen_ms   INTEGER NOT NULL
) STRICT;

-- Alarms, with the two statements that convict the server: CBOR of LogAlarm. One is settled when the office enrols the
-- phone again; it is never deleted.
CREATE TABLE log_alarms (
    alarm_no  INTEGER PRIMARY KEY,
    code      TEXT NOT NULL,
    alarm     BLOB NOT NULL,
    raised_ms INTEGER NOT NULL,
    settled   INTEGER NOT NULL DEFAULT 0
) STRICT;
