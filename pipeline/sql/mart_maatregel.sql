-- Grain: one row per school × schooljaar × organisational norm
-- Declared by the school itself (meldcode, section II).
SELECT
    maatregel.school_id,
    levering.bestuur_id,
    maatregel.schooljaar,
    levering.peildatum,
    maatregel.norm_id,
    maatregel.status,
    maatregel.datum,
    maatregel.n_aanwezig,
    maatregel.n_team,
    -- Counted at the end of the school year, or on the peildatum while it runs.
    date_diff('day', maatregel.datum, least(schooljaar.laatste_dag, levering.peildatum))
        AS dagen_geleden,
    -- As in toets_school_jaar, which the norm on training (O-D03) reads.
    CAST(least(schooljaar.laatste_dag, levering.peildatum) - INTERVAL 12 MONTH AS DATE)
        AS twaalf_maanden_terug
FROM stg_organisatie_maatregel AS maatregel
INNER JOIN stg_levering AS levering ON maatregel.school_id = levering.school_id
INNER JOIN ref_schooljaar AS schooljaar ON maatregel.schooljaar = schooljaar.schooljaar
