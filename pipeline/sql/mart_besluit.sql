-- Grain: one row per besluit
-- What was there on or before the day of the decision, as a set: the order of steps is not binding.
WITH meldingen AS (
    SELECT
        zaak_nr,
        max(
            CASE
                WHEN reden_geen_oudergesprek IN ('veiligheid', 'contact_verbroken') THEN 1 ELSE 0
            END
        )
        = 1 AS heeft_reden_geen_oudergesprek
    FROM stg_melding
    GROUP BY zaak_nr
)

SELECT
    besluit.besluit_nr,
    zaak.zaak_nr,
    zaak.school_id,
    zaak.bestuur_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.acuut,
    besluit.ronde,
    besluit.datum,
    besluit.uitkomst,
    besluit.leerkracht_betrokken,
    besluit.ib_betrokken,
    besluit.directie_betrokken,
    besluit.vt_betrokken,
    besluit.versneld,
    coalesce(zaak.eerste_stap_1 <= besluit.datum, FALSE) AS stap_1_ervoor,
    coalesce(zaak.eerste_stap_2 <= besluit.datum, FALSE) AS stap_2_ervoor,
    coalesce(zaak.eerste_stap_3 <= besluit.datum, FALSE) AS stap_3_ervoor,
    coalesce(zaak.eerste_stap_4 <= besluit.datum, FALSE) AS stap_4_ervoor,
    coalesce(zaak.eerste_advies_vt <= besluit.datum, FALSE) AS advies_vt_ervoor,
    coalesce(zaak.eerste_weging <= besluit.datum, FALSE) AS weging_ervoor,
    coalesce(meldingen.heeft_reden_geen_oudergesprek, FALSE) AS heeft_reden_geen_oudergesprek
FROM stg_besluit AS besluit
INNER JOIN mart_zaak AS zaak ON besluit.zaak_nr = zaak.zaak_nr
LEFT JOIN meldingen ON besluit.zaak_nr = meldingen.zaak_nr
WHERE zaak.in_noemer
