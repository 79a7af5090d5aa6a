-- Grain: one row per mdo (an event of step 2)
WITH weigeringen AS (
    SELECT
        zaak_nr,
        -- Yes in any round, no in all; NULL: of a round it was not recorded.
        CASE
        max(
            CASE weigering_meegewogen
                WHEN 'ja' THEN 3
                WHEN 'nee' THEN 1
                WHEN 'nvt' THEN 0
                ELSE 2
            END
        )
            WHEN 3 THEN TRUE
            WHEN 1 THEN FALSE
        END AS is_meegewogen
    FROM stg_weging
    GROUP BY zaak_nr
)

SELECT
    gebeurtenis.gebeurtenis_nr,
    zaak.zaak_nr,
    zaak.school_id,
    zaak.bestuur_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.acuut,
    gebeurtenis.datum,
    gebeurtenis.vorm,
    mdo.gebeurtenis_nr IS NOT NULL AS is_uitgewerkt,
    mdo.toestemming_ouders,
    mdo.toestemming_datum,
    mdo.ouders_uitgenodigd,
    -- NULL: not recorded, or given on a day that was not recorded.
    CASE
        WHEN mdo.toestemming_ouders = 'gegeven' THEN mdo.toestemming_datum <= gebeurtenis.datum
        WHEN mdo.toestemming_ouders IN ('geweigerd', 'niet_gevraagd') THEN FALSE
    END AS is_toestemming_vooraf,
    zaak.eerste_weging IS NOT NULL AS is_gewogen,
    weigeringen.is_meegewogen AS is_weigering_meegewogen
FROM stg_gebeurtenis AS gebeurtenis
INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
LEFT JOIN stg_mdo AS mdo ON gebeurtenis.gebeurtenis_nr = mdo.gebeurtenis_nr
LEFT JOIN weigeringen ON gebeurtenis.zaak_nr = weigeringen.zaak_nr
WHERE gebeurtenis.soort = 'mdo' AND zaak.in_noemer
