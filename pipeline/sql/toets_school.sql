-- Grain: one row per school
-- What the school delivers (levert_), which moments it records in any case at all (legt_…_vast)
-- and its own thresholds: what lets a norm tell "not done" from "not recorded" and "not yet".
WITH kalender AS (
    SELECT
        min(datum) AS eerste_kalenderdag,
        max(datum) AS laatste_kalenderdag
    FROM ref_kalender
),

geleverd AS (
    SELECT
        school_id,
        max(CASE WHEN tabel = 'afweging' THEN 1 ELSE 0 END) = 1 AS levert_afweging,
        max(CASE WHEN tabel = 'besluit' THEN 1 ELSE 0 END) = 1 AS levert_besluit,
        max(CASE WHEN tabel = 'dossiernotitie' THEN 1 ELSE 0 END) = 1 AS levert_dossiernotitie,
        max(CASE WHEN tabel = 'evaluatie' THEN 1 ELSE 0 END) = 1 AS levert_evaluatie,
        max(CASE WHEN tabel = 'gebeurtenis_rol' THEN 1 ELSE 0 END) = 1 AS levert_gebeurtenis_rol,
        max(CASE WHEN tabel = 'hulp' THEN 1 ELSE 0 END) = 1 AS levert_hulp,
        max(CASE WHEN tabel = 'mdo' THEN 1 ELSE 0 END) = 1 AS levert_mdo,
        max(CASE WHEN tabel = 'melding' THEN 1 ELSE 0 END) = 1 AS levert_melding,
        max(CASE WHEN tabel = 'weging' THEN 1 ELSE 0 END) = 1 AS levert_weging,
        max(CASE WHEN tabel = 'besluit' AND kolom = 'herziet_besluit_id' THEN 1 ELSE 0 END) = 1
            AS levert_herziet_besluit,
        max(CASE WHEN tabel = 'dossiernotitie' AND kolom = 'gebeurtenis_id' THEN 1 ELSE 0 END) = 1
            AS levert_notitie_bij_gebeurtenis,
        max(CASE WHEN kolom = 'hypothese_vervolg_datum' THEN 1 ELSE 0 END) = 1
            AS levert_hypothese_vervolg_datum,
        max(CASE WHEN kolom = 'verslag_datum' THEN 1 ELSE 0 END) = 1 AS levert_verslag_datum,
        max(CASE WHEN kolom = 'ouders_vooraf_datum' THEN 1 ELSE 0 END) = 1
            AS levert_ouders_vooraf_datum,
        max(CASE WHEN kolom = 'leerling_besproken_datum' THEN 1 ELSE 0 END) = 1
            AS levert_leerling_besproken_datum,
        max(CASE WHEN kolom = 'datum_besproken_ouders' THEN 1 ELSE 0 END) = 1
            AS levert_datum_besproken_ouders,
        max(CASE WHEN kolom = 'datum_verwijzing' THEN 1 ELSE 0 END) = 1 AS levert_datum_verwijzing,
        max(CASE WHEN kolom = 'datum_aankomst_gecontroleerd' THEN 1 ELSE 0 END) = 1
            AS levert_datum_aankomst_gecontroleerd,
        max(CASE WHEN kolom = 'begeleidingsplan_datum' THEN 1 ELSE 0 END) = 1
            AS levert_begeleidingsplan_datum,
        max(CASE WHEN kolom = 'begeleidingsplan_besproken_datum' THEN 1 ELSE 0 END) = 1
            AS levert_begeleidingsplan_besproken_datum,
        max(CASE WHEN kolom = 'gewenste_termijn_datum' THEN 1 ELSE 0 END) = 1
            AS levert_gewenste_termijn_datum,
        max(CASE WHEN kolom = 'gehouden_datum' THEN 1 ELSE 0 END) = 1 AS levert_gehouden_datum,
        max(CASE WHEN kolom = 'vastgelegd_datum' THEN 1 ELSE 0 END) = 1 AS levert_vastgelegd_datum,
        max(CASE WHEN kolom = 'teruggekoppeld_directie_datum' THEN 1 ELSE 0 END) = 1
            AS levert_teruggekoppeld_directie_datum
    FROM stg_geleverd
    GROUP BY school_id
),

gewoonten AS (
    SELECT
        school_id,
        max(CASE WHEN eerste_observatie IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_observatie_vast,
        max(CASE WHEN eerste_signalen_in_kaart IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_signalen_vast,
        max(CASE WHEN eerste_directie_geinformeerd IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_directie_geinformeerd_vast,
        max(CASE WHEN eerste_besluit_naar_stap2 IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_besluit_naar_stap2_vast,
        max(CASE WHEN eerste_informeel_oudercontact IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_informeel_contact_vast,
        max(CASE WHEN eerste_kind_ingelicht IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_kind_ingelicht_vast,
        max(CASE WHEN eerste_leerling_gevolgd IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_leerling_gevolgd_vast,
        max(CASE WHEN eerste_nazorg_aangeboden IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_nazorg_vast,
        max(CASE WHEN eerste_taken_vastgesteld IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_taken_vast,
        max(CASE WHEN eerste_verwijsindex_gebruikt IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_verwijsindex_vast,
        max(CASE WHEN eerste_voortgangscontact_ouders IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_voortgangscontact_vast,
        max(CASE WHEN eerste_zorgbespreking_cjg IS NOT NULL THEN 1 ELSE 0 END) = 1
            AS legt_zorgbespreking_vast
    FROM mart_zaak
    GROUP BY school_id
),

evaluatiegewoonten AS (
    SELECT
        zaak.school_id,
        max(CASE WHEN evaluatie.soort <> 'proces' THEN 1 ELSE 0 END) = 1
            AS legt_hulpevaluatie_vast,
        max(CASE WHEN evaluatie.soort = 'hulp_effect' THEN 1 ELSE 0 END) = 1
            AS legt_effectevaluatie_vast,
        max(CASE WHEN evaluatie.soort = 'begeleidingsplan' THEN 1 ELSE 0 END) = 1
            AS legt_planevaluatie_vast,
        max(CASE WHEN evaluatie.soort = 'proces' THEN 1 ELSE 0 END) = 1
            AS legt_procesevaluatie_vast
    FROM stg_evaluatie AS evaluatie
    INNER JOIN mart_zaak AS zaak ON evaluatie.zaak_nr = zaak.zaak_nr
    GROUP BY zaak.school_id
),

drempels AS (
    SELECT
        school_id,
        max(CASE WHEN drempel = 'acuut' THEN waarde END) AS drempel_acuut,
        max(CASE WHEN drempel = 'advies_vt_in_stap_2' THEN waarde END)
            AS drempel_advies_vt_in_stap_2,
        max(CASE WHEN drempel = 'geplande_datum' THEN waarde END) AS drempel_geplande_datum,
        max(CASE WHEN drempel = 'hulp_op_gang' THEN waarde END) AS drempel_hulp_op_gang,
        max(CASE WHEN drempel = 'hulp_termijn' THEN waarde END) AS drempel_hulp_termijn,
        max(CASE WHEN drempel = 'melding_na_besluit' THEN waarde END)
            AS drempel_melding_na_besluit,
        max(CASE WHEN drempel = 'melding_na_besluit_acuut' THEN waarde END)
            AS drempel_melding_na_besluit_acuut,
        max(CASE WHEN drempel = 'opvolging_na_melding' THEN waarde END)
            AS drempel_opvolging_na_melding,
        max(CASE WHEN drempel = 'stap_1_naar_2' THEN waarde END) AS drempel_stap_1_naar_2,
        max(CASE WHEN drempel = 'stap_2_naar_3' THEN waarde END) AS drempel_stap_2_naar_3,
        max(CASE WHEN drempel = 'stap_3_naar_4' THEN waarde END) AS drempel_stap_3_naar_4,
        max(CASE WHEN drempel = 'stap_4_naar_5' THEN waarde END) AS drempel_stap_4_naar_5,
        max(CASE WHEN drempel = 'verslag_gesprek' THEN waarde END) AS drempel_verslag_gesprek
    FROM ref_drempel
    GROUP BY school_id
)

SELECT
    levering.school_id,
    levering.vakantieregio,
    levering.peildatum,
    CASE levering.vakantieregio WHEN 'noord' THEN 100000 WHEN 'midden' THEN 200000 ELSE 300000 END
        AS dag_basis,
    kalender.eerste_kalenderdag,
    kalender.laatste_kalenderdag,
    coalesce(geleverd.levert_afweging, FALSE) AS levert_afweging,
    coalesce(geleverd.levert_besluit, FALSE) AS levert_besluit,
    coalesce(geleverd.levert_dossiernotitie, FALSE) AS levert_dossiernotitie,
    coalesce(geleverd.levert_evaluatie, FALSE) AS levert_evaluatie,
    coalesce(geleverd.levert_gebeurtenis_rol, FALSE) AS levert_gebeurtenis_rol,
    coalesce(geleverd.levert_hulp, FALSE) AS levert_hulp,
    coalesce(geleverd.levert_mdo, FALSE) AS levert_mdo,
    coalesce(geleverd.levert_melding, FALSE) AS levert_melding,
    coalesce(geleverd.levert_weging, FALSE) AS levert_weging,
    coalesce(geleverd.levert_herziet_besluit, FALSE) AS levert_herziet_besluit,
    coalesce(geleverd.levert_notitie_bij_gebeurtenis, FALSE) AS levert_notitie_bij_gebeurtenis,
    coalesce(geleverd.levert_hypothese_vervolg_datum, FALSE) AS levert_hypothese_vervolg_datum,
    coalesce(geleverd.levert_verslag_datum, FALSE) AS levert_verslag_datum,
    coalesce(geleverd.levert_ouders_vooraf_datum, FALSE) AS levert_ouders_vooraf_datum,
    coalesce(geleverd.levert_leerling_besproken_datum, FALSE) AS levert_leerling_besproken_datum,
    coalesce(geleverd.levert_datum_besproken_ouders, FALSE) AS levert_datum_besproken_ouders,
    coalesce(geleverd.levert_datum_verwijzing, FALSE) AS levert_datum_verwijzing,
    coalesce(geleverd.levert_datum_aankomst_gecontroleerd, FALSE)
        AS levert_datum_aankomst_gecontroleerd,
    coalesce(geleverd.levert_begeleidingsplan_datum, FALSE) AS levert_begeleidingsplan_datum,
    coalesce(geleverd.levert_begeleidingsplan_besproken_datum, FALSE)
        AS levert_begeleidingsplan_besproken_datum,
    coalesce(geleverd.levert_gewenste_termijn_datum, FALSE) AS levert_gewenste_termijn_datum,
    coalesce(geleverd.levert_gehouden_datum, FALSE) AS levert_gehouden_datum,
    coalesce(geleverd.levert_vastgelegd_datum, FALSE) AS levert_vastgelegd_datum,
    coalesce(geleverd.levert_teruggekoppeld_directie_datum, FALSE)
        AS levert_teruggekoppeld_directie_datum,
    coalesce(gewoonten.legt_observatie_vast, FALSE) AS legt_observatie_vast,
    coalesce(gewoonten.legt_signalen_vast, FALSE) AS legt_signalen_vast,
    coalesce(gewoonten.legt_directie_geinformeerd_vast, FALSE) AS legt_directie_geinformeerd_vast,
    coalesce(gewoonten.legt_besluit_naar_stap2_vast, FALSE) AS legt_besluit_naar_stap2_vast,
    coalesce(gewoonten.legt_informeel_contact_vast, FALSE) AS legt_informeel_contact_vast,
    coalesce(gewoonten.legt_kind_ingelicht_vast, FALSE) AS legt_kind_ingelicht_vast,
    coalesce(gewoonten.legt_leerling_gevolgd_vast, FALSE) AS legt_leerling_gevolgd_vast,
    coalesce(gewoonten.legt_nazorg_vast, FALSE) AS legt_nazorg_vast,
    coalesce(gewoonten.legt_taken_vast, FALSE) AS legt_taken_vast,
    coalesce(gewoonten.legt_verwijsindex_vast, FALSE) AS legt_verwijsindex_vast,
    coalesce(gewoonten.legt_voortgangscontact_vast, FALSE) AS legt_voortgangscontact_vast,
    coalesce(gewoonten.legt_zorgbespreking_vast, FALSE) AS legt_zorgbespreking_vast,
    coalesce(evaluatiegewoonten.legt_hulpevaluatie_vast, FALSE) AS legt_hulpevaluatie_vast,
    coalesce(evaluatiegewoonten.legt_effectevaluatie_vast, FALSE) AS legt_effectevaluatie_vast,
    coalesce(evaluatiegewoonten.legt_planevaluatie_vast, FALSE) AS legt_planevaluatie_vast,
    coalesce(evaluatiegewoonten.legt_procesevaluatie_vast, FALSE) AS legt_procesevaluatie_vast,
    drempels.drempel_acuut,
    drempels.drempel_advies_vt_in_stap_2,
    drempels.drempel_geplande_datum,
    drempels.drempel_hulp_op_gang,
    drempels.drempel_hulp_termijn,
    drempels.drempel_melding_na_besluit,
    drempels.drempel_melding_na_besluit_acuut,
    drempels.drempel_opvolging_na_melding,
    drempels.drempel_stap_1_naar_2,
    drempels.drempel_stap_2_naar_3,
    drempels.drempel_stap_3_naar_4,
    drempels.drempel_stap_4_naar_5,
    drempels.drempel_verslag_gesprek
FROM stg_levering AS levering
LEFT JOIN geleverd ON levering.school_id = geleverd.school_id
LEFT JOIN gewoonten ON levering.school_id = gewoonten.school_id
LEFT JOIN evaluatiegewoonten ON levering.school_id = evaluatiegewoonten.school_id
LEFT JOIN drempels ON levering.school_id = drempels.school_id
CROSS JOIN kalender
