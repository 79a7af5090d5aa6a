-- Grain: one row per vakantieregio × datum of the calendar, and row 0 for a date it does not know
-- The day is one whole number, so that counting school days costs little.
WITH dagen AS (
    SELECT
        CASE vakantieregio WHEN 'noord' THEN 100000 WHEN 'midden' THEN 200000 ELSE 300000 END
        + date_diff('day', DATE '2000-01-01', datum) AS dag_nr,
        schooldag_nr
    FROM ref_kalender
    UNION ALL
    SELECT
        0 AS dag_nr,
        NULL AS schooldag_nr
)

SELECT
    CAST(dag_nr AS BIGINT) AS dag_nr,
    CAST(schooldag_nr AS INTEGER) AS schooldag_nr
FROM dagen
