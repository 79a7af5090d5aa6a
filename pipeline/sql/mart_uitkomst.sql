-- Grain: one row per eenheid × school ('alle') × schooljaar ('alle') × t × uitkomst
-- Time from the first signal to the first decision, with its four competing outcomes: 5A, 5B,
-- gestopt, overgedragen (Aalen-Johansen). On every t the four incidenties and `wachtend` add up to 1.
-- Per school year in school days only, over all years together in calendar days as well.
-- Variance: Dinse & Larson 1986, equation 6 (Marubini & Valsecchi 1995, 10.3); log-log bands.
WITH scholen AS (
    SELECT
        school_id,
        bestuur_id,
        CAST(row_number() OVER (ORDER BY bestuur_id, school_id) AS BIGINT) AS school_nr,
        CAST(1000000 + dense_rank() OVER (ORDER BY bestuur_id) AS BIGINT) AS bestuur_nr
    FROM (SELECT DISTINCT school_id, bestuur_id FROM mart_doorlooptijd) AS genoemd
),

jaren AS (
    SELECT
        schooljaar,
        row_number() OVER (ORDER BY schooljaar) AS jaar_nr
    FROM (SELECT DISTINCT schooljaar FROM mart_doorlooptijd) AS genoemd
),

uitkomsten AS (
    SELECT
        scholen.school_nr,
        scholen.bestuur_nr,
        jaren.jaar_nr,
        doorlooptijd.schooldagen,
        doorlooptijd.dagen,
        CASE
            WHEN doorlooptijd.afloop = 'bereikt' AND zaak.eerste_besluit = 'stoppen' THEN 'gestopt'
            WHEN doorlooptijd.afloop = 'bereikt' THEN zaak.eerste_besluit
            ELSE doorlooptijd.afloop
        END AS uitkomst
    FROM mart_doorlooptijd AS doorlooptijd
    INNER JOIN mart_zaak AS zaak ON doorlooptijd.zaak_nr = zaak.zaak_nr
    INNER JOIN scholen ON doorlooptijd.school_id = scholen.school_id
    INNER JOIN jaren ON doorlooptijd.schooljaar = jaren.schooljaar
    WHERE
        doorlooptijd.interval = 'signalering_besluit'
        AND doorlooptijd.afloop <> 'negatief'
        AND NOT doorlooptijd.is_geschoond
),

per_eenheid AS (
    SELECT
        1 AS eenheid_nr,
        school_nr,
        bestuur_nr,
        jaar_nr,
        uitkomst,
        schooldagen AS t
    FROM uitkomsten
    WHERE schooldagen IS NOT NULL
    UNION ALL
    SELECT
        2 AS eenheid_nr,
        school_nr,
        bestuur_nr,
        0 AS jaar_nr,
        uitkomst,
        dagen AS t
    FROM uitkomsten
),

getallen AS (
    SELECT
        eenheid_nr,
        school_nr,
        bestuur_nr,
        jaar_nr,
        t,
        CAST(count(*) AS DOUBLE) AS aantal,
        sum(CASE WHEN uitkomst = '5A' THEN 1e0 ELSE 0e0 END) AS d_5a,
        sum(CASE WHEN uitkomst = '5B' THEN 1e0 ELSE 0e0 END) AS d_5b,
        sum(CASE WHEN uitkomst = 'gestopt' THEN 1e0 ELSE 0e0 END) AS d_gestopt,
        sum(CASE WHEN uitkomst = 'overgedragen' THEN 1e0 ELSE 0e0 END) AS d_overgedragen
    FROM per_eenheid
    GROUP BY eenheid_nr, school_nr, bestuur_nr, jaar_nr, t
),

-- All schools of a bestuur go by the number of the bestuur (above a million), all years by 0.
in_groepen AS (
    SELECT
        eenheid_nr,
        school_nr,
        jaar_nr,
        t,
        aantal,
        d_5a,
        d_5b,
        d_gestopt,
        d_overgedragen
    FROM getallen
    WHERE jaar_nr > 0
    UNION ALL
    SELECT
        eenheid_nr,
        school_nr,
        0 AS jaar_nr,
        t,
        aantal,
        d_5a,
        d_5b,
        d_gestopt,
        d_overgedragen
    FROM getallen
    UNION ALL
    SELECT
        eenheid_nr,
        bestuur_nr AS school_nr,
        jaar_nr,
        t,
        aantal,
        d_5a,
        d_5b,
        d_gestopt,
        d_overgedragen
    FROM getallen
    WHERE jaar_nr > 0
    UNION ALL
    SELECT
        eenheid_nr,
        bestuur_nr AS school_nr,
        0 AS jaar_nr,
        t,
        aantal,
        d_5a,
        d_5b,
        d_gestopt,
        d_overgedragen
    FROM getallen
),

-- One number for the group; school, year and unit are read from it when the names are joined.
per_groep AS (
    SELECT
        CAST((school_nr * 1000 + jaar_nr) * 10 + eenheid_nr AS BIGINT) AS groep_nr,
        t,
        sum(aantal) AS aantal,
        sum(d_5a) AS d_5a,
        sum(d_5b) AS d_5b,
        sum(d_gestopt) AS d_gestopt,
        sum(d_overgedragen) AS d_overgedragen
    FROM in_groepen
    GROUP BY eenheid_nr, school_nr, jaar_nr, t
),

risico AS (
    SELECT
        *,
        d_5a + d_5b + d_gestopt + d_overgedragen AS vertrokken,
        sum(aantal) OVER (
            PARTITION BY groep_nr
            ORDER BY t DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS at_risk
    FROM per_groep
),

termen AS (
    SELECT
        *,
        CASE WHEN vertrokken < at_risk THEN ln(1 - vertrokken / at_risk) END AS ln_wachtend,
        CASE WHEN vertrokken < at_risk THEN vertrokken / (at_risk * (at_risk - vertrokken)) ELSE 0
        END AS greenwood
    FROM risico
),

krommen AS (
    SELECT
        *,
        sum(ln_wachtend) OVER (
            PARTITION BY groep_nr
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS som_ln_wachtend,
        sum(greenwood) OVER (
            PARTITION BY groep_nr
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS som_g
    FROM termen
),

wachtenden AS (
    SELECT
        *,
        CASE WHEN ln_wachtend IS NULL THEN 0 ELSE exp(som_ln_wachtend) END AS wachtend,
        exp(coalesce(som_ln_wachtend, 0) - coalesce(ln_wachtend, 0)) AS wachtend_ervoor
    FROM krommen
),

soorten AS (
    SELECT
        1 AS uitkomst_nr,
        '5A' AS uitkomst
    UNION ALL
    SELECT
        2 AS uitkomst_nr,
        '5B' AS uitkomst
    UNION ALL
    SELECT
        3 AS uitkomst_nr,
        'gestopt' AS uitkomst
    UNION ALL
    SELECT
        4 AS uitkomst_nr,
        'overgedragen' AS uitkomst
),

per_uitkomst AS (
    SELECT
        wachtenden.groep_nr * 10 + soorten.uitkomst_nr AS kromme_nr,
        wachtenden.t,
        wachtenden.at_risk,
        wachtenden.greenwood,
        wachtenden.som_g,
        wachtenden.wachtend,
        wachtenden.wachtend_ervoor,
        CASE soorten.uitkomst_nr
            WHEN 1 THEN wachtenden.d_5a
            WHEN 2 THEN wachtenden.d_5b
            WHEN 3 THEN wachtenden.d_gestopt
            ELSE wachtenden.d_overgedragen
        END AS d_uitkomst
    FROM wachtenden
    CROSS JOIN soorten
),

incidenties AS (
    SELECT
        *,
        wachtend_ervoor * d_uitkomst / at_risk AS stap,
        sum(wachtend_ervoor * d_uitkomst / at_risk) OVER (
            PARTITION BY kromme_nr
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS incidentie
    FROM per_uitkomst
),

-- The variance is F * F * G - 2 * F * (a) + (b), with F and G as of t and two sums over the days up to
-- t: what is once times F in the six terms of the source, and what is not.
sommen AS (
    SELECT
        *,
        sum(incidentie * greenwood + stap / at_risk) OVER tot_en_met AS som_a,
        sum(
            incidentie * incidentie * greenwood
            + wachtend_ervoor * wachtend_ervoor * d_uitkomst * (at_risk - d_uitkomst)
            / (at_risk * at_risk * at_risk)
            + 2 * incidentie * stap / at_risk
        ) OVER tot_en_met AS som_b
    FROM incidenties
    WINDOW
        tot_en_met AS (
            PARTITION BY kromme_nr
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
),

met_variantie AS (
    SELECT
        *,
        -- Rounding may leave a difference just below nought.
        greatest(incidentie * incidentie * som_g - 2 * incidentie * som_a + som_b, 0) AS variantie
    FROM sommen
),

met_band AS (
    SELECT
        *,
        CASE
            WHEN incidentie > 0 AND incidentie < 1 - 1e-12
                THEN 1.959963984540054 * sqrt(variantie) / (incidentie * ln(incidentie))
        END AS bandbreedte
    FROM met_variantie
),

namen AS (
    SELECT
        school_nr,
        school_id,
        bestuur_id
    FROM scholen
    UNION ALL
    SELECT DISTINCT
        bestuur_nr AS school_nr,
        'alle' AS school_id,
        bestuur_id
    FROM scholen
),

jaarnamen AS (
    SELECT
        jaar_nr,
        schooljaar
    FROM jaren
    UNION ALL
    SELECT
        0 AS jaar_nr,
        'alle' AS schooljaar
)

SELECT
    CASE met_band.kromme_nr // 10 % 10 WHEN 1 THEN 'schooldagen' ELSE 'dagen' END AS eenheid,
    namen.bestuur_id,
    namen.school_id,
    jaarnamen.schooljaar,
    met_band.t,
    soorten.uitkomst,
    CAST(met_band.at_risk AS INTEGER) AS at_risk,
    CAST(met_band.d_uitkomst AS INTEGER) AS aantal,
    met_band.incidentie,
    met_band.variantie,
    power(met_band.incidentie, exp(-met_band.bandbreedte)) AS onder,
    power(met_band.incidentie, exp(met_band.bandbreedte)) AS boven,
    met_band.wachtend
FROM met_band
INNER JOIN soorten ON met_band.kromme_nr % 10 = soorten.uitkomst_nr
INNER JOIN jaarnamen ON met_band.kromme_nr // 100 % 1000 = jaarnamen.jaar_nr
INNER JOIN namen ON met_band.kromme_nr // 100000 = namen.school_nr
