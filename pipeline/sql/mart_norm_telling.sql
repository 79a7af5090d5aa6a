-- Grain: one row per norm × verdict × school × schooljaar
SELECT
    norm_id,
    verdict,
    school_id,
    schooljaar,
    count(*) AS aantal
FROM mart_norm
GROUP BY norm_id, verdict, school_id, schooljaar
