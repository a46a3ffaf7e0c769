WITH progress AS (
    SELECT h.household_id,
           sum(r.kind IS 'visit' AND r.state = 'complete') AS visits,
           sum(r.kind IS 'interview' AND r.state = 'complete') AS interviews,
           sum(r.kind IS 'attempt' AND r.state = 'complete') AS attempts,
           sum(r.state IS 'received') AS incomplete,
           sum(r.state IS 'quarantined') AS quarantined,
           max(r.kind IS 'visit' AND r.state <> 'quarantined') AS is_visited,
           max(r.kind IS 'attempt' AND r.state <> 'quarantined') AS is_tried
    FROM households h LEFT JOIN records r ON r.household_id = h.household_id
    WHERE h.region GLOB ?1 AND (?2 = '' OR instr(h.head_name, ?2) > 0 OR instr(h.group_name, ?2) > 0)
    GROUP BY h.household_id
),
every AS (
    SELECT *,
           NOT is_visited AND NOT is_tried AS is_unvisited,
           NOT is_visited AND is_tried AS is_attempted,
           visits > 0 AND incomplete = 0 AND quarantined = 0 AS is_complete
    FROM progress
),
found AS (
    SELECT * FROM every
    WHERE CASE ?3
        WHEN 'unvisited' THEN is_unvisited
        WHEN 'attempted' THEN is_attempted
        WHEN 'visited' THEN is_visited
        WHEN 'complete' THEN is_complete
        WHEN 'waiting' THEN incomplete > 0
        WHEN 'quarantined' THEN quarantined > 0
        ELSE 1 END
)
