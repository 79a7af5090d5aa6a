-- Grain: one row per zaak
-- What is recorded of a case in small tables of its own. As in every toets_ table of this grain each
-- case has its row: a join that finds none for some splits what DuckDB handles at once, and eleven
-- such joins in a row leave crumbs.
WITH wegingen AS (
    SELECT
        zaak_nr,
        -- In any round: yes before unknown before no, since a no in one round says nothing of
        -- another of which it was not recorded.
        CASE max(CASE twijfel WHEN 'ja' THEN 3 WHEN 'nee' THEN 1 WHEN 'nvt' THEN 0 ELSE 2 END)
            WHEN 3 THEN 'ja'
            WHEN 1 THEN 'nee'
            WHEN 0 THEN 'nvt'
            ELSE 'onbekend'
        END AS twijfel,
        CASE
        max(
            CASE weigering_meegewogen
                WHEN 'ja' THEN 3
                WHEN 'nee' THEN 1
                WHEN 'nvt' THEN 0
                ELSE 2
            END
        )
            WHEN 3 THEN 'ja'
            WHEN 1 THEN 'nee'
            WHEN 0 THEN 'nvt'
            ELSE 'onbekend'
        END AS weigering_meegewogen
    FROM stg_weging
    GROUP BY zaak_nr
),

vragen AS (
    SELECT
        zaak_nr,
        max(CASE WHEN v5 IS NOT NULL THEN 1 ELSE 0 END) = 1 AS heeft_antwoord_5
    FROM toets_afweging
    GROUP BY zaak_nr
),

mdo_s AS (
    SELECT
        gebeurtenis.zaak_nr,
        max(CASE WHEN mdo.toestemming_ouders = 'geweigerd' THEN 1 ELSE 0 END)
        = 1 AS is_mdo_geweigerd
    FROM stg_mdo AS mdo
    INNER JOIN stg_gebeurtenis AS gebeurtenis ON mdo.gebeurtenis_nr = gebeurtenis.gebeurtenis_nr
    GROUP BY gebeurtenis.zaak_nr
),

meldingen AS (
    SELECT
        zaak_nr,
        max(
            CASE
                WHEN reden_geen_oudergesprek IN ('veiligheid', 'contact_verbroken') THEN 1 ELSE 0
            END
        ) = 1 AS heeft_reden_geen_gesprek
    FROM stg_melding
    GROUP BY zaak_nr
),

herzieningen AS (
    SELECT DISTINCT eerder.zaak_nr
    FROM stg_besluit AS later
    INNER JOIN stg_besluit AS eerder ON later.herziet_besluit_nr = eerder.besluit_nr
    -- Other help instead of help is help still.
    WHERE eerder.uitkomst = '5A' AND later.uitkomst <> '5A'
)

SELECT
    zaak.zaak_nr,
    route.bijzondere_route,
    coalesce(wegingen.twijfel, 'onbekend') AS twijfel,
    coalesce(wegingen.weigering_meegewogen, 'onbekend') AS weigering_meegewogen,
    coalesce(vragen.heeft_antwoord_5, FALSE) AS heeft_antwoord_5,
    coalesce(mdo_s.is_mdo_geweigerd, FALSE) AS is_mdo_geweigerd,
    coalesce(meldingen.heeft_reden_geen_gesprek, FALSE) AS heeft_reden_geen_gesprek,
    herzieningen.zaak_nr IS NOT NULL AS is_5a_herzien
FROM mart_zaak AS zaak
LEFT JOIN stg_zaak_route AS route ON zaak.zaak_nr = route.zaak_nr
LEFT JOIN wegingen ON zaak.zaak_nr = wegingen.zaak_nr
LEFT JOIN vragen ON zaak.zaak_nr = vragen.zaak_nr
LEFT JOIN mdo_s ON zaak.zaak_nr = mdo_s.zaak_nr
LEFT JOIN meldingen ON zaak.zaak_nr = meldingen.zaak_nr
LEFT JOIN herzieningen ON zaak.zaak_nr = herzieningen.zaak_nr
