-- Grain: one row per school ('alle') × schooljaar ('alle')
-- Cases beside pupils. Per 1000 pupils only over school years that are whole and schools that gave
-- their number; the interval is Byar's approximation to the exact Poisson one (Breslow & Day 1987).
-- Few cases does not mean safe: most children in need are never signalled.
WITH per_jaar AS (
    SELECT
        stroom.bestuur_id,
        stroom.school_id,
        stroom.schooljaar,
        stroom.nieuw AS zaken,
        school_jaar.leerlingen,
        CASE WHEN stroom.is_heel AND school_jaar.leerlingen > 0 THEN stroom.nieuw END
            AS zaken_met_noemer,
        CASE WHEN stroom.is_heel AND school_jaar.leerlingen > 0 THEN school_jaar.leerlingen END
            AS leerlingjaren
    FROM mart_stroom AS stroom
    LEFT JOIN stg_school_jaar AS school_jaar
        ON
            stroom.school_id = school_jaar.school_id
            AND stroom.schooljaar = school_jaar.schooljaar
),

per_groep AS (
    SELECT
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        sum(zaken) AS zaken,
        sum(leerlingen) AS leerlingen,
        CAST(sum(zaken_met_noemer) AS DOUBLE) AS geteld,
        CAST(sum(leerlingjaren) AS DOUBLE) AS leerlingjaren
    FROM per_jaar
    GROUP BY GROUPING SETS (
        (bestuur_id, school_id, schooljaar),
        (bestuur_id, school_id),
        (bestuur_id, schooljaar),
        (bestuur_id)
    )
)

SELECT
    bestuur_id,
    school_id,
    schooljaar,
    CAST(zaken AS INTEGER) AS zaken,
    CAST(leerlingen AS INTEGER) AS leerlingen,
    1000 * geteld / leerlingjaren AS per_1000,
    CASE
        WHEN geteld = 0 THEN 0
        ELSE
            1000 * geteld
            * power(1 - 1 / (9 * geteld) - 1.959963984540054 / (3 * sqrt(geteld)), 3)
            / leerlingjaren
    END AS onder,
    1000 * (geteld + 1)
    * power(1 - 1 / (9 * (geteld + 1)) + 1.959963984540054 / (3 * sqrt(geteld + 1)), 3)
    / leerlingjaren AS boven
FROM per_groep
