-- Grain: one row per school × kwartaal
-- Counts for a chart over time. A school year has four quarters that begin in August, November,
-- February and May. A quarter that has not ended is there and says so.
WITH kwartalen AS (
    SELECT
        stroom.school_id,
        stroom.bestuur_id,
        stroom.schooljaar,
        nummers.kwartaal,
        CAST(
            schooljaar.eerste_dag + nummers.vanaf_maand * INTERVAL '1' MONTH AS DATE
        ) AS eerste_dag,
        CAST(
            schooljaar.eerste_dag + (nummers.vanaf_maand + 3) * INTERVAL '1' MONTH AS DATE
        ) AS volgende_dag
    FROM mart_stroom AS stroom
    INNER JOIN ref_schooljaar AS schooljaar ON stroom.schooljaar = schooljaar.schooljaar
    CROSS JOIN (
        SELECT
            1 AS kwartaal,
            0 AS vanaf_maand
        UNION ALL
        SELECT
            2 AS kwartaal,
            3 AS vanaf_maand
        UNION ALL
        SELECT
            3 AS kwartaal,
            6 AS vanaf_maand
        UNION ALL
        SELECT
            4 AS kwartaal,
            9 AS vanaf_maand
    ) AS nummers
),

gebeurd AS (
    SELECT
        school_id,
        datum_signalering AS datum,
        'nieuw' AS soort
    FROM mart_zaak
    WHERE in_noemer
    UNION ALL
    SELECT
        school_id,
        datum_eerste_besluit AS datum,
        'besluit' AS soort
    FROM mart_zaak
    WHERE in_noemer AND datum_eerste_besluit IS NOT NULL
    UNION ALL
    SELECT
        school_id,
        datum,
        'melding' AS soort
    FROM mart_melding
)

SELECT
    kwartalen.school_id,
    kwartalen.bestuur_id,
    kwartalen.schooljaar,
    kwartalen.kwartaal,
    kwartalen.eerste_dag,
    kwartalen.volgende_dag <= levering.peildatum AS is_afgelopen,
    CAST(sum(CASE WHEN gebeurd.soort = 'nieuw' THEN 1 ELSE 0 END) AS INTEGER) AS nieuw,
    CAST(sum(CASE WHEN gebeurd.soort = 'besluit' THEN 1 ELSE 0 END) AS INTEGER)
        AS eerste_besluiten,
    CAST(sum(CASE WHEN gebeurd.soort = 'melding' THEN 1 ELSE 0 END) AS INTEGER) AS meldingen
FROM kwartalen
INNER JOIN stg_levering AS levering ON kwartalen.school_id = levering.school_id
LEFT JOIN gebeurd
    ON
        kwartalen.school_id = gebeurd.school_id
        AND kwartalen.eerste_dag <= gebeurd.datum
        AND kwartalen.volgende_dag > gebeurd.datum
WHERE kwartalen.eerste_dag <= levering.peildatum
GROUP BY
    kwartalen.school_id,
    kwartalen.bestuur_id,
    kwartalen.schooljaar,
    kwartalen.kwartaal,
    kwartalen.eerste_dag,
    kwartalen.volgende_dag,
    levering.peildatum
