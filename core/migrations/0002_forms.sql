-- Forms that arrived: every version that a campaign names, and that drafts were started with. `content` is the form's
-- canonical CBOR, whose hash the version carries.
CREATE TABLE forms (
    version TEXT PRIMARY KEY,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- CBOR: the versions that new records are made with; 0x80 is an empty list.
ALTER TABLE campaigns ADD COLUMN forms BLOB NOT NULL DEFAULT x'80';
