-- Grain: one row per zaak × ronde in which was weighed
-- The five questions as a route (meldcode, step 4). `route`: geldig, onvolledig (an answer is
-- missing), tegenstrijdig (an answer that cannot stand there), onbekend (with Veilig Thuis or not is
-- not recorded), niet_geregistreerd (no answers at all). An open fifth question is valid.
WITH antwoorden AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        -- A question that was answered both ways (ja before nee): the answer that asks for more.
        min(CASE WHEN vraag = '1' THEN antwoord END) AS v1,
        min(CASE WHEN vraag = '2' THEN antwoord END) AS v2,
        max(CASE WHEN vraag = '3' THEN antwoord END) AS v3,
        max(CASE WHEN vraag = '4' THEN antwoord END) AS v4,
        max(CASE WHEN vraag = '5' THEN antwoord END) AS v5,
        max(CASE WHEN vraag = '5' THEN datum END) AS v5_datum,
        min(
            CASE
                WHEN vraag = '2' AND antwoord = 'ja' THEN datum
                WHEN vraag IN ('3', '4', '5') AND antwoord = 'nee' THEN datum
            END
        ) AS vereist_datum,
        max(datum) AS laatste_antwoord,
        max(CASE WHEN vraag IN ('3', '4', '5') AND samen_met_vt = 'nee' THEN 1 ELSE 0 END) = 1
            AS is_zonder_vt,
        max(
            CASE
                WHEN vraag IN ('3', '4', '5') AND coalesce(samen_met_vt, 'onbekend') = 'onbekend'
                    THEN 1
                ELSE 0
            END
        ) = 1 AS is_vt_onbekend
    FROM stg_afweging
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

wegingen AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        min(datum) AS datum,
        -- In the order of the alphabet (ja, nee, nvt, onbekend): what was said once holds.
        min(twijfel) AS twijfel,
        min(weigering_meegewogen) AS weigering_meegewogen
    FROM stg_weging
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

sessies AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        min(datum) AS datum
    FROM stg_gebeurtenis
    WHERE soort = 'weging'
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

rondes AS (
    SELECT
        zaak_nr,
        ronde
    FROM antwoorden
    UNION
    SELECT
        zaak_nr,
        ronde
    FROM wegingen
    UNION
    SELECT
        zaak_nr,
        ronde
    FROM sessies
),

routes AS (
    SELECT
        rondes.zaak_nr,
        rondes.ronde,
        coalesce(least(sessies.datum, wegingen.datum), antwoorden.laatste_antwoord) AS datum,
        wegingen.twijfel,
        wegingen.weigering_meegewogen,
        antwoorden.v1,
        antwoorden.v2,
        antwoorden.v3,
        antwoorden.v4,
        antwoorden.v5,
        antwoorden.v5_datum,
        CASE
            WHEN antwoorden.zaak_nr IS NULL THEN 'niet_geregistreerd'
            WHEN antwoorden.v1 IS NULL THEN 'onvolledig'
            WHEN
                antwoorden.v1 = 'nee'
                THEN CASE
                    WHEN
                        coalesce(antwoorden.v2, antwoorden.v3, antwoorden.v4, antwoorden.v5) IS NULL
                        THEN 'geldig'
                    ELSE 'tegenstrijdig'
                END
            WHEN antwoorden.v2 IS NULL
                THEN CASE
                    WHEN coalesce(antwoorden.v3, antwoorden.v4, antwoorden.v5) IS NULL
                        THEN 'onvolledig'
                    ELSE 'tegenstrijdig'
                END
            -- Acute or structural danger: what follows is answered together with Veilig Thuis.
            WHEN
                antwoorden.v2 = 'ja'
                THEN CASE
                    WHEN
                        antwoorden.v3 IS NULL AND coalesce(antwoorden.v4, antwoorden.v5) IS NOT NULL
                        THEN 'tegenstrijdig'
                    WHEN antwoorden.v4 IS NULL AND antwoorden.v5 IS NOT NULL THEN 'tegenstrijdig'
                    WHEN antwoorden.is_zonder_vt THEN 'tegenstrijdig'
                    WHEN antwoorden.is_vt_onbekend THEN 'onbekend'
                    ELSE 'geldig'
                END
            WHEN antwoorden.v3 IS NULL
                THEN CASE
                    WHEN coalesce(antwoorden.v4, antwoorden.v5) IS NULL THEN 'onvolledig'
                    ELSE 'tegenstrijdig'
                END
            WHEN antwoorden.v3 = 'nee'
                THEN CASE
                    WHEN coalesce(antwoorden.v4, antwoorden.v5) IS NULL THEN 'geldig'
                    ELSE 'tegenstrijdig'
                END
            WHEN antwoorden.v4 IS NULL
                THEN CASE WHEN antwoorden.v5 IS NULL THEN 'onvolledig' ELSE 'tegenstrijdig' END
            WHEN antwoorden.v4 = 'nee' AND antwoorden.v5 IS NOT NULL THEN 'tegenstrijdig'
            ELSE 'geldig'
        END AS route,
        -- NULL where the answers do not tell: unknown is not "no report needed".
        CASE
            WHEN
                antwoorden.v2 = 'ja' OR antwoorden.v3 = 'nee'
                OR antwoorden.v4 = 'nee' OR antwoorden.v5 = 'nee'
                THEN TRUE
            WHEN antwoorden.v1 IS NOT NULL THEN FALSE
        END AS is_melding_vereist,
        coalesce(
            antwoorden.vereist_datum,
            least(sessies.datum, wegingen.datum),
            antwoorden.laatste_antwoord
        ) AS vereist_datum
    FROM rondes
    LEFT JOIN antwoorden
        ON rondes.zaak_nr = antwoorden.zaak_nr AND rondes.ronde = antwoorden.ronde
    LEFT JOIN wegingen ON rondes.zaak_nr = wegingen.zaak_nr AND rondes.ronde = wegingen.ronde
    LEFT JOIN sessies ON rondes.zaak_nr = sessies.zaak_nr AND rondes.ronde = sessies.ronde
),

drempels AS (
    SELECT
        school_id,
        max(CASE WHEN drempel = 'melding_na_besluit' THEN waarde END) AS drempel_gewoon,
        max(CASE WHEN drempel = 'melding_na_besluit_acuut' THEN waarde END) AS drempel_acuut
    FROM ref_drempel
    GROUP BY school_id
),

met_zaak AS (
    SELECT
        routes.*,
        zaak.school_id,
        zaak.bestuur_id,
        zaak.schooljaar,
        zaak.vakantieregio,
        zaak.peildatum,
        zaak.acuut,
        zaak.is_open,
        zaak.is_vertrokken,
        CASE WHEN zaak.is_vertrokken THEN zaak.datum_einde ELSE zaak.peildatum END AS gevolgd_tot,
        zaak.melding_geregistreerd,
        CASE
            WHEN NOT zaak.melding_geregistreerd THEN NULL
            WHEN zaak.aantal_meldingen = 0 THEN FALSE
            -- Help that did not work asks for a (new) report after that answer: unknown when that
            -- has no day. After yes on question 2 Veilig Thuis was there when it was given; without
            -- an answer to it, an earlier report may have been enough or not.
            WHEN routes.v5 = 'nee' AND coalesce(routes.v2, 'onbekend') <> 'ja'
                THEN CASE
                    WHEN zaak.laatste_melding >= routes.v5_datum THEN TRUE
                    WHEN zaak.laatste_melding < routes.v5_datum AND routes.v2 = 'nee' THEN FALSE
                END
            ELSE TRUE
        END AS is_gemeld,
        CASE WHEN zaak.acuut = 'ja' THEN drempels.drempel_acuut ELSE drempels.drempel_gewoon END
            AS drempel_waarde
    FROM routes
    INNER JOIN mart_zaak AS zaak ON routes.zaak_nr = zaak.zaak_nr
    LEFT JOIN drempels ON zaak.school_id = drempels.school_id
    WHERE zaak.in_noemer
)

SELECT
    met_zaak.zaak_nr,
    met_zaak.ronde,
    met_zaak.school_id,
    met_zaak.bestuur_id,
    met_zaak.schooljaar,
    met_zaak.peildatum,
    met_zaak.acuut,
    met_zaak.is_open,
    met_zaak.is_vertrokken,
    met_zaak.datum,
    met_zaak.twijfel,
    met_zaak.weigering_meegewogen,
    met_zaak.v1,
    met_zaak.v2,
    met_zaak.v3,
    met_zaak.v4,
    met_zaak.v5,
    met_zaak.v5_datum,
    met_zaak.route,
    met_zaak.is_melding_vereist,
    CASE WHEN met_zaak.is_melding_vereist THEN met_zaak.vereist_datum END AS vereist_datum,
    met_zaak.melding_geregistreerd,
    met_zaak.is_gemeld,
    CASE WHEN met_zaak.is_melding_vereist THEN peil.schooldag_nr - vereist.schooldag_nr END
        AS schooldagen_sinds_vereist,
    met_zaak.drempel_waarde,
    coalesce(
        met_zaak.is_melding_vereist
        AND NOT met_zaak.is_gemeld
        AND peil.schooldag_nr - vereist.schooldag_nr > met_zaak.drempel_waarde,
        FALSE
    ) AS melding_ontbreekt
FROM met_zaak
LEFT JOIN ref_kalender AS peil
    ON met_zaak.vakantieregio = peil.vakantieregio AND met_zaak.gevolgd_tot = peil.datum
LEFT JOIN ref_kalender AS vereist
    ON met_zaak.vakantieregio = vereist.vakantieregio AND met_zaak.vereist_datum = vereist.datum
