-- Grain: one row per hulp
SELECT
    hulp.hulp_nr,
    hulp.zaak_nr,
    zaak.school_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.in_noemer,
    coalesce(hulp.datum_verwijzing, hulp.datum_besproken_ouders, zaak.eerste_5a) AS datum,
    hulp.soort,
    CASE WHEN school.levert_datum_verwijzing THEN hulp.datum_verwijzing IS NOT NULL END
        AS is_verwezen,
    CASE
        WHEN school.levert_datum_aankomst_gecontroleerd
            THEN hulp.datum_aankomst_gecontroleerd IS NOT NULL
    END AS is_aankomst_gecontroleerd,
    CASE WHEN school.levert_begeleidingsplan_datum THEN hulp.begeleidingsplan_datum IS NOT NULL END
        AS heeft_begeleidingsplan,
    CASE
        WHEN school.levert_begeleidingsplan_besproken_datum
            THEN hulp.begeleidingsplan_besproken_datum IS NOT NULL
    END AS is_plan_besproken,
    hulp.aangekomen,
    hulp.casemanager,
    zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
        AS is_afgesloten,
    zaak.eerste_zorgbespreking_cjg,
    CASE WHEN school.levert_herziet_besluit THEN feit.is_5a_herzien END AS is_5a_herzien,
    einde.schooldag_nr - verwezen.schooldag_nr AS schooldagen_sinds_verwijzing,
    einde.schooldag_nr - begeleidingsplan.schooldag_nr AS schooldagen_sinds_begeleidingsplan
FROM stg_hulp AS hulp
INNER JOIN mart_zaak AS zaak ON hulp.zaak_nr = zaak.zaak_nr
INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
INNER JOIN toets_feit AS feit ON hulp.zaak_nr = feit.zaak_nr
LEFT JOIN ref_kalender AS einde
    ON
        school.vakantieregio = einde.vakantieregio
        AND coalesce(zaak.datum_einde, zaak.peildatum) = einde.datum
LEFT JOIN ref_kalender AS verwezen
    ON school.vakantieregio = verwezen.vakantieregio AND hulp.datum_verwijzing = verwezen.datum
LEFT JOIN ref_kalender AS begeleidingsplan
    ON
        school.vakantieregio = begeleidingsplan.vakantieregio
        AND hulp.begeleidingsplan_datum = begeleidingsplan.datum
