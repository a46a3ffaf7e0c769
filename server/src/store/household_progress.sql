WITH progress AS (
    SELECT household_id,
           count(*) FILTER (WHERE kind = 'visit' AND state = 'complete') AS visits,
           count(*) FILTER (WHERE kind = 'interview' AND state = 'complete') AS interviews,
           count(*) FILTER (WHERE kind = 'attempt' AND state = 'complete') AS attempts,
           count(*) FILTER (WHERE state = 'received') AS incomplete,
           count(*) FILTER (WHERE state = 'quarantined') AS quarantined,
           count(*) FILTER (WHERE kind = 'visit' AND state <> 'quarantined') AS visits_here,
           count(*) FILTER (WHERE kind = 'attempt' AND state <> 'quarantined') AS attempts_here
    FROM records GROUP BY household_id
),
every AS (
    SELECT household_id,
           coalesce(visits, 0) AS visits,
           coalesce(interviews, 0) AS interviews,
           coalesce(attempts, 0) AS attempts,
           coalesce(incomplete, 0) AS incomplete,
           coalesce(quarantined, 0) AS quarantined,
           coalesce(visits_here = 0 AND attempts_here = 0, 1) AS is_unvisited,
           coalesce(visits_here = 0 AND attempts_here > 0, 0) AS is_attempted,
           coalesce(visits_here > 0, 0) AS is_visited,
           coalesce(visits > 0 AND incomplete = 0 AND quarantined = 0, 0) AS is_complete
    FROM households LEFT JOIN progress USING (household_id)
    WHERE region GLOB ?1 AND (?2 = '' OR instr(head_name, ?2) > 0 OR instr(group_name, ?2) > 0)
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
