-- Grain: one row per zaak
-- The wide table on which the norms about a whole case are written: data_schema/toets/zaak.yml.
-- A count or flag of a table that the school did not deliver is NULL: not registered, never zero.
WITH zaken AS (
    SELECT
        zaak.*,
        school.levert_besluit,
        school.levert_melding,
        school.levert_mdo,
        school.levert_hulp,
        school.levert_evaluatie,
        school.levert_dossiernotitie,
        school.levert_herziet_besluit,
        school.levert_gewenste_termijn_datum,
        school.levert_begeleidingsplan_datum,
        school.levert_datum_besproken_ouders,
        school.levert_datum_verwijzing,
        school.levert_gehouden_datum,
        zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
            AS is_afgesloten,
        greatest(zaak.laatste_nieuw_signaal_stopt_niet, zaak.laatste_nieuw_signaal_opnieuw)
            AS laatste_nieuw_signaal,
        least(zaak.eerste_spoedadvies_veilig_thuis, zaak.eerste_politie) AS eerste_noodcontact,
        least(zaak.eerste_observatie, zaak.eerste_gesprek_ouders) AS eerste_observatie_of_gesprek,
        zaak.eerste_5a IS NOT NULL
        OR zaak.eerste_5b IS NOT NULL
        OR zaak.eerste_melding IS NOT NULL
        OR zaak.eerste_zorgbespreking_cjg IS NOT NULL
        OR zaak.eerste_begeleidingsplan_afgesproken IS NOT NULL
        OR zaak.eerste_voortgangscontact_ouders IS NOT NULL
        OR zaak.eerste_leerling_gevolgd IS NOT NULL
        OR zaak.eerste_gesprek_voorgenomen_melding IS NOT NULL
        OR zaak.eerste_nieuw_contact_vt IS NOT NULL
        OR zaak.eerste_terugkoppeling_vt IS NOT NULL AS bereikte_stap_5
    FROM mart_zaak AS zaak
    INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
)

SELECT
    zaken.zaak_nr,
    zaken.school_id,
    zaken.schooljaar,
    zaken.peildatum,
    zaken.in_noemer,
    zaken.datum_signalering,
    zaken.acuut,
    feit.bijzondere_route,
    zaken.ontkrachtend_overwogen,
    zaken.volgen_mdo,
    zaken.reden_afsluiting,
    zaken.datum_einde,
    zaken.is_afgesloten,
    coalesce(
        zaken.datum_eerste_besluit IS NOT NULL
        OR zaken.eerste_melding IS NOT NULL
        OR zaken.is_afgesloten,
        FALSE
    ) AS is_beslist,
    coalesce(zaken.eerste_stoppen IS NOT NULL, FALSE)
    OR coalesce(zaken.reden_afsluiting = 'zorgen_weggenomen', FALSE) AS is_gestopt,
    -- The steps that the case has come to, whether or not the step itself was recorded.
    zaken.eerste_besluit_naar_stap2 IS NOT NULL
    OR zaken.eerste_stap_2 IS NOT NULL
    OR zaken.eerste_politie IS NOT NULL
    OR zaken.eerste_stap_3 IS NOT NULL
    OR zaken.eerste_stap_4 IS NOT NULL
    OR zaken.bereikte_stap_5 AS bereikte_stap_2,
    zaken.eerste_stap_3 IS NOT NULL
    OR zaken.eerste_stap_4 IS NOT NULL
    OR zaken.bereikte_stap_5 AS bereikte_stap_3,
    zaken.eerste_stap_4 IS NOT NULL OR zaken.bereikte_stap_5 AS bereikte_stap_4,
    zaken.bereikte_stap_5,
    zaken.eerste_stap_1 IS NOT NULL AS stap_1_vastgelegd,
    zaken.eerste_stap_2 IS NOT NULL AS stap_2_vastgelegd,
    zaken.eerste_stap_3 IS NOT NULL AS stap_3_vastgelegd,
    zaken.eerste_stap_4 IS NOT NULL AS stap_4_vastgelegd,
    zaken.eerste_gebeurtenis,
    zaken.eerste_observatie,
    zaken.eerste_signalen_in_kaart,
    zaken.eerste_overleg_ib,
    zaken.laatste_overleg_ib,
    zaken.eerste_observatie_of_gesprek,
    zaken.eerste_directie_geinformeerd,
    zaken.eerste_taken_vastgesteld,
    zaken.eerste_besluit_naar_stap2,
    zaken.eerste_informeel_oudercontact,
    zaken.eerste_contact_letseldeskundige,
    zaken.eerste_contact_lec_egg,
    zaken.eerste_contact_pharos,
    zaken.eerste_overdracht_directie_vertrouwenspersoon,
    zaken.eerste_groepsbespreking,
    zaken.eerste_leerlingbespreking,
    zaken.eerste_mdo,
    zaken.eerste_bilateraal_overleg,
    zaken.eerste_toestemming_mdo_gevraagd,
    zaken.eerste_verwijsindex_gebruikt,
    zaken.eerste_advies_vt,
    zaken.eerste_kind_ingelicht,
    zaken.eerste_gesprek_kind,
    zaken.eerste_gesprek_ouders,
    zaken.eerste_risicotaxatie,
    zaken.eerste_veiligheidsbeoordeling,
    zaken.eerste_contact_vt_risicotaxatie,
    zaken.eerste_begeleidingsplan_afgesproken,
    zaken.laatste_voortgangscontact_ouders,
    zaken.laatste_leerling_gevolgd,
    zaken.laatste_nieuw_signaal,
    zaken.laatste_nieuw_contact_vt,
    zaken.eerste_nazorg_aangeboden,
    zaken.datum_eerste_besluit,
    zaken.eerste_5a,
    CASE WHEN zaken.levert_besluit THEN zaken.eerste_5a IS NOT NULL END AS heeft_5a,
    CASE WHEN zaken.levert_herziet_besluit THEN feit.is_5a_herzien END
        AS is_5a_herzien,
    CASE WHEN zaken.levert_melding THEN zaken.aantal_meldingen END AS aantal_meldingen,
    zaken.eerste_melding,
    zaken.laatste_melding,
    feit.heeft_reden_geen_gesprek,
    CASE WHEN zaken.levert_mdo THEN feit.is_mdo_geweigerd END AS is_mdo_geweigerd,
    feit.twijfel,
    feit.weigering_meegewogen,
    feit.heeft_antwoord_5,
    CAST(bit_count(stap.bits & 15) AS INTEGER) AS aantal_stappen_gezet,
    CAST(bit_count(stap.bits & 240) AS INTEGER) AS aantal_stappen_bijgewerkt,
    CAST(bit_count((stap.bits | (stap.bits >> 4)) & 240) AS INTEGER)
        AS aantal_stappen_document_bekend,
    CAST(
        bit_count(stap.bits & 15)
        - bit_count(
            (stap.bits & 983040)
            - (stap.bits & (stap.bits >> 4) & 983040)
        ) AS INTEGER
    ) AS aantal_stappen_met_rollen,
    CAST(bit_count(stap.bits & 15728640) AS INTEGER) AS aantal_stappen_met_ib,
    CASE
        WHEN (stap.bits & 2) = 0 THEN NULL
        WHEN (stap.bits & 512) > 0 THEN 'nee'
        WHEN (stap.bits & 8192) > 0 THEN 'onbekend'
        ELSE 'ja'
    END AS document_stap_2,
    CASE
        WHEN (stap.bits & 4) = 0 THEN NULL
        WHEN (stap.bits & 1024) > 0 THEN 'nee'
        WHEN (stap.bits & 16384) > 0 THEN 'onbekend'
        ELSE 'ja'
    END AS document_stap_3,
    (stap.bits & 16777216) > 0 AS is_advies_vt_anoniem,
    (stap.bits & 33554432) > 0 AS is_advies_vt_voor_gesprek,
    (stap.bits & 67108864) > 0 AS is_advies_vt_voor_risicotaxatie,
    (stap.bits & 134217728) > 0 AS is_mdo_anoniem,
    zaken.eerste_overleg_ib IS NOT NULL AND (stap.bits & 268435456) = 0
        AS heeft_rollen_bij_overleg_ib,
    (stap.bits & 536870912) > 0 AS is_overleg_ib_samen,
    coalesce(zaken.eerste_overleg_ib, zaken.eerste_signalen_in_kaart) IS NOT NULL
    AND (stap.bits & 1342177280) = 0 AS heeft_rollen_bij_vastlegging,
    (stap.bits & 2684354560) > 0 AS is_vastlegging_samen,
    zaken.eerste_toestemming_mdo_gevraagd IS NOT NULL AND (stap.bits & 4294967296) = 0
        AS heeft_rollen_bij_toestemming,
    (stap.bits & 8589934592) > 0 AS is_toestemming_ondersteund,
    stap.aantal_oudercontacten,
    stap.aantal_contacten,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_notities END
        AS aantal_notities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_feiten END
        AS aantal_feiten,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_vermoedens END
        AS aantal_vermoedens,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_contactnotities END
        AS aantal_contactnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_stapnotities END
        AS aantal_stapnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_besluitnotities END
        AS aantal_besluitnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_vervolgnotities END
        AS aantal_vervolgnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_bevestigend END
        AS aantal_bevestigend,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_ontkrachtend END
        AS aantal_ontkrachtend,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_zonder_richting END
        AS aantal_zonder_richting,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_observatienotities END
        AS aantal_observatienotities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_volledige_notities END
        AS aantal_volledige_notities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_onvolledige_notities END
        AS aantal_onvolledige_notities,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_hypothesen END
        AS aantal_hypothesen,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_hypothesen_benoemd END
        AS aantal_hypothesen_benoemd,
    CASE
        WHEN zaken.levert_dossiernotitie THEN notitie.aantal_hypothesen_niet_benoemd
    END
        AS aantal_hypothesen_niet_benoemd,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_hypothesen_open END
        AS aantal_hypothesen_open,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_hypothesen_uitgekomen END
        AS aantal_hypothesen_uitgekomen,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_hypothesen_vervolgd END
        AS aantal_hypothesen_vervolgd,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_info_derden END
        AS aantal_info_derden,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_info_derden_met_bron END
        AS aantal_info_derden_met_bron,
    CASE
        WHEN zaken.levert_dossiernotitie THEN notitie.aantal_info_derden_zonder_bron
    END
        AS aantal_info_derden_zonder_bron,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_diagnoses END
        AS aantal_diagnoses,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_diagnoses_bevoegd END
        AS aantal_diagnoses_bevoegd,
    CASE WHEN zaken.levert_dossiernotitie THEN notitie.aantal_diagnoses_onbevoegd END
        AS aantal_diagnoses_onbevoegd,
    CASE
        WHEN (antwoord.nee & 1) > 0 THEN 'nee'
        WHEN (antwoord.ja & 1) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 1) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d01,
    CASE
        WHEN (antwoord.nee & 2) > 0 THEN 'nee'
        WHEN (antwoord.ja & 2) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 2) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d02,
    CASE
        WHEN (antwoord.nee & 4) > 0 THEN 'nee'
        WHEN (antwoord.ja & 4) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 4) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d03,
    CASE
        WHEN (antwoord.nee & 8) > 0 THEN 'nee'
        WHEN (antwoord.ja & 8) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 8) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d04,
    CASE
        WHEN (antwoord.nee & 16) > 0 THEN 'nee'
        WHEN (antwoord.ja & 16) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 16) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d05,
    CASE
        WHEN (antwoord.nee & 32) > 0 THEN 'nee'
        WHEN (antwoord.ja & 32) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 32) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d06,
    CASE
        WHEN (antwoord.nee & 64) > 0 THEN 'nee'
        WHEN (antwoord.ja & 64) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 64) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d07,
    CASE
        WHEN (antwoord.nee & 128) > 0 THEN 'nee'
        WHEN (antwoord.ja & 128) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 128) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d08,
    CASE
        WHEN (antwoord.nee & 256) > 0 THEN 'nee'
        WHEN (antwoord.ja & 256) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 256) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d09,
    CASE
        WHEN (antwoord.nee & 512) > 0 THEN 'nee'
        WHEN (antwoord.ja & 512) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 512) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d10,
    CASE
        WHEN (antwoord.nee & 1024) > 0 THEN 'nee'
        WHEN (antwoord.ja & 1024) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 1024) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d11,
    CASE
        WHEN (antwoord.nee & 2048) > 0 THEN 'nee'
        WHEN (antwoord.ja & 2048) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 2048) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d12,
    CASE
        WHEN (antwoord.nee & 4096) > 0 THEN 'nee'
        WHEN (antwoord.ja & 4096) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 4096) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s1_13,
    CASE
        WHEN (antwoord.nee & 8192) > 0 THEN 'nee'
        WHEN (antwoord.ja & 8192) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 8192) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s2_02,
    CASE
        WHEN (antwoord.nee & 16384) > 0 THEN 'nee'
        WHEN (antwoord.ja & 16384) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 16384) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_02,
    CASE
        WHEN (antwoord.nee & 32768) > 0 THEN 'nee'
        WHEN (antwoord.ja & 32768) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 32768) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_12,
    CASE
        WHEN (antwoord.nee & 65536) > 0 THEN 'nee'
        WHEN (antwoord.ja & 65536) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 65536) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_16,
    CASE
        WHEN (antwoord.nee & 262144) > 0 THEN 'nee'
        WHEN (antwoord.ja & 262144) > 0 THEN 'ja'
        WHEN (antwoord.nvt & 262144) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_a_10,
    CAST(bit_count(antwoord.ja & 4095) AS INTEGER) AS aantal_dossiertoetsen_ja,
    CAST(bit_count(antwoord.nee & 4095) AS INTEGER) AS aantal_dossiertoetsen_nee,
    CASE WHEN zaken.levert_hulp THEN hulp.aantal_hulp END AS aantal_hulp,
    CASE WHEN zaken.levert_datum_besproken_ouders THEN hulp.eerste_hulp_besproken IS NOT NULL END
        AS is_hulp_besproken,
    CASE WHEN zaken.levert_datum_verwijzing THEN hulp.eerste_verwijzing IS NOT NULL END
        AS is_verwezen,
    hulp.is_hulp_van_school,
    CASE WHEN zaken.levert_begeleidingsplan_datum THEN hulp.eerste_begeleidingsplan IS NOT NULL END
        AS heeft_begeleidingsplan,
    CASE WHEN zaken.levert_gewenste_termijn_datum THEN hulp.gewenste_termijn IS NOT NULL END
        AS heeft_gewenste_termijn,
    CASE WHEN zaken.levert_hulp THEN hulp.casemanager END AS casemanager,
    CASE WHEN zaken.levert_evaluatie THEN evaluatie.aantal_procesevaluaties END
        AS aantal_procesevaluaties,
    CASE
        WHEN zaken.levert_gehouden_datum
            THEN evaluatie.aantal_procesevaluaties_gehouden
    END AS aantal_procesevaluaties_gehouden,
    evaluatie.aantal_procesevaluaties_met_betrokkenen,
    evaluatie.aantal_procesevaluaties_zonder_betrokkenen,
    CASE WHEN zaken.levert_evaluatie THEN evaluatie.aantal_hulpevaluaties END
        AS aantal_hulpevaluaties,
    CASE
        WHEN zaken.levert_gehouden_datum THEN evaluatie.aantal_planevaluaties_gehouden
    END AS aantal_planevaluaties_gehouden,
    CASE
        WHEN zaken.levert_gehouden_datum
            THEN evaluatie.aantal_effectevaluaties_gehouden
    END AS aantal_effectevaluaties_gehouden,
    date_diff('day', zaken.datum_signalering, zaken.eerste_noodcontact) AS dagen_tot_noodcontact,
    date_diff('day', zaken.datum_signalering, zaken.eerste_melding) AS dagen_tot_melding,
    duren.schooldagen_sinds_signalering,
    duren.schooldagen_in_stap_2,
    duren.schooldagen_in_stap_4,
    duren.schooldagen_tot_gesprek_ouders,
    duren.schooldagen_sinds_stap_1_en_2,
    duren.schooldagen_sinds_5a,
    duren.schooldagen_sinds_nieuw_signaal,
    duren.schooldagen_sinds_gevolgd,
    duren.schooldagen_sinds_melding,
    duren.schooldagen_sinds_begeleidingsplan
FROM zaken
INNER JOIN toets_feit AS feit ON zaken.zaak_nr = feit.zaak_nr
INNER JOIN toets_verloop AS stap ON zaken.zaak_nr = stap.zaak_nr
INNER JOIN toets_notitie AS notitie ON zaken.zaak_nr = notitie.zaak_nr
INNER JOIN toets_antwoord AS antwoord ON zaken.zaak_nr = antwoord.zaak_nr
INNER JOIN toets_hulp_per_zaak AS hulp ON zaken.zaak_nr = hulp.zaak_nr
INNER JOIN toets_evaluatie_per_zaak AS evaluatie ON zaken.zaak_nr = evaluatie.zaak_nr
INNER JOIN toets_duur AS duren ON zaken.zaak_nr = duren.zaak_nr
