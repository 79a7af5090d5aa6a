-- Grain: one row per melding
WITH geleverd AS (
    SELECT
        school_id,
        max(CASE WHEN kolom = 'ouders_vooraf_datum' THEN 1 ELSE 0 END) = 1
            AS is_vooraf_geregistreerd,
        max(CASE WHEN kolom = 'leerling_besproken_datum' THEN 1 ELSE 0 END) = 1
            AS is_leerling_geregistreerd,
        max(CASE WHEN kolom = 'terugkoppeling_datum' THEN 1 ELSE 0 END) = 1
            AS is_terugkoppeling_geregistreerd
    FROM stg_geleverd
    WHERE tabel = 'melding'
    GROUP BY school_id
),

-- A school that never records follow-up is not held to it.
gewoonten AS (
    SELECT DISTINCT zaak.school_id
    FROM stg_gebeurtenis AS gebeurtenis
    INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
    WHERE gebeurtenis.soort IN ('leerling_gevolgd', 'nieuw_contact_vt')
),

-- Feedback is recorded with the report, or as an event.
terugkoppelingen AS (
    SELECT DISTINCT zaak.school_id
    FROM stg_gebeurtenis AS gebeurtenis
    INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
    WHERE gebeurtenis.soort = 'terugkoppeling_vt'
),

opvolgingen AS (
    SELECT
        melding.melding_nr,
        min(gebeurtenis.datum) AS eerste_opvolging
    FROM stg_melding AS melding
    INNER JOIN stg_gebeurtenis AS gebeurtenis
        ON
            melding.zaak_nr = gebeurtenis.zaak_nr
            AND melding.datum <= gebeurtenis.datum
            AND gebeurtenis.soort IN ('leerling_gevolgd', 'nieuw_contact_vt')
    GROUP BY melding.melding_nr
),

op_volgorde AS (
    SELECT
        melding_nr,
        lead(datum) OVER (
            PARTITION BY zaak_nr ORDER BY datum, coalesce(volgnr, 1), melding_nr
        ) AS volgende_melding
    FROM stg_melding
)

SELECT
    melding.melding_nr,
    zaak.zaak_nr,
    zaak.school_id,
    zaak.bestuur_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.acuut,
    melding.volgnr,
    melding.datum,
    melding.door,
    coalesce(zaak.eerste_gesprek_ouders <= melding.datum, FALSE) AS is_na_oudergesprek,
    melding.reden_geen_oudergesprek,
    melding.ouders_vooraf_datum,
    coalesce(melding.ouders_vooraf_datum <= melding.datum, FALSE)
    OR coalesce(zaak.eerste_gesprek_voorgenomen_melding <= melding.datum, FALSE)
        AS is_vooraf_besproken,
    coalesce(geleverd.is_vooraf_geregistreerd, FALSE) AS is_vooraf_geregistreerd,
    coalesce(geleverd.is_leerling_geregistreerd, FALSE) AS is_leerling_geregistreerd,
    melding.toestemming,
    melding.leerling_12plus,
    melding.leerling_besproken_datum,
    coalesce(
        melding.terugkoppeling_datum,
        CASE
            WHEN zaak.laatste_terugkoppeling_vt >= melding.datum AND zaak.aantal_meldingen = 1
                THEN zaak.laatste_terugkoppeling_vt
        END
    ) AS terugkoppeling_datum,
    coalesce(geleverd.is_terugkoppeling_geregistreerd, FALSE)
    OR terugkoppelingen.school_id IS NOT NULL AS is_terugkoppeling_geregistreerd,
    peil.werkdag_nr - gemeld.werkdag_nr AS werkdagen_geleden,
    peil.schooldag_nr - gemeld.schooldag_nr AS schooldagen_geleden,
    gewoonten.school_id IS NOT NULL AS is_opvolging_geregistreerd,
    opvolgingen.eerste_opvolging,
    opgevolgd.schooldag_nr - gemeld.schooldag_nr AS schooldagen_tot_opvolging,
    op_volgorde.volgende_melding
FROM stg_melding AS melding
INNER JOIN mart_zaak AS zaak ON melding.zaak_nr = zaak.zaak_nr
INNER JOIN op_volgorde ON melding.melding_nr = op_volgorde.melding_nr
LEFT JOIN geleverd ON zaak.school_id = geleverd.school_id
LEFT JOIN gewoonten ON zaak.school_id = gewoonten.school_id
LEFT JOIN terugkoppelingen ON zaak.school_id = terugkoppelingen.school_id
LEFT JOIN opvolgingen ON melding.melding_nr = opvolgingen.melding_nr
LEFT JOIN ref_kalender AS peil
    ON
        zaak.vakantieregio = peil.vakantieregio
        AND CASE WHEN zaak.is_vertrokken THEN zaak.datum_einde ELSE zaak.peildatum END = peil.datum
LEFT JOIN ref_kalender AS gemeld
    ON zaak.vakantieregio = gemeld.vakantieregio AND melding.datum = gemeld.datum
LEFT JOIN ref_kalender AS opgevolgd
    ON
        zaak.vakantieregio = opgevolgd.vakantieregio
        AND opvolgingen.eerste_opvolging = opgevolgd.datum
WHERE zaak.in_noemer
