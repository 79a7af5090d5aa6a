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

tellingen_per_selectie AS (
    SELECT
        interval,
        'eerste' AS selectie,
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
    FROM per_zaakgroep
    UNION ALL
    SELECT
        interval,
        CASE WHEN is_acuut THEN 'acuut' ELSE 'niet_acuut' END AS selectie,
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
    FROM per_zaakgroep
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
    FROM per_zaakgroep
),

tellingen AS (
    SELECT
        interval,
        selectie,
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
        sum(n_zonder_kalender) AS n_zonder_kalender
    FROM tellingen_per_selectie
    GROUP BY GROUPING SETS (
        (interval, selectie, bestuur_id, school_id, schooljaar),
        (interval, selectie, bestuur_id, school_id),
        (interval, selectie, bestuur_id, schooljaar),
        (interval, selectie, bestuur_id)
    )
),

-- The same series as in mart_overleving: the last occurrence, and acute cases apart, in the
-- interval's own unit only; acute cases for all schools together; per school year the first
-- occurrence in that unit alone.
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
        (tellingen.selectie = 'eerste' OR eenheden.eenheid = soort_interval.eenheid)
        AND (tellingen.selectie IN ('eerste', 'laatste') OR tellingen.school_id = 'alle')
        AND (
            tellingen.schooljaar = 'alle'
            OR (tellingen.selectie = 'eerste' AND eenheden.eenheid = soort_interval.eenheid)
        )
),

groepen AS (
    SELECT
        groep_nr,
        max(bereikt_tot_en_met) AS bereikt_samen,
        min(t) AS eerste_t,
        max(t) AS laatste_t,
        min(overleving) AS laagste,
        max(oppervlakte) AS oppervlakte_samen
    FROM mart_overleving
    GROUP BY groep_nr
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
        groepen.bereikt_samen,
        -- The area below the curve from this t on, up to the horizon.
        groepen.oppervlakte_samen - overleving.oppervlakte
        + overleving.overleving
        * (
            least(coalesce(overleving.volgende_t, soort_interval.horizon), soort_interval.horizon)
            - least(overleving.t, soort_interval.horizon)
        ) AS oppervlakte_vanaf
    FROM mart_overleving AS overleving
    INNER JOIN groepen ON overleving.groep_nr = groepen.groep_nr
    INNER JOIN ref_interval AS soort_interval ON overleving.interval = soort_interval.interval
),

kwantielen AS (
    SELECT
        groep_nr,
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

-- A curve's names stand on each of its rows: read from the first.
krommen AS (
    SELECT
        groepen.*,
        eerste.interval,
        eerste.selectie,
        eerste.eenheid,
        eerste.bestuur_id,
        eerste.school_id,
        eerste.schooljaar,
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
        kwantielen.rmst_variantie
    FROM groepen
    INNER JOIN kwantielen ON groepen.groep_nr = kwantielen.groep_nr
    INNER JOIN mart_overleving AS eerste
        ON groepen.groep_nr = eerste.groep_nr AND groepen.eerste_t = eerste.t
),

samen AS (
    SELECT
        rijen.*,
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
        krommen.rmst_variantie,
        -- A curve that ends above 0 before the horizon has no area up to there.
        CASE
            WHEN krommen.laatste_t >= rijen.rmst_horizon OR krommen.laagste = 0
                THEN least(krommen.eerste_t, rijen.rmst_horizon) + krommen.oppervlakte_samen
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
