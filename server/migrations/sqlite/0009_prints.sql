-- What photos look like (core's PhotoPrint), by their thumbnails; NULL where a thumbnail shows no picture.
CREATE TABLE photo_prints (
    print_no  INTEGER PRIMARY KEY AUTOINCREMENT,
    thumbnail BLOB NOT NULL UNIQUE,
    print     TEXT
) STRICT;
