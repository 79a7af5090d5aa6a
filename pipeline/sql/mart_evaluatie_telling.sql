-- Grain: one row per soort × status × school × schooljaar
SELECT
    soort,
    status,
    bestuur_id,
    school_id,
    schooljaar,
    count(*) AS aantal,
    sum(CASE WHEN is_verstreken THEN 1 ELSE 0 END) AS aantal_verstreken,
    sum(CASE WHEN is_gehouden THEN 1 ELSE 0 END) AS aantal_gehouden,
    sum(CASE WHEN is_teruggekoppeld THEN 1 ELSE 0 END) AS aantal_teruggekoppeld,
    sum(CASE WHEN is_vervallen THEN 1 ELSE 0 END) AS aantal_vervallen
FROM mart_evaluatie
GROUP BY soort, status, bestuur_id, school_id, schooljaar
