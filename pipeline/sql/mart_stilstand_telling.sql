-- Grain: one row per stap × reden × school
SELECT
    stap,
    coalesce(reden, 'geen') AS reden,
    bestuur_id,
    school_id,
    count(*) AS aantal
FROM mart_stilstand
GROUP BY stap, coalesce(reden, 'geen'), bestuur_id, school_id
