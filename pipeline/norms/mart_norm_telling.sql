-- Grain: one row per norm × verdict × school × schooljaar, where there is at least one
-- Numbers above 10 are exceptions: one verdict, whichever it is.
WITH verdicten AS (
    SELECT
        telling.groep_nr,
        telling.norm_nr,
        ref_oordeel.verdict,
        telling.aantal
    FROM toets_telling AS telling
    INNER JOIN ref_oordeel ON telling.oordeel = ref_oordeel.oordeel
    WHERE telling.oordeel <= 10
    UNION ALL
    SELECT
        groep_nr,
        norm_nr,
        'uitzondering' AS verdict,
        CAST(sum(aantal) AS INTEGER) AS aantal
    FROM toets_telling
    WHERE oordeel > 10
    GROUP BY groep_nr, norm_nr
)

SELECT
    ref_norm.norm_id,
    verdicten.verdict,
    groep.school_id,
    groep.schooljaar,
    verdicten.aantal
FROM verdicten
INNER JOIN ref_norm ON verdicten.norm_nr = ref_norm.volgorde
INNER JOIN toets_school_jaar AS groep ON verdicten.groep_nr = groep.school_jaar_nr
