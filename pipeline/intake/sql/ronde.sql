-- Grain: one row per zaak × ronde of answers in the afwegingskader; no round given counts as round 1
SELECT
    zaak_id__nr AS zaak_nr,
    coalesce(ronde, 1) AS ronde,
    max(antwoord) FILTER (vraag = '1') AS v1,
    max(antwoord) FILTER (vraag = '2') AS v2,
    max(antwoord) FILTER (vraag = '3') AS v3,
    max(antwoord) FILTER (vraag = '4') AS v4,
    max(antwoord) FILTER (vraag = '5') AS v5
FROM goed_afweging
GROUP BY zaak_id__nr, coalesce(ronde, 1)
