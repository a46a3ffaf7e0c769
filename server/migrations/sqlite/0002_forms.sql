-- Every form that was ever used. `content` is the form's canonical CBOR, whose hash the version carries: a row is never
-- changed, and records keep pointing at the form they were made with.
CREATE TABLE forms (
    version   TEXT PRIMARY KEY,
    form_id   TEXT NOT NULL,
    title     TEXT NOT NULL,
    content   BLOB NOT NULL,
    kept_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What new records of a campaign are made with: one form for each purpose, which is the form's own id.
CREATE TABLE campaign_forms (
    campaign_id TEXT NOT NULL REFERENCES campaigns (campaign_id),
    form_id     TEXT NOT NULL,
    version     TEXT NOT NULL REFERENCES forms (version),
    PRIMARY KEY (campaign_id, form_id)
) STRICT, WITHOUT ROWID;
