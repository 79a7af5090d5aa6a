-- Grain: one row per gebeurtenis gesprek_ouders
WITH gesprekken AS (
    SELECT * FROM stg_gebeurtenis
    WHERE soort = 'gesprek_ouders'
),

rollen AS (
    SELECT
        gebeurtenis_nr,
        rollen
    FROM toets_rol
    WHERE gebeurtenis_nr IN (SELECT gebeurtenis_nr FROM gesprekken)
),

kindgesprekken AS (
    SELECT
        zaak_nr,
        coalesce(ronde, 1) AS ronde,
        min(CASE WHEN soort = 'kind_ingelicht' THEN datum END) AS kind_ingelicht,
        min(CASE WHEN soort = 'gesprek_kind' THEN datum END) AS gesprek_kind
    FROM stg_gebeurtenis
    WHERE soort IN ('kind_ingelicht', 'gesprek_kind')
    GROUP BY zaak_nr, coalesce(ronde, 1)
),

weegvragen AS (
    SELECT
        zaak_nr,
        max(datum) AS laatste_weegvraag
    FROM stg_afweging
    GROUP BY zaak_nr
)

SELECT
    gesprek.gebeurtenis_nr,
    gesprek.zaak_nr,
    zaak.school_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.in_noemer,
    gesprek.datum,
    oudergesprek.voorbereid,
    oudergesprek.apart_gevoerd,
    oudergesprek.doel_uitgelegd,
    oudergesprek.feiten_besproken,
    oudergesprek.reactie_gevraagd,
    oudergesprek.interpretatie_na_reactie,
    oudergesprek.ouders_herkennen,
    oudergesprek.zorgen_weggenomen,
    oudergesprek.ondertekening_gevraagd,
    CASE
        WHEN school.levert_verslag_datum AND oudergesprek.gebeurtenis_nr IS NOT NULL
            THEN oudergesprek.verslag_datum IS NOT NULL
    END AS heeft_verslag,
    rol.gebeurtenis_nr IS NOT NULL AS heeft_rollen,
    coalesce((rol.rollen & 16) > 0, FALSE) AS is_leerkracht_uitvoerder,
    coalesce((rol.rollen & 32) > 0, FALSE) AS is_ib_uitvoerder,
    kind.kind_ingelicht,
    kind.gesprek_kind,
    CASE
        WHEN (antwoord.nee & 131072) > 0 THEN 'nee'
        WHEN (antwoord.ja & 131072) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 131072) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_19,
    zaak.acuut,
    zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
        AS is_afgesloten,
    -- The latest day on which the case is known to have gone on to step 4 or 5.
    greatest(
        zaak.laatste_weging,
        weegvraag.laatste_weegvraag,
        zaak.laatste_risicotaxatie,
        zaak.laatste_veiligheidsbeoordeling,
        zaak.laatste_contact_vt_risicotaxatie,
        zaak.laatste_medeweging_extern,
        zaak.laatste_5a,
        zaak.laatste_5b,
        zaak.laatste_zorgbespreking_cjg,
        zaak.laatste_begeleidingsplan_afgesproken,
        zaak.laatste_voortgangscontact_ouders,
        zaak.laatste_leerling_gevolgd,
        zaak.laatste_gesprek_voorgenomen_melding,
        zaak.laatste_nieuw_contact_vt,
        zaak.laatste_melding,
        zaak.laatste_terugkoppeling_vt
    ) AS laatste_stap_4_of_5,
    einde.schooldag_nr - gevoerd.schooldag_nr AS schooldagen_sinds_gesprek
FROM gesprekken AS gesprek
INNER JOIN mart_zaak AS zaak ON gesprek.zaak_nr = zaak.zaak_nr
INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
LEFT JOIN stg_oudergesprek AS oudergesprek
    ON gesprek.gebeurtenis_nr = oudergesprek.gebeurtenis_nr
LEFT JOIN rollen AS rol ON gesprek.gebeurtenis_nr = rol.gebeurtenis_nr
LEFT JOIN kindgesprekken AS kind
    ON gesprek.zaak_nr = kind.zaak_nr AND coalesce(gesprek.ronde, 1) = kind.ronde
LEFT JOIN weegvragen AS weegvraag ON gesprek.zaak_nr = weegvraag.zaak_nr
INNER JOIN toets_antwoord AS antwoord ON gesprek.zaak_nr = antwoord.zaak_nr
LEFT JOIN ref_kalender AS einde
    ON
        school.vakantieregio = einde.vakantieregio
        AND coalesce(zaak.datum_einde, zaak.peildatum) = einde.datum
LEFT JOIN ref_kalender AS gevoerd
    ON school.vakantieregio = gevoerd.vakantieregio AND gesprek.datum = gevoerd.datum
