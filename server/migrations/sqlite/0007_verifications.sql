-- Verification results (信息核对): what authorities answered about people of the roster. People who are not on the
-- roster are reported and not kept.
CREATE TABLE verifications (
    verification_no INTEGER PRIMARY KEY,
    imported_ms     INTEGER NOT NULL,
    sha256          BLOB NOT NULL
) STRICT;
CREATE TABLE verified_items (
    verification_no INTEGER NOT NULL REFERENCES verifications (verification_no),
    sheet           TEXT NOT NULL,
    sheet_row       INTEGER NOT NULL,
    sheet_column    INTEGER NOT NULL,
    item            TEXT NOT NULL,
    id_no           TEXT NOT NULL,
    -- In fen, or in pieces where the item counts in pieces.
    amount          INTEGER NOT NULL,
    first_month     TEXT,
    last_month      TEXT,
    agency          TEXT NOT NULL,
    as_of           TEXT NOT NULL,
    PRIMARY KEY (verification_no, sheet, sheet_row, sheet_column)
) STRICT, WITHOUT ROWID;
CREATE INDEX verified_items_by_person ON verified_items (id_no, item);
