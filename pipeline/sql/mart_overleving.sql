-- Grain: one row per interval × selectie × eenheid × school ('alle') × schooljaar ('alle') × t
-- The life table and its estimates. t counts whole days of `eenheid`; ties and day 0 are exact: all
-- who leave on t are at risk on t. `overleving` is Kaplan-Meier for reaching the end moment (who
-- stopped or is still open is censored); `wachtend` and the two `incidentie` are Aalen-Johansen with
-- stopping as the competing outcome. Sources: Kaplan & Meier 1958; Greenwood 1926; Aalen & Johansen
-- 1978; log-log bands Kalbfleisch & Prentice 1980.
WITH wachttijden AS (
    SELECT
        interval,
        CASE WHEN acuut = 'ja' THEN 'acuut' ELSE 'niet_acuut' END AS selectie,
        'schooldagen' AS eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        schooldagen AS t,
        afloop
    FROM mart_doorlooptijd
    UNION ALL
    SELECT
        interval,
        CASE WHEN acuut = 'ja' THEN 'acuut' ELSE 'niet_acuut' END AS selectie,
        'werkdagen' AS eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        werkdagen AS t,
        afloop
    FROM mart_doorlooptijd
    UNION ALL
    SELECT
        interval,
        CASE WHEN acuut = 'ja' THEN 'acuut' ELSE 'niet_acuut' END AS selectie,
        'dagen' AS eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        dagen AS t,
        afloop
    FROM mart_doorlooptijd
    UNION ALL
    SELECT
        doorlooptijd.interval,
        'laatste' AS selectie,
        soort_interval.eenheid,
        doorlooptijd.bestuur_id,
        doorlooptijd.school_id,
        doorlooptijd.schooljaar,
        CASE soort_interval.eenheid
            WHEN 'schooldagen' THEN doorlooptijd.laatste_schooldagen
            WHEN 'werkdagen' THEN doorlooptijd.laatste_werkdagen
            ELSE doorlooptijd.laatste_dagen
        END AS t,
        doorlooptijd.laatste_afloop AS afloop
    FROM mart_doorlooptijd AS doorlooptijd
    INNER JOIN ref_interval AS soort_interval ON doorlooptijd.interval = soort_interval.interval
),

getallen AS (
    SELECT
        interval,
        selectie,
        eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        t,
        count(*) AS aantal,
        sum(CASE WHEN afloop = 'bereikt' THEN 1 ELSE 0 END) AS bereikt,
        sum(CASE WHEN afloop = 'gestopt' THEN 1 ELSE 0 END) AS gestopt
    FROM wachttijden
    WHERE afloop <> 'negatief' AND t IS NOT NULL
    GROUP BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar, t
),

-- All cases together, and acute ones apart in the interval's own unit.
per_selectie AS (
    SELECT
        interval,
        CASE WHEN selectie = 'laatste' THEN 'laatste' ELSE 'eerste' END AS selectie,
        eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        t,
        aantal,
        bereikt,
        gestopt
    FROM getallen
    UNION ALL
    SELECT
        getallen.interval,
        getallen.selectie,
        getallen.eenheid,
        getallen.bestuur_id,
        getallen.school_id,
        getallen.schooljaar,
        getallen.t,
        getallen.aantal,
        getallen.bereikt,
        getallen.gestopt
    FROM getallen
    INNER JOIN ref_interval AS soort_interval
        ON
            getallen.interval = soort_interval.interval
            AND getallen.eenheid = soort_interval.eenheid
    WHERE getallen.selectie <> 'laatste'
),

per_groep AS (
    SELECT
        interval,
        selectie,
        eenheid,
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        t,
        sum(aantal) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM per_selectie
    GROUP BY GROUPING SETS (
        (interval, selectie, eenheid, bestuur_id, school_id, schooljaar, t),
        (interval, selectie, eenheid, bestuur_id, school_id, t),
        (interval, selectie, eenheid, bestuur_id, schooljaar, t),
        (interval, selectie, eenheid, bestuur_id, t)
    )
),

risico AS (
    SELECT
        interval,
        selectie,
        eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        t,
        bereikt,
        gestopt,
        aantal - bereikt - gestopt AS gecensureerd,
        sum(aantal) OVER (
            PARTITION BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar
            ORDER BY t DESC
        ) AS at_risk
    FROM per_groep
),

-- Products over time as sums of logarithms; a last group that leaves as a whole ends at exactly 0.
termen AS (
    SELECT
        *,
        CASE WHEN bereikt < at_risk THEN ln(1 - CAST(bereikt AS DOUBLE) / at_risk) END
            AS ln_overleving,
        CASE WHEN bereikt < at_risk
            THEN CAST(bereikt AS DOUBLE) / (CAST(at_risk AS DOUBLE) * (at_risk - bereikt))
        END AS greenwood,
        CASE
            WHEN bereikt + gestopt < at_risk
                THEN ln(1 - CAST(bereikt + gestopt AS DOUBLE) / at_risk)
        END AS ln_wachtend
    FROM risico
),

krommen AS (
    SELECT
        *,
        sum(ln_overleving) OVER tot_en_met AS som_ln_overleving,
        sum(greenwood) OVER tot_en_met AS som_greenwood,
        sum(ln_wachtend) OVER tot_en_met AS som_ln_wachtend,
        exp(coalesce(sum(ln_wachtend) OVER ervoor, 0)) AS wachtend_ervoor
    FROM termen
    WINDOW
        tot_en_met AS (
            PARTITION BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ),
        ervoor AS (
            PARTITION BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
),

schattingen AS (
    SELECT
        *,
        CASE WHEN ln_overleving IS NULL THEN 0 ELSE exp(som_ln_overleving) END AS overleving,
        CASE WHEN ln_wachtend IS NULL THEN 0 ELSE exp(som_ln_wachtend) END AS wachtend,
        -- The log-log band is not defined where the curve is 1 or 0.
        CASE
            WHEN ln_overleving IS NOT NULL AND som_ln_overleving < 0
                THEN 1.959963984540054 * sqrt(som_greenwood) / som_ln_overleving
        END AS bandbreedte,
        sum(wachtend_ervoor * bereikt / at_risk) OVER tot_en_met AS incidentie_bereikt,
        sum(wachtend_ervoor * gestopt / at_risk) OVER tot_en_met AS incidentie_gestopt
    FROM krommen
    WINDOW
        tot_en_met AS (
            PARTITION BY interval, selectie, eenheid, bestuur_id, school_id, schooljaar
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
)

SELECT
    interval,
    selectie,
    eenheid,
    bestuur_id,
    school_id,
    schooljaar,
    t,
    CAST(at_risk AS INTEGER) AS at_risk,
    CAST(bereikt AS INTEGER) AS bereikt,
    CAST(gestopt AS INTEGER) AS gestopt,
    CAST(gecensureerd AS INTEGER) AS gecensureerd,
    overleving,
    CASE WHEN ln_overleving IS NOT NULL THEN overleving * overleving * som_greenwood END
        AS variantie,
    exp(som_ln_overleving * exp(-bandbreedte)) AS onder,
    exp(som_ln_overleving * exp(bandbreedte)) AS boven,
    wachtend,
    incidentie_bereikt,
    incidentie_gestopt
FROM schattingen
