-- Grain: one row per zaak × ronde in which a weegvraag was answered
SELECT
    zaak_nr,
    coalesce(ronde, 1) AS ronde,
    -- A question that was answered both ways (ja before nee): the answer that asks for more.
    min(CASE WHEN vraag = '1' THEN antwoord END) AS v1,
    min(CASE WHEN vraag = '2' THEN antwoord END) AS v2,
    max(CASE WHEN vraag = '3' THEN antwoord END) AS v3,
    max(CASE WHEN vraag = '4' THEN antwoord END) AS v4,
    max(CASE WHEN vraag = '5' THEN antwoord END) AS v5,
    min(CASE WHEN vraag = '1' THEN datum END) AS datum_v1,
    min(CASE WHEN vraag = '2' THEN datum END) AS datum_v2,
    min(CASE WHEN vraag = '3' THEN datum END) AS datum_v3,
    min(CASE WHEN vraag = '4' THEN datum END) AS datum_v4,
    min(CASE WHEN vraag = '5' THEN datum END) AS datum_v5,
    min(datum) AS eerste_antwoord,
    max(datum) AS laatste_antwoord,
    -- Questions 3 to 5, which after a yes on question 2 are gone through with Veilig Thuis.
    count(*) FILTER (WHERE vraag IN ('3', '4', '5') AND samen_met_vt = 'nee')
        AS aantal_vragen_zonder_vt
FROM stg_afweging
GROUP BY zaak_nr, coalesce(ronde, 1)
