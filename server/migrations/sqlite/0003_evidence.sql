-- The evidence log is the entries in the order of their numbers: leaf n of the tree is the hash of entry n + 1. Kept
-- here are the full subtrees of 256 leaves and more; smaller ones are quicker computed than kept.
CREATE TABLE log_subtrees (
    level INTEGER NOT NULL,
    idx   INTEGER NOT NULL,
    hash  BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- How each life of this database began, signed: CBOR of the core's Life.
CREATE TABLE log_lives (
    life_no INTEGER PRIMARY KEY,
    epoch   BLOB NOT NULL UNIQUE,
    life    BLOB NOT NULL
) STRICT;
