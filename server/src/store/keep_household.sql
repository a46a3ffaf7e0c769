INSERT INTO households (household_id, region, roster_no, version, head_name, group_name, row, bank, account, updated_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (household_id) DO UPDATE SET
    region = excluded.region, roster_no = excluded.roster_no, version = excluded.version,
    head_name = excluded.head_name, group_name = excluded.group_name, row = excluded.row,
    bank = excluded.bank, account = excluded.account, updated_ms = excluded.updated_ms
