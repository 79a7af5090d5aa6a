-- Grain: one row per advies van Veilig Thuis (an event of step 2, or an urgent one)
SELECT
    gebeurtenis.gebeurtenis_nr,
    zaak.zaak_nr,
    zaak.school_id,
    zaak.bestuur_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.acuut,
    gebeurtenis.datum,
    gebeurtenis.soort,
    gebeurtenis.vorm,
    gebeurtenis.doel
FROM stg_gebeurtenis AS gebeurtenis
INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
WHERE
    zaak.in_noemer
    AND gebeurtenis.soort IN ('advies_veilig_thuis', 'spoedadvies_veilig_thuis')
