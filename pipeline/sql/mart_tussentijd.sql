-- Grain: one row per soort × school ('alle') × volgnr
-- Calendar days between one new case (or report) and the next, for events that are rare: only the
-- gaps in their order, no dates.
WITH gebeurd AS (
    SELECT
        bestuur_id,
        school_id,
        datum_signalering AS datum,
        zaak_nr AS nr,
        'nieuw' AS soort
    FROM mart_zaak
    WHERE in_noemer
    UNION ALL
    SELECT
        bestuur_id,
        school_id,
        datum,
        melding_nr AS nr,
        'melding' AS soort
    FROM mart_melding
),

in_groepen AS (
    SELECT
        soort,
        bestuur_id,
        school_id,
        datum,
        nr
    FROM gebeurd
    UNION ALL
    SELECT
        soort,
        bestuur_id,
        'alle' AS school_id,
        datum,
        nr
    FROM gebeurd
),

op_volgorde AS (
    SELECT
        soort,
        bestuur_id,
        school_id,
        datum,
        row_number() OVER reeks AS plaats,
        lag(datum) OVER reeks AS vorige
    FROM in_groepen
    WINDOW reeks AS (PARTITION BY soort, bestuur_id, school_id ORDER BY datum, nr)
)

SELECT
    soort,
    bestuur_id,
    school_id,
    CAST(plaats - 1 AS INTEGER) AS volgnr,
    date_diff('day', vorige, datum) AS dagen
FROM op_volgorde
WHERE vorige IS NOT NULL
