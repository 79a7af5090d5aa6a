-- Grain: one row per interval × selectie × eenheid × school ('alle') × schooljaar ('alle')
-- What a life table says in a few numbers. A quantile is the first t on which the curve is at or
-- below it (with a tolerance of 1e-12: products of fractions miss one half by an ulp); NULL means
-- not reached yet. `*_naief` looks at the reached ones only, as is often done, and is too short.
-- `rmst` is the mean time waited up to the horizon (area below the curve); NULL when the curve ends
-- before it. Sources: Brookmeyer & Crowley 1982; Royston & Parmar 2013.
WITH tellingen_per_selectie AS (
    SELECT
        interval,
        'eerste' AS selectie,
        acuut,
        bestuur_id,
        school_id,
        schooljaar,
        afloop,
        dagen,
        schooldagen,
        werkdagen
    FROM mart_doorlooptijd
    UNION ALL
    SELECT
        interval,
        CASE WHEN acuut = 'ja' THEN 'acuut' ELSE 'niet_acuut' END AS selectie,
        acuut,
        bestuur_id,
        school_id,
        schooljaar,
        afloop,
        dagen,
        schooldagen,
        werkdagen
    FROM mart_doorlooptijd
    UNION ALL
    SELECT
        interval,
        'laatste' AS selectie,
        acuut,
        bestuur_id,
        school_id,
        schooljaar,
        laatste_afloop AS afloop,
        laatste_dagen AS dagen,
        laatste_schooldagen AS schooldagen,
        laatste_werkdagen AS werkdagen
    FROM mart_doorlooptijd
),

tellingen AS (
    SELECT
        interval,
        selectie,
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        sum(CASE WHEN afloop <> 'negatief' THEN 1 ELSE 0 END) AS n,
        sum(CASE WHEN afloop = 'bereikt' THEN 1 ELSE 0 END) AS n_bereikt,
        sum(CASE WHEN afloop = 'gestopt' THEN 1 ELSE 0 END) AS n_gestopt,
        sum(CASE WHEN afloop = 'open' THEN 1 ELSE 0 END) AS n_open,
        sum(CASE WHEN afloop = 'overgedragen' THEN 1 ELSE 0 END) AS n_overgedragen,
        sum(CASE WHEN afloop = 'negatief' THEN 1 ELSE 0 END) AS n_negatief,
        sum(CASE WHEN afloop = 'bereikt' AND dagen = 0 THEN 1 ELSE 0 END) AS n_zelfde_dag,
        sum(CASE WHEN afloop <> 'negatief' AND schooldagen IS NULL THEN 1 ELSE 0 END)
            AS n_zonder_kalender
    FROM tellingen_per_selectie
    GROUP BY GROUPING SETS (
        (interval, selectie, bestuur_id, school_id, schooljaar),
        (interval, selectie, bestuur_id, school_id),
        (interval, selectie, bestuur_id, schooljaar),
        (interval, selectie, bestuur_id)
    )
),

-- Only the interval's own unit has the last occurrence and the acute cases apart.
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
    WHERE tellingen.selectie = 'eerste' OR eenheden.eenheid = soort_interval.eenheid
),

stappen AS (
    SELECT
        overleving.*,
        CASE WHEN overleving.eenheid = soort_interval.eenheid THEN soort_interval.horizon END
            AS horizon,
        sum(overleving.bereikt) OVER (
            PARTITION BY
                overleving.interval, overleving.selectie, overleving.eenheid,
                overleving.bestuur_id, overleving.school_id, overleving.schooljaar
            ORDER BY overleving.t
        ) AS bereikt_tot_en_met,
        sum(overleving.bereikt) OVER (
            PARTITION BY
                overleving.interval, overleving.selectie, overleving.eenheid,
                overleving.bestuur_id, overleving.school_id, overleving.schooljaar
        ) AS bereikt_samen,
        lead(overleving.t) OVER (
            PARTITION BY
                overleving.interval, overleving.selectie, overleving.eenheid,
                overleving.bestuur_id, overleving.school_id, overleving.schooljaar
            ORDER BY overleving.t
        ) AS volgende_t
    FROM mart_overleving AS overleving
    INNER JOIN ref_interval AS soort_interval ON overleving.interval = soort_interval.interval
),

-- The area below the curve from t on, up to the horizon.
oppervlakten AS (
    SELECT
        *,
        sum(
            overleving * greatest(least(coalesce(volgende_t, horizon), horizon) - t, 0)
        ) OVER (
            PARTITION BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar
            ORDER BY t DESC
        ) AS oppervlakte_vanaf
    FROM stappen
),

krommen AS (
    SELECT
        interval,
        selectie,
        eenheid,
        bestuur_id,
        school_id,
        schooljaar,
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
        max(horizon) AS horizon,
        CASE
            WHEN max(horizon) IS NULL THEN NULL
            WHEN max(t) >= max(horizon) OR min(overleving) = 0
                THEN least(min(t), max(horizon)) + max(oppervlakte_vanaf)
        END AS rmst,
        sum(
            CASE
                WHEN t <= horizon AND bereikt < at_risk
                    THEN oppervlakte_vanaf * oppervlakte_vanaf * bereikt
                        / (CAST(at_risk AS DOUBLE) * (at_risk - bereikt))
                ELSE 0
            END
        ) AS rmst_variantie
    FROM oppervlakten
    GROUP BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar
)

SELECT
    rijen.interval,
    rijen.selectie,
    rijen.eenheid,
    rijen.bestuur_id,
    rijen.school_id,
    rijen.schooljaar,
    CAST(rijen.n AS INTEGER) AS n,
    CAST(rijen.n_bereikt AS INTEGER) AS n_bereikt,
    CAST(rijen.n_gestopt AS INTEGER) AS n_gestopt,
    CAST(rijen.n_open AS INTEGER) AS n_open,
    CAST(rijen.n_overgedragen AS INTEGER) AS n_overgedragen,
    CAST(rijen.n_negatief AS INTEGER) AS n_negatief,
    CAST(rijen.n_zelfde_dag AS INTEGER) AS n_zelfde_dag,
    CAST(rijen.n_zonder_kalender AS INTEGER) AS n_zonder_kalender,
    krommen.p25,
    krommen.mediaan,
    krommen.mediaan_onder,
    krommen.mediaan_boven,
    krommen.p75,
    krommen.p90,
    krommen.p90_onder,
    krommen.p90_boven,
    krommen.mediaan_naief,
    krommen.p90_naief,
    krommen.mediaan_incidentie,
    krommen.rmst,
    CASE
        WHEN krommen.rmst IS NOT NULL
            THEN greatest(krommen.rmst - 1.959963984540054 * sqrt(krommen.rmst_variantie), 0)
    END AS rmst_onder,
    CASE
        WHEN krommen.rmst IS NOT NULL
            THEN least(
                krommen.rmst + 1.959963984540054 * sqrt(krommen.rmst_variantie), rijen.rmst_horizon
            )
    END AS rmst_boven,
    rijen.rmst_horizon
FROM rijen
LEFT JOIN krommen
    ON
        rijen.interval = krommen.interval
        AND rijen.selectie = krommen.selectie
        AND rijen.eenheid = krommen.eenheid
        AND rijen.bestuur_id = krommen.bestuur_id
        AND rijen.school_id = krommen.school_id
        AND rijen.schooljaar = krommen.schooljaar
