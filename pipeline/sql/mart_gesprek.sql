-- Grain: one row per gesprek_ouders (an event of step 3)
WITH geleverd AS (
    SELECT
        school_id,
        max(CASE WHEN kolom = 'verslag_datum' THEN 1 ELSE 0 END) = 1 AS is_verslag_geregistreerd
    FROM stg_geleverd
    WHERE tabel = 'oudergesprek'
    GROUP BY school_id
),

gesprekken AS (
    SELECT
        gebeurtenis_nr,
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        datum
    FROM stg_gebeurtenis
    WHERE soort = 'gesprek_ouders'
),

-- A school that never records that a child was informed is not held to it.
gewoonten AS (
    SELECT DISTINCT zaak.school_id
    FROM stg_gebeurtenis AS gebeurtenis
    INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
    WHERE gebeurtenis.soort = 'kind_ingelicht'
),

inlichtingen AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        min(datum) AS kind_ingelicht
    FROM stg_gebeurtenis
    WHERE soort = 'kind_ingelicht'
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

rollen AS (
    SELECT
        rol.gebeurtenis_nr,
        max(CASE WHEN rol.rol = 'leerkracht' THEN 1 ELSE 0 END) = 1
        AND max(CASE WHEN rol.rol = 'intern_begeleider' THEN 1 ELSE 0 END) = 1 AS is_samen
    FROM stg_gebeurtenis_rol AS rol
    INNER JOIN gesprekken ON rol.gebeurtenis_nr = gesprekken.gebeurtenis_nr
    WHERE rol.betrokkenheid IN ('uitvoerder', 'aanwezig')
    GROUP BY rol.gebeurtenis_nr
)

SELECT
    gesprekken.gebeurtenis_nr,
    zaak.zaak_nr,
    zaak.school_id,
    zaak.bestuur_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.acuut,
    gesprekken.ronde,
    gesprekken.datum,
    coalesce(inlichtingen.kind_ingelicht <= gesprekken.datum, FALSE) AS is_kind_vooraf_ingelicht,
    gewoonten.school_id IS NOT NULL AS is_ingelicht_geregistreerd,
    -- NULL: nobody's role was recorded with this talk.
    rollen.is_samen AS is_samen_gevoerd,
    oudergesprek.gebeurtenis_nr IS NOT NULL AS is_uitgewerkt,
    coalesce(geleverd.is_verslag_geregistreerd, FALSE) AS is_verslag_geregistreerd,
    oudergesprek.verslag_datum,
    oudergesprek.ondertekening_gevraagd,
    oudergesprek.ondertekend,
    oudergesprek.voorbereid,
    oudergesprek.apart_gevoerd,
    oudergesprek.zorgen_weggenomen,
    peil.schooldag_nr - gevoerd.schooldag_nr AS schooldagen_geleden
FROM gesprekken
INNER JOIN mart_zaak AS zaak ON gesprekken.zaak_nr = zaak.zaak_nr
LEFT JOIN geleverd ON zaak.school_id = geleverd.school_id
LEFT JOIN gewoonten ON zaak.school_id = gewoonten.school_id
LEFT JOIN inlichtingen
    ON gesprekken.zaak_nr = inlichtingen.zaak_nr AND gesprekken.ronde = inlichtingen.ronde
LEFT JOIN rollen ON gesprekken.gebeurtenis_nr = rollen.gebeurtenis_nr
LEFT JOIN stg_oudergesprek AS oudergesprek
    ON gesprekken.gebeurtenis_nr = oudergesprek.gebeurtenis_nr
LEFT JOIN ref_kalender AS peil
    ON
        zaak.vakantieregio = peil.vakantieregio
        AND CASE WHEN zaak.is_vertrokken THEN zaak.datum_einde ELSE zaak.peildatum END = peil.datum
LEFT JOIN ref_kalender AS gevoerd
    ON zaak.vakantieregio = gevoerd.vakantieregio AND gesprekken.datum = gevoerd.datum
WHERE zaak.in_noemer
