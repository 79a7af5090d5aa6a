-- Grain: one row per zaak
-- The wide table on which the norms about a whole case are written: data_schema/toets/zaak.yml.
-- A count or flag of a table that the school did not deliver is NULL: not registered, never zero.
WITH wegingen AS (
    SELECT
        zaak_nr,
        CASE max(CASE twijfel WHEN 'ja' THEN 2 WHEN 'nee' THEN 1 ELSE 0 END)
            WHEN 2 THEN 'ja'
            WHEN 1 THEN 'nee'
            ELSE 'onbekend'
        END AS twijfel,
        CASE max(CASE weigering_meegewogen WHEN 'ja' THEN 2 WHEN 'nee' THEN 1 ELSE 0 END)
            WHEN 2 THEN 'ja'
            WHEN 1 THEN 'nee'
            ELSE 'onbekend'
        END AS weigering_meegewogen
    FROM stg_weging
    GROUP BY zaak_nr
),

vragen AS (
    SELECT
        zaak_nr,
        max(CASE WHEN v5 IS NOT NULL THEN 1 ELSE 0 END) = 1 AS heeft_antwoord_5
    FROM toets_afweging
    GROUP BY zaak_nr
),

mdo_s AS (
    SELECT
        gebeurtenis.zaak_nr,
        max(CASE WHEN mdo.toestemming_ouders = 'geweigerd' THEN 1 ELSE 0 END)
        = 1 AS is_mdo_geweigerd
    FROM stg_mdo AS mdo
    INNER JOIN stg_gebeurtenis AS gebeurtenis ON mdo.gebeurtenis_nr = gebeurtenis.gebeurtenis_nr
    GROUP BY gebeurtenis.zaak_nr
),

meldingen AS (
    SELECT
        zaak_nr,
        max(
            CASE
                WHEN reden_geen_oudergesprek IN ('veiligheid', 'contact_verbroken') THEN 1 ELSE 0
            END
        ) = 1 AS heeft_reden_geen_gesprek
    FROM stg_melding
    GROUP BY zaak_nr
),

herzieningen AS (
    SELECT DISTINCT eerder.zaak_nr
    FROM stg_besluit AS later
    INNER JOIN stg_besluit AS eerder ON later.herziet_besluit_nr = eerder.besluit_nr
    WHERE eerder.uitkomst = '5A'
),

zaken AS (
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
    route.bijzondere_route,
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
    CASE WHEN zaken.levert_herziet_besluit THEN herzieningen.zaak_nr IS NOT NULL END
        AS is_5a_herzien,
    CASE WHEN zaken.levert_melding THEN zaken.aantal_meldingen END AS aantal_meldingen,
    zaken.eerste_melding,
    zaken.laatste_melding,
    coalesce(meldingen.heeft_reden_geen_gesprek, FALSE) AS heeft_reden_geen_gesprek,
    CASE WHEN zaken.levert_mdo THEN coalesce(mdo_s.is_mdo_geweigerd, FALSE) END
        AS is_mdo_geweigerd,
    coalesce(wegingen.twijfel, 'onbekend') AS twijfel,
    coalesce(wegingen.weigering_meegewogen, 'onbekend') AS weigering_meegewogen,
    coalesce(vragen.heeft_antwoord_5, FALSE) AS heeft_antwoord_5,
    CAST(bit_count(coalesce(stap.bits, 0) & 15) AS INTEGER) AS aantal_stappen_gezet,
    CAST(bit_count(coalesce(stap.bits, 0) & 240) AS INTEGER) AS aantal_stappen_bijgewerkt,
    CAST(bit_count((coalesce(stap.bits, 0) | (coalesce(stap.bits, 0) >> 4)) & 240) AS INTEGER)
        AS aantal_stappen_document_bekend,
    CAST(
        bit_count(coalesce(stap.bits, 0) & 15)
        - bit_count(
            (coalesce(stap.bits, 0) & 983040)
            - (coalesce(stap.bits, 0) & (coalesce(stap.bits, 0) >> 4) & 983040)
        ) AS INTEGER
    ) AS aantal_stappen_met_rollen,
    CAST(bit_count(coalesce(stap.bits, 0) & 15728640) AS INTEGER) AS aantal_stappen_met_ib,
    CASE
        WHEN (coalesce(stap.bits, 0) & 2) = 0 THEN NULL
        WHEN (coalesce(stap.bits, 0) & 512) > 0 THEN 'nee'
        WHEN (coalesce(stap.bits, 0) & 8192) > 0 THEN 'onbekend'
        ELSE 'ja'
    END AS document_stap_2,
    CASE
        WHEN (coalesce(stap.bits, 0) & 4) = 0 THEN NULL
        WHEN (coalesce(stap.bits, 0) & 1024) > 0 THEN 'nee'
        WHEN (coalesce(stap.bits, 0) & 16384) > 0 THEN 'onbekend'
        ELSE 'ja'
    END AS document_stap_3,
    (coalesce(stap.bits, 0) & 16777216) > 0 AS is_advies_vt_anoniem,
    (coalesce(stap.bits, 0) & 33554432) > 0 AS is_advies_vt_voor_gesprek,
    (coalesce(stap.bits, 0) & 67108864) > 0 AS is_advies_vt_voor_risicotaxatie,
    (coalesce(stap.bits, 0) & 134217728) > 0 AS is_mdo_anoniem,
    zaken.eerste_overleg_ib IS NOT NULL AND (coalesce(stap.bits, 0) & 268435456) = 0
        AS heeft_rollen_bij_overleg_ib,
    (coalesce(stap.bits, 0) & 536870912) > 0 AS is_overleg_ib_samen,
    coalesce(zaken.eerste_overleg_ib, zaken.eerste_signalen_in_kaart) IS NOT NULL
    AND (coalesce(stap.bits, 0) & 1342177280) = 0 AS heeft_rollen_bij_vastlegging,
    (coalesce(stap.bits, 0) & 2684354560) > 0 AS is_vastlegging_samen,
    zaken.eerste_toestemming_mdo_gevraagd IS NOT NULL AND (coalesce(stap.bits, 0) & 4294967296) = 0
        AS heeft_rollen_bij_toestemming,
    (coalesce(stap.bits, 0) & 8589934592) > 0 AS is_toestemming_ondersteund,
    coalesce(stap.aantal_oudercontacten, 0) AS aantal_oudercontacten,
    coalesce(stap.aantal_contacten, 0) AS aantal_contacten,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_notities, 0) END
        AS aantal_notities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_feiten, 0) END
        AS aantal_feiten,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_vermoedens, 0) END
        AS aantal_vermoedens,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_contactnotities, 0) END
        AS aantal_contactnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_stapnotities, 0) END
        AS aantal_stapnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_besluitnotities, 0) END
        AS aantal_besluitnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_vervolgnotities, 0) END
        AS aantal_vervolgnotities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_bevestigend, 0) END
        AS aantal_bevestigend,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_ontkrachtend, 0) END
        AS aantal_ontkrachtend,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_zonder_richting, 0) END
        AS aantal_zonder_richting,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_observatienotities, 0) END
        AS aantal_observatienotities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_volledige_notities, 0) END
        AS aantal_volledige_notities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_onvolledige_notities, 0) END
        AS aantal_onvolledige_notities,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen, 0) END
        AS aantal_hypothesen,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen_benoemd, 0) END
        AS aantal_hypothesen_benoemd,
    CASE
        WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen_niet_benoemd, 0)
    END
        AS aantal_hypothesen_niet_benoemd,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen_open, 0) END
        AS aantal_hypothesen_open,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen_uitgekomen, 0) END
        AS aantal_hypothesen_uitgekomen,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen_vervolgd, 0) END
        AS aantal_hypothesen_vervolgd,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_info_derden, 0) END
        AS aantal_info_derden,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_info_derden_met_bron, 0) END
        AS aantal_info_derden_met_bron,
    CASE
        WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_info_derden_zonder_bron, 0)
    END
        AS aantal_info_derden_zonder_bron,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_diagnoses, 0) END
        AS aantal_diagnoses,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_diagnoses_bevoegd, 0) END
        AS aantal_diagnoses_bevoegd,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_diagnoses_onbevoegd, 0) END
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
    CAST(bit_count(coalesce(antwoord.ja, 0) & 4095) AS INTEGER) AS aantal_dossiertoetsen_ja,
    CAST(bit_count(coalesce(antwoord.nee, 0) & 4095) AS INTEGER) AS aantal_dossiertoetsen_nee,
    CASE WHEN zaken.levert_hulp THEN coalesce(hulp.aantal_hulp, 0) END AS aantal_hulp,
    CASE WHEN zaken.levert_datum_besproken_ouders THEN hulp.eerste_hulp_besproken IS NOT NULL END
        AS is_hulp_besproken,
    CASE WHEN zaken.levert_datum_verwijzing THEN hulp.eerste_verwijzing IS NOT NULL END
        AS is_verwezen,
    CASE WHEN hulp.zaak_nr IS NULL THEN FALSE ELSE hulp.is_hulp_van_school END
        AS is_hulp_van_school,
    CASE WHEN zaken.levert_begeleidingsplan_datum THEN hulp.eerste_begeleidingsplan IS NOT NULL END
        AS heeft_begeleidingsplan,
    CASE WHEN zaken.levert_gewenste_termijn_datum THEN hulp.gewenste_termijn IS NOT NULL END
        AS heeft_gewenste_termijn,
    CASE WHEN zaken.levert_hulp THEN coalesce(hulp.casemanager, 'nvt') END AS casemanager,
    CASE WHEN zaken.levert_evaluatie THEN coalesce(evaluatie.aantal_procesevaluaties, 0) END
        AS aantal_procesevaluaties,
    CASE
        WHEN zaken.levert_gehouden_datum
            THEN coalesce(evaluatie.aantal_procesevaluaties_gehouden, 0)
    END AS aantal_procesevaluaties_gehouden,
    coalesce(evaluatie.aantal_procesevaluaties_met_betrokkenen, 0)
        AS aantal_procesevaluaties_met_betrokkenen,
    coalesce(evaluatie.aantal_procesevaluaties_zonder_betrokkenen, 0)
        AS aantal_procesevaluaties_zonder_betrokkenen,
    CASE WHEN zaken.levert_evaluatie THEN coalesce(evaluatie.aantal_hulpevaluaties, 0) END
        AS aantal_hulpevaluaties,
    CASE
        WHEN zaken.levert_gehouden_datum THEN coalesce(evaluatie.aantal_planevaluaties_gehouden, 0)
    END AS aantal_planevaluaties_gehouden,
    CASE
        WHEN zaken.levert_gehouden_datum
            THEN coalesce(evaluatie.aantal_effectevaluaties_gehouden, 0)
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
LEFT JOIN stg_zaak_route AS route ON zaken.zaak_nr = route.zaak_nr
LEFT JOIN wegingen ON zaken.zaak_nr = wegingen.zaak_nr
LEFT JOIN vragen ON zaken.zaak_nr = vragen.zaak_nr
LEFT JOIN mdo_s ON zaken.zaak_nr = mdo_s.zaak_nr
LEFT JOIN meldingen ON zaken.zaak_nr = meldingen.zaak_nr
LEFT JOIN herzieningen ON zaken.zaak_nr = herzieningen.zaak_nr
LEFT JOIN toets_verloop AS stap ON zaken.zaak_nr = stap.zaak_nr
LEFT JOIN toets_notitie AS notitie ON zaken.zaak_nr = notitie.zaak_nr
LEFT JOIN toets_antwoord AS antwoord ON zaken.zaak_nr = antwoord.zaak_nr
LEFT JOIN toets_hulp_per_zaak AS hulp ON zaken.zaak_nr = hulp.zaak_nr
LEFT JOIN toets_evaluatie_per_zaak AS evaluatie ON zaken.zaak_nr = evaluatie.zaak_nr
INNER JOIN toets_duur AS duren ON zaken.zaak_nr = duren.zaak_nr
