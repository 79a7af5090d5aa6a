-- Grain: one row per zaak × ronde of weighing
-- ref_route holds, for every combination of answers, which route it is and what that requires.
WITH sessies AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        min(datum) AS datum_sessie,
        -- The weakest answer of the round counts: nee before onbekend before ja.
        CASE
        min(
            CASE document_bijgewerkt
                WHEN 'nee' THEN 1
                WHEN 'ja' THEN 3
                WHEN 'nvt' THEN 3
                ELSE 2
            END
        )
            WHEN 1 THEN 'nee'
            WHEN 3 THEN 'ja'
            ELSE 'onbekend'
        END AS document_bijgewerkt
    FROM stg_gebeurtenis
    WHERE soort = 'weging'
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

wegingen AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        min(datum) AS datum_weging,
        -- In the order of the alphabet (ja, nee, nvt, onbekend): who doubted once had doubts.
        min(twijfel) AS twijfel
    FROM stg_weging
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

rondes AS (
    SELECT zaak_nr, ronde FROM sessies
    UNION
    SELECT zaak_nr, ronde FROM wegingen
    UNION
    SELECT zaak_nr, ronde FROM toets_afweging
),

gewogen AS (
    SELECT
        rondes.zaak_nr,
        rondes.ronde,
        coalesce(least(sessies.datum_sessie, wegingen.datum_weging), afweging.eerste_antwoord)
            AS datum,
        sessies.document_bijgewerkt,
        coalesce(wegingen.twijfel, 'onbekend') AS twijfel,
        afweging.v1,
        afweging.v2,
        afweging.v3,
        afweging.v4,
        afweging.v5,
        afweging.datum_v5,
        afweging.laatste_antwoord,
        coalesce(afweging.aantal_vragen_zonder_vt, 0) AS aantal_vragen_zonder_vt,
        route.route,
        route.vereist,
        route.is_geldig,
        route.is_volledig,
        route.is_met_vt,
        -- The answer from which the required outcome follows; without a day, that of the weighing.
        coalesce(
            CASE route.door_vraag
                WHEN 1 THEN afweging.datum_v1
                WHEN 2 THEN afweging.datum_v2
                WHEN 3 THEN afweging.datum_v3
                WHEN 4 THEN afweging.datum_v4
                WHEN 5 THEN afweging.datum_v5
            END,
            least(sessies.datum_sessie, wegingen.datum_weging),
            afweging.laatste_antwoord
        ) AS datum_vereist,
        lag(afweging.laatste_antwoord) OVER (
            PARTITION BY rondes.zaak_nr ORDER BY rondes.ronde
        ) AS vorige_ronde_datum,
        rondes.ronde = max(rondes.ronde) OVER (PARTITION BY rondes.zaak_nr) AS is_laatste_ronde
    FROM rondes
    LEFT JOIN sessies ON rondes.zaak_nr = sessies.zaak_nr AND rondes.ronde = sessies.ronde
    LEFT JOIN wegingen ON rondes.zaak_nr = wegingen.zaak_nr AND rondes.ronde = wegingen.ronde
    LEFT JOIN toets_afweging AS afweging
        ON rondes.zaak_nr = afweging.zaak_nr AND rondes.ronde = afweging.ronde
    LEFT JOIN ref_route AS route
        ON
            coalesce(afweging.v1, '-') = route.v1
            AND coalesce(afweging.v2, '-') = route.v2
            AND coalesce(afweging.v3, '-') = route.v3
            AND coalesce(afweging.v4, '-') = route.v4
            AND coalesce(afweging.v5, '-') = route.v5
),

met_zaak AS (
    SELECT
        gewogen.*,
        zaak.school_id,
        zaak.schooljaar,
        zaak.peildatum,
        zaak.in_noemer,
        zaak.acuut,
        zaak.reden_afsluiting,
        zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
            AS is_afgesloten,
        coalesce(zaak.datum_einde, zaak.peildatum) AS einde,
        zaak.datum_eerste_besluit,
        zaak.eerste_stap_1,
        zaak.eerste_stap_2,
        zaak.eerste_stap_3,
        zaak.eerste_advies_vt,
        zaak.eerste_gesprek_ouders,
        zaak.eerste_medeweging_extern,
        zaak.laatste_melding,
        feit.heeft_reden_geen_gesprek,
        school.vakantieregio AS regio,
        school.levert_melding,
        school.levert_hulp,
        school.drempel_melding_na_besluit,
        school.drempel_melding_na_besluit_acuut,
        hulp.eerste_hulp,
        hulp.gewenste_termijn,
        CASE WHEN school.levert_hulp THEN hulp.aantal_hulp END AS aantal_hulp,
        CASE
            WHEN hulp.heeft_volgafspraken THEN 'ja'
            WHEN hulp.zonder_volgafspraken THEN 'nee'
            ELSE 'onbekend'
        END AS volgafspraken,
        -- A report answers this round when it lies after the round before, and a renewed report
        -- (question 5) when it lies on or after that answer: unknown when that has no day.
        CASE
            WHEN zaak.laatste_melding IS NULL THEN FALSE
            WHEN gewogen.vereist = 'opnieuw_melden' THEN zaak.laatste_melding >= gewogen.datum_v5
            ELSE coalesce(zaak.laatste_melding >= gewogen.vorige_ronde_datum, TRUE)
        END AS is_gemeld_na_vereist
    FROM gewogen
    INNER JOIN mart_zaak AS zaak ON gewogen.zaak_nr = zaak.zaak_nr
    INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
    INNER JOIN toets_hulp_per_zaak AS hulp ON gewogen.zaak_nr = hulp.zaak_nr
    INNER JOIN toets_feit AS feit ON gewogen.zaak_nr = feit.zaak_nr
)

SELECT
    met_zaak.zaak_nr,
    met_zaak.ronde,
    met_zaak.school_id,
    met_zaak.schooljaar,
    met_zaak.peildatum,
    met_zaak.in_noemer,
    met_zaak.datum,
    met_zaak.is_laatste_ronde,
    met_zaak.acuut,
    met_zaak.document_bijgewerkt,
    met_zaak.twijfel,
    met_zaak.v1,
    met_zaak.v2,
    met_zaak.v3,
    met_zaak.v4,
    met_zaak.v5,
    met_zaak.datum_v5,
    met_zaak.aantal_vragen_zonder_vt,
    met_zaak.route,
    met_zaak.vereist,
    met_zaak.is_geldig,
    met_zaak.is_volledig,
    met_zaak.is_met_vt,
    met_zaak.datum_vereist,
    coalesce(met_zaak.vereist IN ('melden', 'opnieuw_melden'), FALSE) AS is_melding_vereist,
    -- NULL: the meldingen were not delivered, or the answer has no day, so nobody knows.
    CASE WHEN met_zaak.levert_melding THEN met_zaak.is_gemeld_na_vereist END AS is_gemeld,
    CASE
        WHEN met_zaak.acuut = 'ja' THEN met_zaak.drempel_melding_na_besluit_acuut
        ELSE met_zaak.drempel_melding_na_besluit
    END AS drempel_melding,
    met_zaak.reden_afsluiting,
    met_zaak.is_afgesloten,
    met_zaak.datum_eerste_besluit,
    met_zaak.eerste_stap_1,
    met_zaak.eerste_advies_vt,
    met_zaak.eerste_gesprek_ouders,
    met_zaak.eerste_stap_1 IS NOT NULL AS stap_1_vastgelegd,
    met_zaak.eerste_stap_2 IS NOT NULL AS stap_2_vastgelegd,
    met_zaak.eerste_stap_3 IS NOT NULL AS stap_3_vastgelegd,
    met_zaak.eerste_medeweging_extern,
    met_zaak.heeft_reden_geen_gesprek,
    met_zaak.aantal_hulp,
    met_zaak.eerste_hulp,
    met_zaak.volgafspraken,
    einde.schooldag_nr - weging.schooldag_nr AS schooldagen_sinds_weging,
    einde.schooldag_nr - vereist_op.schooldag_nr AS schooldagen_sinds_vereist,
    einde.schooldag_nr - termijn.schooldag_nr AS schooldagen_na_termijn
FROM met_zaak
LEFT JOIN ref_kalender AS einde
    ON met_zaak.regio = einde.vakantieregio AND met_zaak.einde = einde.datum
LEFT JOIN ref_kalender AS weging
    ON met_zaak.regio = weging.vakantieregio AND met_zaak.datum = weging.datum
LEFT JOIN ref_kalender AS vereist_op
    ON met_zaak.regio = vereist_op.vakantieregio AND met_zaak.datum_vereist = vereist_op.datum
LEFT JOIN ref_kalender AS termijn
    ON met_zaak.regio = termijn.vakantieregio AND met_zaak.gewenste_termijn = termijn.datum
