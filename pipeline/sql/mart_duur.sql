-- Grain: one row per interval × selectie × eenheid × school ('alle') × schooljaar ('alle')
-- What a life table says in a few numbers. A quantile is the first t on which the curve is at or
-- below it (with a tolerance of 1e-12: products of fractions miss one half by an ulp); NULL means
-- not reached yet. `*_naief` looks at the reached ones only, as is often done, and is too short.
-- `rmst` is the mean time waited up to the horizon (area below the curve); NULL when the curve ends
-- before it. Sources: Brookmeyer & Crowley 1982; Royston & Parmar 2013.
-- One pass over the cases; what follows adds up these few rows.
WITH per_zaakgroep AS (
    SELECT
        interval,
        coalesce(acuut = 'ja', FALSE) AS is_acuut,
        bestuur_id,
        school_id,
        schooljaar,
        sum(CASE WHEN afloop <> 'negatief' THEN 1 ELSE 0 END) AS n,
        sum(CASE WHEN afloop = 'bereikt' THEN 1 ELSE 0 END) AS n_bereikt,
        sum(CASE WHEN afloop = 'gestopt' THEN 1 ELSE 0 END) AS n_gestopt,
        sum(CASE WHEN afloop = 'open' THEN 1 ELSE 0 END) AS n_open,
        sum(CASE WHEN afloop = 'overgedragen' THEN 1 ELSE 0 END) AS n_overgedragen,
        sum(CASE WHEN afloop = 'negatief' THEN 1 ELSE 0 END) AS n_negatief,
        sum(CASE WHEN afloop = 'bereikt' AND dagen = 0 THEN 1 ELSE 0 END) AS n_zelfde_dag,
        sum(CASE WHEN afloop <> 'negatief' AND schooldagen IS NULL THEN 1 ELSE 0 END)
            AS n_zonder_kalender,
        sum(CASE WHEN laatste_afloop <> 'negatief' THEN 1 ELSE 0 END) AS laatste_n,
        sum(CASE WHEN laatste_afloop = 'bereikt' THEN 1 ELSE 0 END) AS laatste_n_bereikt,
        sum(CASE WHEN laatste_afloop = 'gestopt' THEN 1 ELSE 0 END) AS laatste_n_gestopt,
        sum(CASE WHEN laatste_afloop = 'open' THEN 1 ELSE 0 END) AS laatste_n_open,
        sum(CASE WHEN laatste_afloop = 'overgedragen' THEN 1 ELSE 0 END) AS laatste_n_overgedragen,
        sum(CASE WHEN laatste_afloop = 'negatief' THEN 1 ELSE 0 END) AS laatste_n_negatief,
        sum(CASE WHEN laatste_afloop = 'bereikt' AND laatste_dagen = 0 THEN 1 ELSE 0 END)
            AS laatste_n_zelfde_dag,
        sum(
            CASE WHEN laatste_afloop <> 'negatief' AND laatste_schooldagen IS NULL THEN 1 ELSE 0 END
        ) AS laatste_n_zonder_kalender
    FROM mart_doorlooptijd
    WHERE NOT is_geschoond
    GROUP BY interval, coalesce(acuut = 'ja', FALSE), bestuur_id, school_id, schooljaar
),

-- Per school or all ('alle'), per school year or all; `is_acuut` is NULL for acute cases and the
-- others together.
samengeteld AS (
    SELECT
        interval,
        is_acuut,
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        sum(n) AS n,
        sum(n_bereikt) AS n_bereikt,
        sum(n_gestopt) AS n_gestopt,
        sum(n_open) AS n_open,
        sum(n_overgedragen) AS n_overgedragen,
        sum(n_negatief) AS n_negatief,
        sum(n_zelfde_dag) AS n_zelfde_dag,
        sum(n_zonder_kalender) AS n_zonder_kalender,
        sum(laatste_n) AS laatste_n,
        sum(laatste_n_bereikt) AS laatste_n_bereikt,
        sum(laatste_n_gestopt) AS laatste_n_gestopt,
        sum(laatste_n_open) AS laatste_n_open,
        sum(laatste_n_overgedragen) AS laatste_n_overgedragen,
        sum(laatste_n_negatief) AS laatste_n_negatief,
        sum(laatste_n_zelfde_dag) AS laatste_n_zelfde_dag,
        sum(laatste_n_zonder_kalender) AS laatste_n_zonder_kalender
    FROM per_zaakgroep
    GROUP BY GROUPING SETS (
        (interval, bestuur_id, school_id, schooljaar),
        (interval, bestuur_id, school_id),
        (interval, bestuur_id, schooljaar),
        (interval, bestuur_id),
        (interval, bestuur_id, is_acuut)
    )
),

-- The same series as in mart_overleving: acute cases apart for all schools and years together, the
-- last occurrence for all years together.
tellingen AS (
    SELECT
        interval,
        CASE
            WHEN is_acuut IS NULL THEN 'eerste'
            WHEN is_acuut THEN 'acuut'
            ELSE 'niet_acuut'
        END AS selectie,
        bestuur_id,
        school_id,
        schooljaar,
        n,
        n_bereikt,
        n_gestopt,
        n_open,
        n_overgedragen,
        n_negatief,
        n_zelfde_dag,
        n_zonder_kalender
    FROM samengeteld
    UNION ALL
    SELECT
        interval,
        'laatste' AS selectie,
        bestuur_id,
        school_id,
        schooljaar,
        laatste_n AS n,
        laatste_n_bereikt AS n_bereikt,
        laatste_n_gestopt AS n_gestopt,
        laatste_n_open AS n_open,
        laatste_n_overgedragen AS n_overgedragen,
        laatste_n_negatief AS n_negatief,
        laatste_n_zelfde_dag AS n_zelfde_dag,
        laatste_n_zonder_kalender AS n_zonder_kalender
    FROM samengeteld
    WHERE is_acuut IS NULL AND schooljaar = 'alle'
),

-- All years together in every unit for the first occurrence; the rest in the interval's own unit.
rijen AS (
    SELECT
        tellingen.*,
        eenheden.eenheid,
        CASE WHEN eenheden.eenheid = soort_interval.eenheid THEN soort_interval.horizon END
            AS rmst_horizon
    FROM tellingen
    INNER JOIN ref_interval AS soort_interval ON tellingen.interval = soort_interval.interval
    CROSS JOIN (
        SELECT 'schooldagen' AS eenheid
        UNION ALL
        SELECT 'werkdagen' AS eenheid
        UNION ALL
        SELECT 'dagen' AS eenheid
    ) AS eenheden
    WHERE
        eenheden.eenheid = soort_interval.eenheid
        OR (tellingen.selectie = 'eerste' AND tellingen.schooljaar = 'alle')
),

-- The last point of a curve: its names stand there as on every point, its sums are of the whole.
krommen AS (
    SELECT
        overleving.groep_nr,
        overleving.interval,
        overleving.selectie,
        overleving.eenheid,
        overleving.bestuur_id,
        overleving.school_id,
        overleving.schooljaar,
        overleving.t AS laatste_t,
        overleving.overleving AS laagste,
        overleving.bereikt_tot_en_met AS bereikt_samen,
        overleving.oppervlakte AS oppervlakte_samen,
        soort_interval.horizon
    FROM mart_overleving AS overleving
    INNER JOIN ref_interval AS soort_interval ON overleving.interval = soort_interval.interval
    WHERE overleving.volgende_t IS NULL
),

stappen AS (
    SELECT
        overleving.groep_nr,
        overleving.t,
        overleving.at_risk,
        overleving.bereikt,
        overleving.bereikt_tot_en_met,
        overleving.overleving,
        overleving.onder,
        overleving.boven,
        overleving.incidentie_bereikt,
        krommen.bereikt_samen,
        -- The area below the curve from this t on, up to the horizon.
        krommen.oppervlakte_samen - overleving.oppervlakte
        + overleving.overleving
        * (
            least(coalesce(overleving.volgende_t, krommen.horizon), krommen.horizon)
            - least(overleving.t, krommen.horizon)
        ) AS oppervlakte_vanaf
    FROM mart_overleving AS overleving
    INNER JOIN krommen ON overleving.groep_nr = krommen.groep_nr
),

kwantielen AS (
    SELECT
        groep_nr,
        min(t) AS eerste_t,
        min(CASE WHEN overleving <= 0.75 + 1e-12 THEN t END) AS p25,
        min(CASE WHEN overleving <= 0.5 + 1e-12 THEN t END) AS mediaan,
        min(CASE WHEN overleving <= 0.25 + 1e-12 THEN t END) AS p75,
        min(CASE WHEN overleving <= 0.1 + 1e-12 THEN t END) AS p90,
        min(CASE WHEN onder <= 0.5 + 1e-12 OR overleving = 0 THEN t END) AS mediaan_onder,
        min(CASE WHEN boven <= 0.5 + 1e-12 THEN t END) AS mediaan_boven,
        min(CASE WHEN onder <= 0.1 + 1e-12 OR overleving = 0 THEN t END) AS p90_onder,
        min(CASE WHEN boven <= 0.1 + 1e-12 THEN t END) AS p90_boven,
        min(CASE WHEN bereikt > 0 AND bereikt_tot_en_met * 2 >= bereikt_samen THEN t END)
            AS mediaan_naief,
        min(CASE WHEN bereikt > 0 AND bereikt_tot_en_met * 10 >= bereikt_samen * 9 THEN t END)
            AS p90_naief,
        min(CASE WHEN incidentie_bereikt >= 0.5 - 1e-12 THEN t END) AS mediaan_incidentie,
        sum(
            CASE
                WHEN bereikt < at_risk AND bereikt > 0
                    THEN
                        oppervlakte_vanaf * oppervlakte_vanaf * bereikt
                        / (CAST(at_risk AS DOUBLE) * (at_risk - bereikt))
                ELSE 0
            END
        ) AS rmst_variantie
    FROM stappen
    GROUP BY groep_nr
),

samen AS (
    SELECT
        rijen.*,
        kwantielen.p25,
        kwantielen.mediaan,
        kwantielen.mediaan_onder,
        kwantielen.mediaan_boven,
        kwantielen.p75,
        kwantielen.p90,
        kwantielen.p90_onder,
        kwantielen.p90_boven,
        kwantielen.mediaan_naief,
        kwantielen.p90_naief,
        kwantielen.mediaan_incidentie,
        kwantielen.rmst_variantie,
        -- A curve that ends above 0 before the horizon has no area up to there.
        CASE
            WHEN krommen.laatste_t >= rijen.rmst_horizon OR krommen.laagste = 0
                THEN least(kwantielen.eerste_t, rijen.rmst_horizon) + krommen.oppervlakte_samen
        END AS rmst
    FROM rijen
    LEFT JOIN krommen
        ON
            rijen.interval = krommen.interval
            AND rijen.selectie = krommen.selectie
            AND rijen.eenheid = krommen.eenheid
            AND rijen.bestuur_id = krommen.bestuur_id
            AND rijen.school_id = krommen.school_id
            AND rijen.schooljaar = krommen.schooljaar
    LEFT JOIN kwantielen ON krommen.groep_nr = kwantielen.groep_nr
)

SELECT
    interval,
    selectie,
    eenheid,
    bestuur_id,
    school_id,
    schooljaar,
    CAST(n AS INTEGER) AS n,
    CAST(n_bereikt AS INTEGER) AS n_bereikt,
    CAST(n_gestopt AS INTEGER) AS n_gestopt,
    CAST(n_open AS INTEGER) AS n_open,
    CAST(n_overgedragen AS INTEGER) AS n_overgedragen,
    CAST(n_negatief AS INTEGER) AS n_negatief,
    CAST(n_zelfde_dag AS INTEGER) AS n_zelfde_dag,
    CAST(n_zonder_kalender AS INTEGER) AS n_zonder_kalender,
    p25,
    mediaan,
    mediaan_onder,
    mediaan_boven,
    p75,
    p90,
    p90_onder,
    p90_boven,
    mediaan_naief,
    p90_naief,
    mediaan_incidentie,
    rmst,
    CASE
        WHEN rmst IS NOT NULL
            THEN greatest(rmst - 1.959963984540054 * sqrt(rmst_variantie), 0)
    END AS rmst_onder,
    CASE
        WHEN rmst IS NOT NULL
            THEN least(rmst + 1.959963984540054 * sqrt(rmst_variantie), rmst_horizon)
    END AS rmst_boven,
    rmst_horizon
FROM samen
