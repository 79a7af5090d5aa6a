-- Grain: one row per mdo (an event of step 2)
WITH weigeringen AS (
    SELECT
        zaak_nr,
        max(CASE WHEN weigering_meegewogen = 'ja' THEN 1 ELSE 0 END) = 1 AS is_meegewogen
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
    coalesce(
        mdo.toestemming_ouders = 'gegeven' AND mdo.toestemming_datum <= gebeurtenis.datum, FALSE
    )
        AS is_toestemming_vooraf,
    zaak.eerste_weging IS NOT NULL AS is_gewogen,
    coalesce(weigeringen.is_meegewogen, FALSE) AS is_weigering_meegewogen
FROM stg_gebeurtenis AS gebeurtenis
INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
LEFT JOIN stg_mdo AS mdo ON gebeurtenis.gebeurtenis_nr = mdo.gebeurtenis_nr
LEFT JOIN weigeringen ON gebeurtenis.zaak_nr = weigeringen.zaak_nr
WHERE gebeurtenis.soort = 'mdo' AND zaak.in_noemer
