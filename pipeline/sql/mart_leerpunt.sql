-- Grain: one row per verbeterpunt × soort evaluatie × school × schooljaar
-- Of the evaluations that were held; onbekend is kept apart from geen.
SELECT
    coalesce(verbeterpunt, 'onbekend') AS verbeterpunt,
    soort,
    bestuur_id,
    school_id,
    schooljaar,
    count(*) AS aantal
FROM mart_evaluatie
WHERE is_gehouden
GROUP BY coalesce(verbeterpunt, 'onbekend'), soort, bestuur_id, school_id, schooljaar
