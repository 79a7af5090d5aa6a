-- Grain: one row per gebeurtenis that repeats an earlier one of its zaak, kind, step, round, day and form
WITH herhaald AS (
    SELECT hash(zaak_id__nr, soort, stap, ronde, datum, vorm, doel) AS vingerafdruk
    FROM goed_gebeurtenis
    GROUP BY ALL
    HAVING count(*) > 1
),

gelijk AS (
    SELECT
        lev,
        rij,
        min(rij) OVER (
            PARTITION BY lev, zaak_id__nr, soort, stap, ronde, datum, vorm, doel
        ) AS eerste
    FROM goed_gebeurtenis
    WHERE hash(zaak_id__nr, soort, stap, ronde, datum, vorm, doel) IN (
        SELECT vingerafdruk FROM herhaald
    )
)

SELECT lev, rij, TRUE AS is_herhaling
FROM gelijk
WHERE rij > eerste
