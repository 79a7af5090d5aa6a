-- Grain: one row per besluit
WITH besluiten AS (
    SELECT
        *,
        coalesce(ronde, 1) AS besluitronde,
        -- How many decisions to report were taken up to and including this one.
        CAST(
            sum(CASE WHEN uitkomst = '5B' THEN 1 ELSE 0 END) OVER (
                PARTITION BY zaak_nr ORDER BY datum, besluit_nr
            ) AS INTEGER
        ) AS volgnr_5b
    FROM stg_besluit
),

-- The weighing that a decision rests on: the one of its round, else the latest one before it.
wegingen AS (
    SELECT
        besluiten.besluit_nr,
        ronde.*,
        row_number() OVER (
            PARTITION BY besluiten.besluit_nr ORDER BY ronde.ronde DESC
        ) AS volgorde
    FROM besluiten
    INNER JOIN toets_ronde AS ronde
        ON besluiten.zaak_nr = ronde.zaak_nr AND besluiten.besluitronde >= ronde.ronde
),

afwegingen AS (
    SELECT
        zaak_nr,
        -- Questions 1 and 2 answered, or question 1 with no: a weighing without its own session.
        min(CASE WHEN v1 = 'nee' THEN datum_v1 ELSE greatest(datum_v1, datum_v2) END)
        FILTER (WHERE v1 = 'nee' OR v2 IS NOT NULL)
            AS eerste_afweging
    FROM toets_afweging
    GROUP BY zaak_nr
),

herzieningen AS (
    SELECT DISTINCT herziet_besluit_nr AS besluit_nr
    FROM stg_besluit
    WHERE herziet_besluit_nr IS NOT NULL
)

SELECT
    besluiten.besluit_nr,
    besluiten.zaak_nr,
    zaak.school_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.in_noemer,
    besluiten.datum,
    besluiten.uitkomst,
    besluiten.leerkracht_betrokken,
    besluiten.ib_betrokken,
    besluiten.directie_betrokken,
    besluiten.vt_betrokken,
    besluiten.versneld,
    besluiten.volgnr_5b,
    CASE WHEN school.levert_herziet_besluit THEN herzieningen.besluit_nr IS NOT NULL END
        AS is_herzien,
    zaak.acuut,
    zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
        AS is_afgesloten,
    zaak.eerste_stap_1,
    zaak.eerste_stap_2,
    zaak.eerste_stap_3,
    zaak.eerste_weging,
    afwegingen.eerste_afweging,
    zaak.eerste_advies_vt,
    CASE WHEN school.levert_melding THEN zaak.aantal_meldingen END AS aantal_meldingen,
    feit.heeft_reden_geen_gesprek,
    weging.v1,
    weging.v2,
    weging.v3,
    weging.v4,
    antwoorden.datum_v2,
    -- Questions 3 and 4 may follow a report; an answer without a day is of the day of the weighing.
    greatest(
        coalesce(antwoorden.datum_v1, weging.datum),
        CASE WHEN weging.v1 = 'ja' THEN coalesce(antwoorden.datum_v2, weging.datum) END,
        CASE WHEN weging.v2 = 'nee' THEN coalesce(antwoorden.datum_v3, weging.datum) END,
        CASE
            WHEN weging.v2 = 'nee' AND weging.v3 = 'ja'
                THEN coalesce(antwoorden.datum_v4, weging.datum)
        END
    ) AS datum_afgewogen,
    weging.is_geldig,
    weging.is_volledig,
    einde.schooldag_nr - besluit.schooldag_nr AS schooldagen_sinds_besluit,
    CASE
        WHEN zaak.acuut = 'ja' THEN school.drempel_melding_na_besluit_acuut
        ELSE school.drempel_melding_na_besluit
    END AS drempel_melding
FROM besluiten
INNER JOIN mart_zaak AS zaak ON besluiten.zaak_nr = zaak.zaak_nr
INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
INNER JOIN toets_feit AS feit ON besluiten.zaak_nr = feit.zaak_nr
LEFT JOIN wegingen AS weging
    ON besluiten.besluit_nr = weging.besluit_nr AND weging.volgorde = 1
LEFT JOIN toets_afweging AS antwoorden
    ON weging.zaak_nr = antwoorden.zaak_nr AND weging.ronde = antwoorden.ronde
LEFT JOIN afwegingen ON besluiten.zaak_nr = afwegingen.zaak_nr
LEFT JOIN herzieningen ON besluiten.besluit_nr = herzieningen.besluit_nr
LEFT JOIN ref_kalender AS einde
    ON
        school.vakantieregio = einde.vakantieregio
        AND coalesce(zaak.datum_einde, zaak.peildatum) = einde.datum
LEFT JOIN ref_kalender AS besluit
    ON school.vakantieregio = besluit.vakantieregio AND besluiten.datum = besluit.datum
