-- Grain: one row per melding
SELECT
    melding.melding_nr,
    melding.zaak_nr,
    zaak.school_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.in_noemer,
    melding.datum,
    melding.door,
    melding.ouders_vooraf_datum,
    melding.reden_geen_oudergesprek,
    coalesce(melding.reden_geen_oudergesprek IN ('veiligheid', 'contact_verbroken'), FALSE)
        AS heeft_reden_geen_gesprek,
    melding.toestemming,
    melding.leerling_12plus,
    melding.leerling_besproken_datum,
    melding.uitleg,
    melding.reactie_gevraagd,
    melding.bezwaar,
    melding.bezwaar_overlegd,
    melding.bezwaar_afgewogen,
    melding.veiligheid_vooraf_besproken,
    melding.bron_derden_aangegeven,
    melding.eigen_inzet_overlegd,
    zaak.acuut,
    zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
        AS is_afgesloten,
    zaak.eerste_gesprek_ouders,
    zaak.eerste_gesprek_voorgenomen_melding,
    zaak.laatste_leerling_gevolgd,
    evaluatie.laatste_effectevaluatie,
    einde.schooldag_nr - gemeld.schooldag_nr AS schooldagen_sinds_melding
FROM stg_melding AS melding
INNER JOIN mart_zaak AS zaak ON melding.zaak_nr = zaak.zaak_nr
INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
INNER JOIN toets_evaluatie_per_zaak AS evaluatie ON melding.zaak_nr = evaluatie.zaak_nr
LEFT JOIN ref_kalender AS einde
    ON
        school.vakantieregio = einde.vakantieregio
        AND coalesce(zaak.datum_einde, zaak.peildatum) = einde.datum
LEFT JOIN ref_kalender AS gemeld
    ON school.vakantieregio = gemeld.vakantieregio AND melding.datum = gemeld.datum
