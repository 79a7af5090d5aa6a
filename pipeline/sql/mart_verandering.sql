-- Grain: one row per share indicator × school ('alle') × school year that is whole after another
-- A year beside the year before it. Interval of the difference: Newcombe 1998 method 10 (Wilson's
-- limits combined). `is_onderscheidbaar` is FALSE when that interval holds 0, also when it does so
-- because there are few cases. It is NULL with fewer than five in the denominator of a year: 1 of 1
-- after 0 of 3 would count as a difference, and chance alone gives that up to one time in eight.
-- `*_samen` pools up to three whole years, for where one is too small.
WITH per_groep AS (
    SELECT
        indicator,
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        schooljaar,
        CAST(sum(teller) AS DOUBLE) AS teller,
        CAST(sum(noemer) AS DOUBLE) AS noemer,
        sum(aantal_open) AS aantal_open
    FROM mart_indicator
    WHERE soort = 'share' AND is_heel
    GROUP BY GROUPING SETS (
        (indicator, bestuur_id, school_id, schooljaar),
        (indicator, bestuur_id, schooljaar)
    )
),

naast_elkaar AS (
    SELECT
        *,
        lag(schooljaar) OVER per_reeks AS vorig_schooljaar,
        lag(teller) OVER per_reeks AS teller_vorig,
        lag(noemer) OVER per_reeks AS noemer_vorig,
        sum(teller) OVER drie_jaar AS teller_samen,
        sum(noemer) OVER drie_jaar AS noemer_samen,
        count(*) OVER drie_jaar AS aantal_jaren
    FROM per_groep
    WINDOW
        per_reeks AS (PARTITION BY indicator, bestuur_id, school_id ORDER BY schooljaar),
        drie_jaar AS (
            PARTITION BY indicator, bestuur_id, school_id
            ORDER BY schooljaar
            ROWS BETWEEN 2 PRECEDING AND CURRENT ROW
        )
),

aandelen AS (
    SELECT
        *,
        CASE WHEN noemer > 0 THEN teller / noemer END AS aandeel,
        CASE WHEN noemer_vorig > 0 THEN teller_vorig / noemer_vorig END AS aandeel_vorig,
        CASE WHEN noemer_samen > 0 THEN teller_samen / noemer_samen END AS aandeel_samen,
        1.959963984540054 AS z
    FROM naast_elkaar
    WHERE substr(vorig_schooljaar, 6, 4) = substr(schooljaar, 1, 4)
),

wilson AS (
    SELECT
        *,
        (aandeel + z * z / (2 * noemer)) / (1 + z * z / noemer) AS midden,
        z * sqrt(aandeel * (1 - aandeel) / noemer + z * z / (4 * noemer * noemer))
        / (1 + z * z / noemer) AS breedte,
        (aandeel_vorig + z * z / (2 * noemer_vorig)) / (1 + z * z / noemer_vorig) AS midden_vorig,
        z * sqrt(
            aandeel_vorig * (1 - aandeel_vorig) / noemer_vorig
            + z * z / (4 * noemer_vorig * noemer_vorig)
        )
        / (1 + z * z / noemer_vorig) AS breedte_vorig,
        (aandeel_samen + z * z / (2 * noemer_samen)) / (1 + z * z / noemer_samen) AS midden_samen,
        z * sqrt(
            aandeel_samen * (1 - aandeel_samen) / noemer_samen
            + z * z / (4 * noemer_samen * noemer_samen)
        )
        / (1 + z * z / noemer_samen) AS breedte_samen
    FROM aandelen
),

verschillen AS (
    SELECT
        *,
        aandeel - aandeel_vorig AS verschil,
        aandeel - aandeel_vorig
        - sqrt(
            power(aandeel - (midden - breedte), 2)
            + power((midden_vorig + breedte_vorig) - aandeel_vorig, 2)
        ) AS onder,
        aandeel - aandeel_vorig
        + sqrt(
            power((midden + breedte) - aandeel, 2)
            + power(aandeel_vorig - (midden_vorig - breedte_vorig), 2)
        ) AS boven
    FROM wilson
)

SELECT
    indicator,
    bestuur_id,
    school_id,
    schooljaar,
    vorig_schooljaar,
    CAST(teller AS INTEGER) AS teller,
    CAST(noemer AS INTEGER) AS noemer,
    CAST(aantal_open AS INTEGER) AS aantal_open,
    CAST(teller_vorig AS INTEGER) AS teller_vorig,
    CAST(noemer_vorig AS INTEGER) AS noemer_vorig,
    aandeel,
    aandeel_vorig,
    verschil,
    onder,
    boven,
    CASE WHEN least(noemer, noemer_vorig) >= 5 THEN onder > 1e-12 OR boven < -1e-12 END
        AS is_onderscheidbaar,
    CAST(teller_samen AS INTEGER) AS teller_samen,
    CAST(noemer_samen AS INTEGER) AS noemer_samen,
    CAST(aantal_jaren AS INTEGER) AS aantal_jaren,
    aandeel_samen,
    greatest(midden_samen - breedte_samen, 0) AS samen_onder,
    least(midden_samen + breedte_samen, 1) AS samen_boven
FROM verschillen
