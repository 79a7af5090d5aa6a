-- Grain: one row per eenheid × school ('alle') × schooljaar ('alle') × t × uitkomst
-- Time from the first signal to the first decision, with its four competing outcomes: 5A, 5B,
-- gestopt, overgedragen (Aalen-Johansen). On every t the four incidenties and `wachtend` add up to 1.
-- Variance: Dinse & Larson 1986, equation 6 (Marubini & Valsecchi 1995, 10.3); log-log bands.
WITH uitkomsten AS (
    SELECT
        doorlooptijd.bestuur_id,
        doorlooptijd.school_id,
        doorlooptijd.schooljaar,
        doorlooptijd.schooldagen,
        doorlooptijd.dagen,
        CASE
            WHEN doorlooptijd.afloop = 'bereikt' AND zaak.eerste_besluit = 'stoppen' THEN 'gestopt'
            WHEN doorlooptijd.afloop = 'bereikt' THEN zaak.eerste_besluit
            ELSE doorlooptijd.afloop
        END AS uitkomst
    FROM mart_doorlooptijd AS doorlooptijd
    INNER JOIN mart_zaak AS zaak ON doorlooptijd.zaak_nr = zaak.zaak_nr
    WHERE doorlooptijd.interval = 'signalering_besluit' AND doorlooptijd.afloop <> 'negatief'
),

per_eenheid AS (
    SELECT
        'schooldagen' AS eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        uitkomst,
        schooldagen AS t
    FROM uitkomsten
    WHERE schooldagen IS NOT NULL
    UNION ALL
    SELECT
        'dagen' AS eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        uitkomst,
        dagen AS t
    FROM uitkomsten
),

getallen AS (
    SELECT
        eenheid,
        bestuur_id,
        school_id,
        schooljaar,
        t,
        count(*) AS aantal,
        sum(CASE WHEN uitkomst = '5A' THEN 1 ELSE 0 END) AS besloten_5a,
        sum(CASE WHEN uitkomst = '5B' THEN 1 ELSE 0 END) AS besloten_5b,
        sum(CASE WHEN uitkomst = 'gestopt' THEN 1 ELSE 0 END) AS gestopt,
        sum(CASE WHEN uitkomst = 'overgedragen' THEN 1 ELSE 0 END) AS overgedragen
    FROM per_eenheid
    GROUP BY eenheid, bestuur_id, school_id, schooljaar, t
),

per_groep AS (
    SELECT
        eenheid,
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        t,
        sum(aantal) AS aantal,
        sum(besloten_5a) AS besloten_5a,
        sum(besloten_5b) AS besloten_5b,
        sum(gestopt) AS gestopt,
        sum(overgedragen) AS overgedragen
    FROM getallen
    GROUP BY GROUPING SETS (
        (eenheid, bestuur_id, school_id, schooljaar, t),
        (eenheid, bestuur_id, school_id, t),
        (eenheid, bestuur_id, schooljaar, t),
        (eenheid, bestuur_id, t)
    )
),

risico AS (
    SELECT
        *,
        besloten_5a + besloten_5b + gestopt + overgedragen AS vertrokken,
        sum(aantal) OVER (
            PARTITION BY eenheid, bestuur_id, school_id, schooljaar
            ORDER BY t DESC
        ) AS at_risk
    FROM per_groep
),

termen AS (
    SELECT
        *,
        CASE WHEN vertrokken < at_risk THEN ln(1 - CAST(vertrokken AS DOUBLE) / at_risk) END
            AS ln_wachtend,
        CASE WHEN vertrokken < at_risk
            THEN CAST(vertrokken AS DOUBLE) / (CAST(at_risk AS DOUBLE) * (at_risk - vertrokken))
            ELSE 0
        END AS greenwood
    FROM risico
),

wachtenden AS (
    SELECT
        *,
        CASE
            WHEN ln_wachtend IS NULL THEN 0
            ELSE exp(
                sum(ln_wachtend) OVER (
                    PARTITION BY eenheid, bestuur_id, school_id, schooljaar
                    ORDER BY t
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                )
            )
        END AS wachtend,
        exp(
            coalesce(
                sum(ln_wachtend) OVER (
                    PARTITION BY eenheid, bestuur_id, school_id, schooljaar
                    ORDER BY t
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ),
                0
            )
        ) AS wachtend_ervoor
    FROM termen
),

per_uitkomst AS (
    SELECT
        *,
        '5A' AS uitkomst,
        besloten_5a AS aantal_uitkomst
    FROM wachtenden
    UNION ALL
    SELECT
        *,
        '5B' AS uitkomst,
        besloten_5b AS aantal_uitkomst
    FROM wachtenden
    UNION ALL
    SELECT
        *,
        'gestopt' AS uitkomst,
        gestopt AS aantal_uitkomst
    FROM wachtenden
    UNION ALL
    SELECT
        *,
        'overgedragen' AS uitkomst,
        overgedragen AS aantal_uitkomst
    FROM wachtenden
),

incidenties AS (
    SELECT
        *,
        wachtend_ervoor * aantal_uitkomst / at_risk AS stap,
        sum(wachtend_ervoor * aantal_uitkomst / at_risk) OVER (
            PARTITION BY eenheid, bestuur_id, school_id, schooljaar, uitkomst
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS incidentie
    FROM per_uitkomst
),

-- The sums over the days up to t of which the variance is made.
varianties AS (
    SELECT
        *,
        sum(greenwood) OVER tot_en_met AS som_g,
        sum(incidentie * greenwood) OVER tot_en_met AS som_fg,
        sum(incidentie * incidentie * greenwood) OVER tot_en_met AS som_ffg,
        sum(
            wachtend_ervoor * wachtend_ervoor * CAST(aantal_uitkomst AS DOUBLE)
            * (at_risk - aantal_uitkomst) / (CAST(at_risk AS DOUBLE) * at_risk * at_risk)
        ) OVER tot_en_met AS som_d,
        sum(stap / at_risk) OVER tot_en_met AS som_e,
        sum(incidentie * stap / at_risk) OVER tot_en_met AS som_fe
    FROM incidenties
    WINDOW
        tot_en_met AS (
            PARTITION BY eenheid, bestuur_id, school_id, schooljaar, uitkomst
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
),

met_variantie AS (
    SELECT
        *,
        -- Rounding may leave a difference just below nought.
        greatest(
            incidentie * incidentie * som_g - 2 * incidentie * som_fg + som_ffg
            + som_d
            - 2 * (incidentie * som_e - som_fe),
            0
        ) AS variantie
    FROM varianties
)

SELECT
    eenheid,
    bestuur_id,
    school_id,
    schooljaar,
    t,
    uitkomst,
    CAST(at_risk AS INTEGER) AS at_risk,
    CAST(aantal_uitkomst AS INTEGER) AS aantal,
    incidentie,
    variantie,
    CASE
        WHEN incidentie > 0 AND incidentie < 1 - 1e-12
            THEN power(
                incidentie,
                exp(-1.959963984540054 * sqrt(variantie) / (incidentie * ln(incidentie)))
            )
    END AS onder,
    CASE
        WHEN incidentie > 0 AND incidentie < 1 - 1e-12
            THEN power(
                incidentie,
                exp(1.959963984540054 * sqrt(variantie) / (incidentie * ln(incidentie)))
            )
    END AS boven,
    wachtend
FROM met_variantie
