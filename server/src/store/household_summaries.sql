SELECT h.row,
       (SELECT count(*) FROM records r WHERE r.household_id = h.household_id AND r.kind = 'visit' AND r.state = 'complete'),
       (SELECT count(*) FROM records r WHERE r.household_id = h.household_id AND r.kind = 'interview' AND r.state = 'complete'),
       (SELECT count(*) FROM records r WHERE r.household_id = h.household_id AND r.kind = 'attempt' AND r.state = 'complete'),
       (SELECT count(*) FROM records r WHERE r.household_id = h.household_id AND r.state = 'received'),
       (SELECT count(*) FROM records r WHERE r.household_id = h.household_id AND r.state = 'quarantined')
FROM households h
WHERE h.region GLOB ?1 AND (?2 = '' OR instr(h.head_name, ?2) > 0 OR instr(h.group_name, ?2) > 0)
ORDER BY h.region, h.roster_no, h.household_id
LIMIT ?3 OFFSET ?4
