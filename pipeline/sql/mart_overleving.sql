-- Grain: one row per interval × selectie × eenheid × school ('alle') × schooljaar ('alle') × t
-- The life table and its estimates. t counts whole days of `eenheid`; ties and day 0 are exact: all
-- who leave on t are at risk on t. `overleving` is Kaplan-Meier for reaching the end moment (who
-- stopped or is still open is censored); `wachtend` and the two `incidentie` are Aalen-Johansen with
-- stopping as the competing outcome; `oppervlakte` is the area below the curve from the first t to
-- the next t or the horizon. Sources: Kaplan & Meier 1958; Greenwood 1926; Aalen & Johansen 1978;
-- log-log bands Kalbfleisch & Prentice 1980.
-- Groups go by number on the way (one curve is one groep_nr), and only numbers go through the three
-- windows: names are heavier to carry. Counts are doubles, which hold whole numbers exactly.
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

intervallen AS (
    SELECT
        interval,
        horizon,
        eenheid,
        volgorde * 10 AS reeks_nr,
        CASE eenheid WHEN 'schooldagen' THEN 1 WHEN 'werkdagen' THEN 2 ELSE 3 END AS eenheid_nr
    FROM ref_interval
),

-- A series is an interval, in a unit, for a selection of its cases: ten times the place of the
-- interval, plus 1, 2 or 3 for the first occurrence in that unit, 4 for acute cases, 5 for the
-- others, 6 for the last occurrence. Per school year there is the first occurrence in the
-- interval's own unit alone; the last occurrence, and acute cases apart, are in that unit only.
-- Acute cases (one in 25) are too few to stand apart per school: all schools of a bestuur together.
reeksen AS (
    SELECT
        intervallen.reeks_nr + soorten.soort_nr AS reeks_nr,
        intervallen.interval,
        soorten.selectie,
        coalesce(soorten.eenheid, intervallen.eenheid) AS eenheid,
        CASE
            WHEN soorten.soort_nr > 3 OR soorten.soort_nr = intervallen.eenheid_nr
                THEN intervallen.horizon
        END AS horizon
    FROM intervallen
    CROSS JOIN (
        SELECT
            1 AS soort_nr,
            'eerste' AS selectie,
            'schooldagen' AS eenheid
        UNION ALL
        SELECT
            2 AS soort_nr,
            'eerste' AS selectie,
            'werkdagen' AS eenheid
        UNION ALL
        SELECT
            3 AS soort_nr,
            'eerste' AS selectie,
            'dagen' AS eenheid
        UNION ALL
        SELECT
            4 AS soort_nr,
            'acuut' AS selectie,
            NULL AS eenheid
        UNION ALL
        SELECT
            5 AS soort_nr,
            'niet_acuut' AS selectie,
            NULL AS eenheid
        UNION ALL
        SELECT
            6 AS soort_nr,
            'laatste' AS selectie,
            NULL AS eenheid
    ) AS soorten
),

zaken AS (
    SELECT
        intervallen.reeks_nr,
        intervallen.eenheid_nr,
        scholen.school_nr,
        scholen.bestuur_nr,
        jaren.jaar_nr,
        CASE WHEN doorlooptijd.acuut = 'ja' THEN 4 ELSE 5 END AS soort_nr,
        doorlooptijd.schooldagen,
        doorlooptijd.werkdagen,
        doorlooptijd.dagen,
        CASE intervallen.eenheid_nr
            WHEN 1 THEN doorlooptijd.laatste_schooldagen
            WHEN 2 THEN doorlooptijd.laatste_werkdagen
            ELSE doorlooptijd.laatste_dagen
        END AS laatste_t,
        doorlooptijd.afloop <> 'negatief' AS telt_mee,
        CASE WHEN doorlooptijd.afloop = 'bereikt' THEN 1e0 ELSE 0e0 END AS bereikt,
        CASE WHEN doorlooptijd.afloop = 'gestopt' THEN 1e0 ELSE 0e0 END AS gestopt,
        doorlooptijd.laatste_afloop <> 'negatief' AS laatste_telt_mee,
        CASE WHEN doorlooptijd.laatste_afloop = 'bereikt' THEN 1e0 ELSE 0e0 END AS laatste_bereikt,
        CASE WHEN doorlooptijd.laatste_afloop = 'gestopt' THEN 1e0 ELSE 0e0 END AS laatste_gestopt
    FROM mart_doorlooptijd AS doorlooptijd
    INNER JOIN intervallen ON doorlooptijd.interval = intervallen.interval
    INNER JOIN scholen ON doorlooptijd.school_id = scholen.school_id
    INNER JOIN jaren ON doorlooptijd.schooljaar = jaren.schooljaar
    WHERE NOT doorlooptijd.is_geschoond
),

-- The first occurrence in the interval's own unit, acute cases apart, per school year.
eigen_eenheid AS (
    SELECT
        reeks_nr + soort_nr AS reeks_nr,
        reeks_nr + eenheid_nr AS hoofdreeks_nr,
        school_nr,
        bestuur_nr,
        jaar_nr,
        CASE eenheid_nr WHEN 1 THEN schooldagen WHEN 2 THEN werkdagen ELSE dagen END AS t,
        sum(1e0) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM zaken
    WHERE telt_mee
    GROUP BY
        reeks_nr + soort_nr,
        reeks_nr + eenheid_nr,
        school_nr,
        bestuur_nr,
        jaar_nr,
        CASE eenheid_nr WHEN 1 THEN schooldagen WHEN 2 THEN werkdagen ELSE dagen END
),

andere_reeksen AS (
    SELECT
        reeks_nr + 1 AS reeks_nr,
        school_nr,
        bestuur_nr,
        schooldagen AS t,
        bereikt,
        gestopt
    FROM zaken
    WHERE telt_mee AND eenheid_nr <> 1
    UNION ALL
    SELECT
        reeks_nr + 2 AS reeks_nr,
        school_nr,
        bestuur_nr,
        werkdagen AS t,
        bereikt,
        gestopt
    FROM zaken
    WHERE telt_mee AND eenheid_nr <> 2
    UNION ALL
    SELECT
        reeks_nr + 3 AS reeks_nr,
        school_nr,
        bestuur_nr,
        dagen AS t,
        bereikt,
        gestopt
    FROM zaken
    WHERE telt_mee AND eenheid_nr <> 3
    UNION ALL
    SELECT
        reeks_nr + 6 AS reeks_nr,
        school_nr,
        bestuur_nr,
        laatste_t AS t,
        laatste_bereikt AS bereikt,
        laatste_gestopt AS gestopt
    FROM zaken
    WHERE laatste_telt_mee
),

alle_jaren AS (
    SELECT
        reeks_nr,
        school_nr,
        bestuur_nr,
        t,
        sum(1e0) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM andere_reeksen
    GROUP BY reeks_nr, school_nr, bestuur_nr, t
    UNION ALL
    SELECT
        hoofdreeks_nr AS reeks_nr,
        school_nr,
        bestuur_nr,
        t,
        sum(aantal) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM eigen_eenheid
    GROUP BY hoofdreeks_nr, school_nr, bestuur_nr, t
),

per_jaar AS (
    SELECT
        hoofdreeks_nr AS reeks_nr,
        school_nr,
        bestuur_nr,
        jaar_nr,
        t,
        sum(aantal) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM eigen_eenheid
    GROUP BY hoofdreeks_nr, school_nr, bestuur_nr, jaar_nr, t
),

-- All schools of a bestuur go by the number of the bestuur (above a million), all years by 0.
per_groep AS (
    SELECT
        reeks_nr,
        school_nr,
        jaar_nr,
        t,
        aantal,
        bereikt,
        gestopt
    FROM per_jaar
    UNION ALL
    SELECT
        reeks_nr,
        bestuur_nr AS school_nr,
        jaar_nr,
        t,
        sum(aantal) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM per_jaar
    GROUP BY reeks_nr, bestuur_nr, jaar_nr, t
    UNION ALL
    SELECT
        reeks_nr,
        school_nr,
        0 AS jaar_nr,
        t,
        aantal,
        bereikt,
        gestopt
    FROM alle_jaren
    UNION ALL
    SELECT
        reeks_nr,
        bestuur_nr AS school_nr,
        0 AS jaar_nr,
        t,
        sum(aantal) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM alle_jaren
    GROUP BY reeks_nr, bestuur_nr, t
    UNION ALL
    SELECT
        reeks_nr,
        bestuur_nr AS school_nr,
        0 AS jaar_nr,
        t,
        sum(aantal) AS aantal,
        sum(bereikt) AS bereikt,
        sum(gestopt) AS gestopt
    FROM eigen_eenheid
    GROUP BY reeks_nr, bestuur_nr, t
),

-- One number for the curve; school, year and series are read from it when the names are joined.
genummerd AS (
    SELECT
        CAST((school_nr * 1000 + jaar_nr) * 1000 + reeks_nr AS BIGINT) AS groep_nr,
        t,
        aantal,
        bereikt,
        gestopt
    FROM per_groep
    WHERE t IS NOT NULL
),

risico AS (
    SELECT
        *,
        sum(aantal) OVER (
            PARTITION BY groep_nr
            ORDER BY t DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS at_risk,
        lag(t) OVER (PARTITION BY groep_nr ORDER BY t DESC) AS volgende_t
    FROM genummerd
),

-- Products over time as sums of logarithms; a last group that leaves as a whole ends at exactly 0.
termen AS (
    SELECT
        *,
        CASE WHEN bereikt < at_risk THEN ln(1 - bereikt / at_risk) END AS ln_overleving,
        CASE WHEN bereikt < at_risk THEN bereikt / (at_risk * (at_risk - bereikt)) END
            AS greenwood,
        CASE
            WHEN bereikt + gestopt < at_risk THEN ln(1 - (bereikt + gestopt) / at_risk)
        END AS ln_wachtend
    FROM risico
),

krommen AS (
    SELECT
        groep_nr,
        t,
        volgende_t,
        aantal,
        bereikt,
        gestopt,
        at_risk,
        ln_wachtend,
        sum(bereikt) OVER tot_en_met AS bereikt_tot_en_met,
        sum(ln_overleving) OVER tot_en_met AS som_ln_overleving,
        sum(greenwood) OVER tot_en_met AS som_greenwood,
        sum(ln_wachtend) OVER tot_en_met AS som_ln_wachtend
    FROM termen
    WINDOW
        tot_en_met AS (
            PARTITION BY groep_nr
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
),

wachtenden AS (
    SELECT
        krommen.*,
        reeksen.horizon,
        CASE WHEN krommen.bereikt < krommen.at_risk THEN exp(krommen.som_ln_overleving) ELSE 0 END
            AS overleving,
        CASE WHEN krommen.ln_wachtend IS NULL THEN 0 ELSE exp(krommen.som_ln_wachtend) END
            AS wachtend,
        -- Who still waited just before t: the sum without t's own term.
        exp(coalesce(krommen.som_ln_wachtend, 0) - coalesce(krommen.ln_wachtend, 0))
        / krommen.at_risk AS wachtend_ervoor
    FROM krommen
    INNER JOIN reeksen ON krommen.groep_nr % 1000 = reeksen.reeks_nr
),

schattingen AS (
    SELECT
        *,
        sum(wachtend_ervoor * bereikt) OVER tot_en_met AS incidentie_bereikt,
        sum(wachtend_ervoor * gestopt) OVER tot_en_met AS incidentie_gestopt,
        sum(
            CASE
                WHEN horizon IS NOT NULL
                    THEN
                        overleving
                        * (least(coalesce(volgende_t, horizon), horizon) - least(t, horizon))
            END
        ) OVER tot_en_met AS oppervlakte
    FROM wachtenden
    WINDOW
        tot_en_met AS (
            PARTITION BY groep_nr
            ORDER BY t
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        )
),

-- The log-log band is not defined where the curve is 1 or 0.
met_band AS (
    SELECT
        *,
        CASE
            WHEN bereikt < at_risk AND som_ln_overleving < 0
                THEN 1.959963984540054 * sqrt(som_greenwood) / som_ln_overleving
        END AS bandbreedte
    FROM schattingen
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
    met_band.groep_nr,
    reeksen.interval,
    reeksen.selectie,
    reeksen.eenheid,
    namen.bestuur_id,
    namen.school_id,
    jaarnamen.schooljaar,
    met_band.t,
    met_band.volgende_t,
    CAST(met_band.at_risk AS INTEGER) AS at_risk,
    CAST(met_band.bereikt AS INTEGER) AS bereikt,
    CAST(met_band.gestopt AS INTEGER) AS gestopt,
    CAST(met_band.aantal - met_band.bereikt - met_band.gestopt AS INTEGER) AS gecensureerd,
    CAST(met_band.bereikt_tot_en_met AS INTEGER) AS bereikt_tot_en_met,
    met_band.overleving,
    CASE
        WHEN met_band.bereikt < met_band.at_risk
            THEN met_band.overleving * met_band.overleving * met_band.som_greenwood
    END AS variantie,
    exp(met_band.som_ln_overleving * exp(-met_band.bandbreedte)) AS onder,
    exp(met_band.som_ln_overleving * exp(met_band.bandbreedte)) AS boven,
    met_band.wachtend,
    met_band.incidentie_bereikt,
    met_band.incidentie_gestopt,
    met_band.oppervlakte
FROM met_band
INNER JOIN reeksen ON met_band.groep_nr % 1000 = reeksen.reeks_nr
INNER JOIN jaarnamen ON met_band.groep_nr // 1000 % 1000 = jaarnamen.jaar_nr
INNER JOIN namen ON met_band.groep_nr // 1000000 = namen.school_nr
