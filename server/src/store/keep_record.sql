INSERT INTO records (entry_id, entry_no, kind, household_id, device_id, campaign_id, state, code, sealed_ms, supersedes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (entry_id) DO NOTHING
