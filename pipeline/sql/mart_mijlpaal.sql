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
        at_risk
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

-- The row of each curve that holds on the day of the milestone: the last one up to it is number 1.
-- (A join on "from this t up to the next" would compare every row with every row.)
standen AS (
    SELECT
        mijlpalen.mijlpaal,
        krommen.bestuur_id,
        krommen.school_id,
        krommen.schooljaar,
        krommen.uitkomst,
        krommen.incidentie,
        krommen.onder,
        krommen.boven,
        krommen.wachtend,
        row_number() OVER (
            PARTITION BY
                mijlpalen.mijlpaal,
                krommen.bestuur_id,
                krommen.school_id,
                krommen.schooljaar,
                krommen.uitkomst
            ORDER BY krommen.t DESC
        ) AS nr
    FROM krommen
    CROSS JOIN mijlpalen
    WHERE krommen.t <= mijlpalen.mijlpaal
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
        coalesce(standen.incidentie, 0) AS kans,
        standen.onder,
        standen.boven,
        coalesce(standen.wachtend, 1) AS wachtend
    FROM groepen
    CROSS JOIN mijlpalen
    LEFT JOIN standen
        ON
            groepen.bestuur_id = standen.bestuur_id
            AND groepen.school_id = standen.school_id
            AND groepen.schooljaar = standen.schooljaar
            AND groepen.uitkomst = standen.uitkomst
            AND mijlpalen.mijlpaal = standen.mijlpaal
            AND standen.nr = 1
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
