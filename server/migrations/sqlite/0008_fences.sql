-- Village fences (村界), a file of GeoJSON for each county, kept as it came.
CREATE TABLE fences (
    county      TEXT PRIMARY KEY,
    geojson     TEXT NOT NULL,
    imported_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX record_blobs_by_photo ON record_blobs (sha256, role);
