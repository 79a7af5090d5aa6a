-- Grain: one row per soort × school
-- How often evaluations come back: school days between one and the next of the same case, and since
-- the last one of a case that is still open. A median is the first value that half do not exceed.
WITH perioden AS (
    SELECT
        soort,
        bestuur_id,
        school_id,
        zaak_nr,
        'tussen' AS periode,
        schooldagen_sinds_vorige AS schooldagen
    FROM mart_evaluatie
    WHERE schooldagen_sinds_vorige IS NOT NULL
    UNION ALL
    SELECT DISTINCT
        soort,
        bestuur_id,
        school_id,
        zaak_nr,
        'sinds' AS periode,
        schooldagen_sinds_laatste AS schooldagen
    FROM mart_evaluatie
    WHERE schooldagen_sinds_laatste IS NOT NULL
),

op_volgorde AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY soort, school_id, periode ORDER BY schooldagen, zaak_nr
        ) AS plaats,
        count(*) OVER (PARTITION BY soort, school_id, periode) AS aantal
    FROM perioden
),

medianen AS (
    SELECT
        soort,
        school_id,
        max(CASE WHEN periode = 'tussen' THEN aantal END) AS n_tussen,
        min(CASE WHEN periode = 'tussen' AND plaats * 2 >= aantal THEN schooldagen END)
            AS mediaan_tussen,
        max(CASE WHEN periode = 'sinds' THEN aantal END) AS n_sinds,
        min(CASE WHEN periode = 'sinds' AND plaats * 2 >= aantal THEN schooldagen END)
            AS mediaan_sinds
    FROM op_volgorde
    GROUP BY soort, school_id
),

zaken AS (
    SELECT
        soort,
        bestuur_id,
        school_id,
        count(DISTINCT zaak_nr) AS zaken,
        count(DISTINCT CASE WHEN is_gehouden THEN zaak_nr END) AS zaken_gehouden,
        count(DISTINCT CASE WHEN volgnr > 1 AND is_gehouden THEN zaak_nr END) AS zaken_herhaald
    FROM mart_evaluatie
    GROUP BY soort, bestuur_id, school_id
)

SELECT
    zaken.soort,
    zaken.bestuur_id,
    zaken.school_id,
    zaken.zaken,
    zaken.zaken_gehouden,
    zaken.zaken_herhaald,
    coalesce(medianen.n_tussen, 0) AS n_tussen,
    medianen.mediaan_tussen,
    coalesce(medianen.n_sinds, 0) AS n_sinds,
    medianen.mediaan_sinds
FROM zaken
LEFT JOIN medianen ON zaken.soort = medianen.soort AND zaken.school_id = medianen.school_id
