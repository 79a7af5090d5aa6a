-- Grain: one row per school × schooljaar of the bestuur
-- The delivered-or-nought register. `status`: geleverd, nul_zaken (delivered, no new case), deels
-- (the school year ran on after the peildatum, or cases of it were deleted since), niet_geleverd (it began after the peildatum).
-- `aantal_leveringen` above 1 is a re-delivery.
WITH keren AS (
    SELECT
        school_id,
        count(*) AS aantal_leveringen
    FROM log_levering
    GROUP BY school_id
),

jaren AS (
    SELECT DISTINCT
        bestuur_id,
        schooljaar
    FROM mart_stroom
)

SELECT
    levering.school_id,
    levering.bestuur_id,
    jaren.schooljaar,
    levering.peildatum,
    levering.bron,
    levering.rijen,
    levering.afgekeurd_rijen,
    coalesce(keren.aantal_leveringen, 1) AS aantal_leveringen,
    coalesce(stroom.nieuw, 0) AS nieuw,
    CASE
        WHEN schooljaar.eerste_dag > levering.peildatum THEN 'niet_geleverd'
        WHEN schooljaar.laatste_dag > levering.peildatum THEN 'deels'
        WHEN geschoond.schooljaar IS NOT NULL THEN 'deels'
        WHEN coalesce(stroom.nieuw, 0) = 0 THEN 'nul_zaken'
        ELSE 'geleverd'
    END AS status
FROM stg_levering AS levering
INNER JOIN jaren ON levering.bestuur_id = jaren.bestuur_id
INNER JOIN ref_schooljaar AS schooljaar ON jaren.schooljaar = schooljaar.schooljaar
LEFT JOIN mart_stroom AS stroom
    ON levering.school_id = stroom.school_id AND jaren.schooljaar = stroom.schooljaar
LEFT JOIN ref_geschoond AS geschoond
    ON levering.school_id = geschoond.school_id AND jaren.schooljaar = geschoond.schooljaar
LEFT JOIN keren ON levering.school_id = keren.school_id
