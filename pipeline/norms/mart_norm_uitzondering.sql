-- Grain: one row per norm × exception × school × schooljaar, where there is at least one
SELECT
    ref_norm.norm_id,
    ref_oordeel.uitzondering,
    groep.school_id,
    groep.schooljaar,
    telling.aantal
FROM toets_telling AS telling
INNER JOIN ref_oordeel ON telling.oordeel = ref_oordeel.oordeel
INNER JOIN ref_norm ON telling.norm_nr = ref_norm.volgorde
INNER JOIN toets_school_jaar AS groep ON telling.groep_nr = groep.school_jaar_nr
WHERE telling.oordeel > 10
