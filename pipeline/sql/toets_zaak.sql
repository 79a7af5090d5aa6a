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
        min(datum_v5) AS eerste_vraag_5
    FROM toets_afweging
    GROUP BY zaak_nr
),

mdo_s AS (
    SELECT
        gebeurtenis.zaak_nr,
        max(CASE WHEN mdo.toestemming_ouders = 'geweigerd' THEN 1 ELSE 0 END) = 1 AS is_mdo_geweigerd
    FROM stg_mdo AS mdo
    INNER JOIN stg_gebeurtenis AS gebeurtenis ON mdo.gebeurtenis_nr = gebeurtenis.gebeurtenis_nr
    GROUP BY gebeurtenis.zaak_nr
),

meldingen AS (
    SELECT
        zaak_nr,
        max(
            CASE WHEN reden_geen_oudergesprek IN ('veiligheid', 'contact_verbroken') THEN 1 ELSE 0 END
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
        school.dag_basis,
        school.eerste_kalenderdag,
        school.laatste_kalenderdag,
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
        coalesce(zaak.datum_einde, zaak.peildatum) AS einde,
        zaak.status = 'afgesloten' AND coalesce(zaak.reden_afsluiting, '') <> 'leerling_vertrokken'
            AS is_afgesloten,
        greatest(zaak.laatste_nieuw_signaal_stopt_niet, zaak.laatste_nieuw_signaal_opnieuw)
            AS laatste_nieuw_signaal,
        coalesce(
            least(zaak.eerste_besluit_naar_stap2, zaak.eerste_stap_2),
            zaak.eerste_stap_3,
            zaak.eerste_stap_4
        ) AS begin_stap_2,
        greatest(zaak.eerste_stap_1, zaak.eerste_advies_vt) AS stap_1_en_2_gezet,
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
),

dagen AS (
    SELECT
        zaken.zaak_nr,
        CASE
            WHEN zaken.einde BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.einde) AS INTEGER)
            ELSE 0
        END AS einde,
        CASE
            WHEN zaken.datum_signalering BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.datum_signalering) AS INTEGER)
            ELSE 0
        END AS signalering,
        CASE
            WHEN zaken.begin_stap_2 BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.begin_stap_2) AS INTEGER)
            ELSE 0
        END AS stap_2,
        CASE
            WHEN zaken.eerste_stap_4 BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.eerste_stap_4) AS INTEGER)
            ELSE 0
        END AS stap_4,
        CASE
            WHEN zaken.eerste_gesprek_ouders BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.eerste_gesprek_ouders) AS INTEGER)
            ELSE 0
        END AS gesprek,
        CASE
            WHEN zaken.stap_1_en_2_gezet BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.stap_1_en_2_gezet) AS INTEGER)
            ELSE 0
        END AS gezet,
        CASE
            WHEN zaken.eerste_5a BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.eerste_5a) AS INTEGER)
            ELSE 0
        END AS hulpbesluit,
        CASE
            WHEN zaken.laatste_nieuw_signaal BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.laatste_nieuw_signaal) AS INTEGER)
            ELSE 0
        END AS signaal,
        CASE
            WHEN zaken.laatste_leerling_gevolgd BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.laatste_leerling_gevolgd) AS INTEGER)
            ELSE 0
        END AS gevolgd,
        CASE
            WHEN zaken.eerste_melding BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', zaken.eerste_melding) AS INTEGER)
            ELSE 0
        END AS melding,
        CASE
            WHEN hulp.eerste_begeleidingsplan BETWEEN zaken.eerste_kalenderdag AND zaken.laatste_kalenderdag
                THEN zaken.dag_basis
                    + CAST(date_diff('day', DATE '2000-01-01', hulp.eerste_begeleidingsplan) AS INTEGER)
            ELSE 0
        END AS begeleidingsplan
    FROM zaken
    LEFT JOIN toets_hulp_per_zaak AS hulp ON zaken.zaak_nr = hulp.zaak_nr
),

-- A date outside the calendar is row 0 of toets_dag: its school days are unknown.
duren AS (
    SELECT
        dagen.zaak_nr,
        einde.schooldag_nr - signalering.schooldag_nr AS schooldagen_sinds_signalering,
        einde.schooldag_nr - stap_2.schooldag_nr AS schooldagen_in_stap_2,
        einde.schooldag_nr - stap_4.schooldag_nr AS schooldagen_in_stap_4,
        gesprek.schooldag_nr - gezet.schooldag_nr AS schooldagen_tot_gesprek_ouders,
        einde.schooldag_nr - gezet.schooldag_nr AS schooldagen_sinds_stap_1_en_2,
        einde.schooldag_nr - hulpbesluit.schooldag_nr AS schooldagen_sinds_5a,
        einde.schooldag_nr - signaal.schooldag_nr AS schooldagen_sinds_nieuw_signaal,
        einde.schooldag_nr - gevolgd.schooldag_nr AS schooldagen_sinds_gevolgd,
        einde.schooldag_nr - melding.schooldag_nr AS schooldagen_sinds_melding,
        einde.schooldag_nr - begeleidingsplan.schooldag_nr AS schooldagen_sinds_begeleidingsplan
    FROM dagen
    INNER JOIN toets_dag AS einde ON dagen.einde = einde.dag_nr
    INNER JOIN toets_dag AS signalering ON dagen.signalering = signalering.dag_nr
    INNER JOIN toets_dag AS stap_2 ON dagen.stap_2 = stap_2.dag_nr
    INNER JOIN toets_dag AS stap_4 ON dagen.stap_4 = stap_4.dag_nr
    INNER JOIN toets_dag AS gesprek ON dagen.gesprek = gesprek.dag_nr
    INNER JOIN toets_dag AS gezet ON dagen.gezet = gezet.dag_nr
    INNER JOIN toets_dag AS hulpbesluit ON dagen.hulpbesluit = hulpbesluit.dag_nr
    INNER JOIN toets_dag AS signaal ON dagen.signaal = signaal.dag_nr
    INNER JOIN toets_dag AS gevolgd ON dagen.gevolgd = gevolgd.dag_nr
    INNER JOIN toets_dag AS melding ON dagen.melding = melding.dag_nr
    INNER JOIN toets_dag AS begeleidingsplan ON dagen.begeleidingsplan = begeleidingsplan.dag_nr
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
    vragen.eerste_vraag_5,
    coalesce(verloop.aantal_stappen_gezet, 0) AS aantal_stappen_gezet,
    coalesce(verloop.aantal_stappen_bijgewerkt, 0) AS aantal_stappen_bijgewerkt,
    coalesce(verloop.aantal_stappen_document_bekend, 0) AS aantal_stappen_document_bekend,
    coalesce(verloop.aantal_stappen_met_rollen, 0) AS aantal_stappen_met_rollen,
    coalesce(verloop.aantal_stappen_met_ib, 0) AS aantal_stappen_met_ib,
    verloop.document_stap_2,
    verloop.document_stap_3,
    coalesce(verloop.is_advies_vt_anoniem, FALSE) AS is_advies_vt_anoniem,
    coalesce(verloop.is_advies_vt_voor_gesprek, FALSE) AS is_advies_vt_voor_gesprek,
    coalesce(verloop.is_advies_vt_voor_risicotaxatie, FALSE) AS is_advies_vt_voor_risicotaxatie,
    coalesce(verloop.is_mdo_anoniem, FALSE) AS is_mdo_anoniem,
    coalesce(verloop.heeft_rollen_bij_overleg_ib, FALSE) AS heeft_rollen_bij_overleg_ib,
    coalesce(verloop.is_overleg_ib_samen, FALSE) AS is_overleg_ib_samen,
    coalesce(verloop.heeft_rollen_bij_vastlegging, FALSE) AS heeft_rollen_bij_vastlegging,
    coalesce(verloop.is_vastlegging_samen, FALSE) AS is_vastlegging_samen,
    coalesce(verloop.heeft_rollen_bij_toestemming, FALSE) AS heeft_rollen_bij_toestemming,
    coalesce(verloop.is_toestemming_ondersteund, FALSE) AS is_toestemming_ondersteund,
    coalesce(verloop.aantal_oudercontacten, 0) AS aantal_oudercontacten,
    coalesce(verloop.aantal_contacten, 0) AS aantal_contacten,
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
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_hypothesen_niet_benoemd, 0) END
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
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_info_derden_zonder_bron, 0) END
        AS aantal_info_derden_zonder_bron,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_diagnoses, 0) END
        AS aantal_diagnoses,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_diagnoses_bevoegd, 0) END
        AS aantal_diagnoses_bevoegd,
    CASE WHEN zaken.levert_dossiernotitie THEN coalesce(notitie.aantal_diagnoses_onbevoegd, 0) END
        AS aantal_diagnoses_onbevoegd,
    coalesce(antwoord.toets_d01, 'onbekend') AS toets_d01,
    coalesce(antwoord.toets_d02, 'onbekend') AS toets_d02,
    coalesce(antwoord.toets_d03, 'onbekend') AS toets_d03,
    coalesce(antwoord.toets_d04, 'onbekend') AS toets_d04,
    coalesce(antwoord.toets_d05, 'onbekend') AS toets_d05,
    coalesce(antwoord.toets_d06, 'onbekend') AS toets_d06,
    coalesce(antwoord.toets_d07, 'onbekend') AS toets_d07,
    coalesce(antwoord.toets_d08, 'onbekend') AS toets_d08,
    coalesce(antwoord.toets_d09, 'onbekend') AS toets_d09,
    coalesce(antwoord.toets_d10, 'onbekend') AS toets_d10,
    coalesce(antwoord.toets_d11, 'onbekend') AS toets_d11,
    coalesce(antwoord.toets_d12, 'onbekend') AS toets_d12,
    coalesce(antwoord.attest_s1_13, 'onbekend') AS attest_s1_13,
    coalesce(antwoord.attest_s2_02, 'onbekend') AS attest_s2_02,
    coalesce(antwoord.attest_s3_02, 'onbekend') AS attest_s3_02,
    coalesce(antwoord.attest_s3_12, 'onbekend') AS attest_s3_12,
    coalesce(antwoord.attest_s3_16, 'onbekend') AS attest_s3_16,
    coalesce(antwoord.attest_a_10, 'onbekend') AS attest_a_10,
    coalesce(antwoord.aantal_dossiertoetsen_ja, 0) AS aantal_dossiertoetsen_ja,
    coalesce(antwoord.aantal_dossiertoetsen_nee, 0) AS aantal_dossiertoetsen_nee,
    CASE WHEN zaken.levert_hulp THEN coalesce(hulp.aantal_hulp, 0) END AS aantal_hulp,
    CASE WHEN zaken.levert_datum_besproken_ouders THEN hulp.eerste_hulp_besproken IS NOT NULL END
        AS is_hulp_besproken,
    CASE WHEN zaken.levert_datum_verwijzing THEN hulp.eerste_verwijzing IS NOT NULL END
        AS is_verwezen,
    coalesce(hulp.is_hulp_van_school, FALSE) AS is_hulp_van_school,
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
LEFT JOIN toets_verloop AS verloop ON zaken.zaak_nr = verloop.zaak_nr
LEFT JOIN toets_notitie AS notitie ON zaken.zaak_nr = notitie.zaak_nr
LEFT JOIN toets_antwoord AS antwoord ON zaken.zaak_nr = antwoord.zaak_nr
LEFT JOIN toets_hulp_per_zaak AS hulp ON zaken.zaak_nr = hulp.zaak_nr
LEFT JOIN toets_evaluatie_per_zaak AS evaluatie ON zaken.zaak_nr = evaluatie.zaak_nr
INNER JOIN duren ON zaken.zaak_nr = duren.zaak_nr
