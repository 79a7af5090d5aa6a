-- Grain: one row per gebeurtenis that repeats an earlier one of its zaak, kind, step, round, day and form
WITH herhaald AS (
    SELECT zaak_id__nr, soort, stap, ronde, datum, vorm, doel, min(rij) AS eerste
    FROM goed_gebeurtenis
    GROUP BY ALL
    HAVING count(*) > 1
)

SELECT g.lev, g.rij, true AS is_herhaling
FROM goed_gebeurtenis AS g
INNER JOIN herhaald AS h
    ON g.zaak_id__nr = h.zaak_id__nr
    AND g.soort = h.soort
    AND g.stap = h.stap
    AND g.datum = h.datum
    AND g.ronde IS NOT DISTINCT FROM h.ronde
    AND g.vorm IS NOT DISTINCT FROM h.vorm
    AND g.doel IS NOT DISTINCT FROM h.doel
    AND g.rij > h.eerste
