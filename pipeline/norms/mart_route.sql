-- Grain: one row per zaak × ronde of weighing, of the cases that count
-- What the answers require and what of that is missing. A required report that is absent is the
-- most urgent finding of all: the worklist shows it first.
WITH getoetst AS (
    SELECT
        *,
        CASE
            -- Not answered at all, or the table that would tell was not delivered: nobody knows.
            WHEN vereist IS NULL THEN NULL
            WHEN is_melding_vereist AND is_gemeld IS NULL THEN NULL
            WHEN is_melding_vereist AND NOT is_gemeld THEN 'melding'
            WHEN is_met_vt AND aantal_vragen_zonder_vt > 0 THEN 'samen_met_vt'
            WHEN vereist = 'verder' THEN 'antwoord'
            WHEN
                vereist = 'afsluiten'
                AND is_laatste_ronde
                AND NOT (is_afgesloten AND coalesce(reden_afsluiting = 'afweging1_nee', FALSE))
                THEN 'afsluiting'
            WHEN vereist = 'hulp' AND aantal_hulp = 0 THEN 'hulp'
            WHEN vereist = 'volgafspraken' AND volgafspraken = 'nee' THEN 'volgafspraken'
        END AS ontbreekt
    FROM toets_ronde
    WHERE in_noemer
)

SELECT
    zaak_nr,
    ronde,
    school_id,
    schooljaar,
    peildatum,
    datum AS datum_weging,
    acuut,
    v1,
    v2,
    v3,
    v4,
    v5,
    route,
    is_geldig,
    is_volledig,
    vereist,
    datum_vereist,
    ontbreekt,
    is_melding_vereist,
    is_gemeld,
    coalesce(ontbreekt = 'melding', FALSE) AS urgent,
    schooldagen_sinds_vereist,
    drempel_melding,
    coalesce(ontbreekt = 'melding' AND schooldagen_sinds_vereist > drempel_melding, FALSE)
        AS is_over_drempel,
    -- What the intern begeleider is asked about the entry; a question, never a reproach.
    CASE
        WHEN v1 = 'nee' AND coalesce(v2, v3, v4, v5) IS NOT NULL THEN 'antwoord_na_nee'
        WHEN is_geldig = FALSE THEN 'antwoord_overgeslagen'
        WHEN v1 = 'nee' AND is_gemeld THEN 'melding_zonder_vermoeden'
        WHEN v5 IS NOT NULL AND aantal_hulp = 0 THEN 'antwoord_5_zonder_hulp'
        WHEN v5 IS NOT NULL AND eerste_hulp > datum_v5 THEN 'antwoord_5_voor_hulp'
    END AS vraag_aan_ib
FROM getoetst
