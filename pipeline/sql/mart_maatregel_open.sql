-- Grain: one row per school × schooljaar × organisational norm that is not in order
-- What the school says is not or only partly arranged, and since which school year. A year that is
-- silent or unknown breaks the run: nobody knows whether it was open then.
WITH maatregelen AS (
    SELECT
        maatregel.school_id,
        levering.bestuur_id,
        maatregel.schooljaar,
        maatregel.norm_id,
        maatregel.status,
        maatregel.datum,
        maatregel.n_aanwezig,
        maatregel.n_team,
        CAST(substr(maatregel.schooljaar, 1, 4) AS INTEGER) AS jaar,
        CASE WHEN maatregel.status IN ('nee', 'deels') THEN 1 ELSE 0 END AS staat_open
    FROM stg_organisatie_maatregel AS maatregel
    INNER JOIN stg_levering AS levering ON maatregel.school_id = levering.school_id
),

met_vorige AS (
    SELECT
        *,
        lag(status) OVER reeks AS vorige_status,
        CASE
            WHEN
                staat_open = 1
                AND coalesce(lag(staat_open) OVER reeks, 0) = 1
                AND lag(jaar) OVER reeks = jaar - 1
                THEN 0
            ELSE 1
        END AS begint_reeks
    FROM maatregelen
    WINDOW reeks AS (PARTITION BY school_id, norm_id ORDER BY jaar)
),

reeksen AS (
    SELECT
        *,
        sum(begint_reeks) OVER (PARTITION BY school_id, norm_id ORDER BY jaar) AS reeks_nr
    FROM met_vorige
)

SELECT
    school_id,
    bestuur_id,
    schooljaar,
    norm_id,
    status,
    vorige_status,
    min(schooljaar) OVER (PARTITION BY school_id, norm_id, reeks_nr) AS open_sinds,
    datum,
    n_aanwezig,
    n_team
FROM reeksen
WHERE staat_open = 1
