-- Grain: one row per mijlpaal × school ('alle') × schooljaar ('alle') × uitkomst
-- The chance of a first decision within 20, 40 and 60 school days (I-04), read from the curves of
-- mart_uitkomst. NULL where nobody was followed that long while cases still waited.
WITH krommen AS (
    SELECT
        bestuur_id,
        school_id,
        schooljaar,
        uitkomst,
        t,
        incidentie,
        onder,
        boven,
        wachtend,
        at_risk,
        lead(t) OVER (
            PARTITION BY bestuur_id, school_id, schooljaar, uitkomst ORDER BY t
        ) AS volgende_t
    FROM mart_uitkomst
    WHERE eenheid = 'schooldagen'
),

groepen AS (
    SELECT
        bestuur_id,
        school_id,
        schooljaar,
        uitkomst,
        max(at_risk) AS n,
        max(t) AS laatste_t,
        min(wachtend) AS wacht_aan_het_eind
    FROM krommen
    GROUP BY bestuur_id, school_id, schooljaar, uitkomst
),

mijlpalen AS (
    SELECT 20 AS mijlpaal
    UNION ALL
    SELECT 40 AS mijlpaal
    UNION ALL
    SELECT 60 AS mijlpaal
),

gelezen AS (
    SELECT
        mijlpalen.mijlpaal,
        groepen.bestuur_id,
        groepen.school_id,
        groepen.schooljaar,
        groepen.uitkomst,
        groepen.n,
        groepen.laatste_t >= mijlpalen.mijlpaal OR groepen.wacht_aan_het_eind < 1e-12
            AS is_gevolgd,
        -- Before the first day on which anything happened the chance is nought.
        coalesce(krommen.incidentie, 0) AS kans,
        krommen.onder,
        krommen.boven,
        coalesce(krommen.wachtend, 1) AS wachtend
    FROM groepen
    CROSS JOIN mijlpalen
    LEFT JOIN krommen
        ON
            groepen.bestuur_id = krommen.bestuur_id
            AND groepen.school_id = krommen.school_id
            AND groepen.schooljaar = krommen.schooljaar
            AND groepen.uitkomst = krommen.uitkomst
            AND mijlpalen.mijlpaal >= krommen.t
            AND mijlpalen.mijlpaal < coalesce(krommen.volgende_t, mijlpalen.mijlpaal + 1)
)

SELECT
    mijlpaal,
    bestuur_id,
    school_id,
    schooljaar,
    uitkomst,
    n,
    CASE WHEN is_gevolgd THEN kans END AS kans,
    CASE WHEN is_gevolgd THEN onder END AS onder,
    CASE WHEN is_gevolgd THEN boven END AS boven,
    CASE WHEN is_gevolgd THEN wachtend END AS wachtend
FROM gelezen
