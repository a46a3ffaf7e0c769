-- Register of close relatives (近亲属备案): which people of the roster are close relatives of the staff (经办人员) and
-- village cadres. People who are not on the roster are reported and not kept.
CREATE TABLE registered_relatives (
    id_no      TEXT NOT NULL,
    staff_name TEXT NOT NULL,
    relation   TEXT NOT NULL,
    PRIMARY KEY (id_no, staff_name)
) STRICT, WITHOUT ROWID;
