-- Grain: one row per zaak
-- The kinds of event are numbered as in ref_soort (a pivot on whole numbers reads one million
-- events in the time that text keys need for two hundred thousand); a test compares the numbers.
WITH zaken AS (
    SELECT
        *,
        -- The pupil left or was handed over: what was still to come is not counted (reading X26).
        status = 'overgedragen'
        OR (
            status = 'afgesloten' AND coalesce(reden_afsluiting, '') = 'leerling_vertrokken'
        ) AS is_vertrokken
    FROM stg_zaak
),

soort_per_gebeurtenis AS (
    SELECT
        gebeurtenis.zaak_nr,
        soort.soort_nr,
        gebeurtenis.datum
    FROM stg_gebeurtenis AS gebeurtenis
    INNER JOIN ref_soort AS soort ON gebeurtenis.soort = soort.soort
),

momenten_per_soort AS (
    SELECT * FROM soort_per_gebeurtenis
    PIVOT (  -- noqa: PRS
        min(datum) AS eerste, max(datum) AS laatste
        FOR soort_nr IN (
            1 AS observatie,
            2 AS signalen_in_kaart,
            3 AS overleg_ib,
            4 AS directie_geinformeerd,
            5 AS taken_vastgesteld,
            6 AS besluit_naar_stap2,
            7 AS informeel_oudercontact,
            8 AS contact_letseldeskundige,
            9 AS contact_lec_egg,
            10 AS contact_pharos,
            11 AS overdracht_directie_vertrouwenspersoon,
            12 AS nieuw_signaal_stopt_niet,
            13 AS nieuw_signaal_opnieuw,
            14 AS groepsbespreking,
            15 AS leerlingbespreking,
            16 AS mdo,
            17 AS toestemming_mdo_gevraagd,
            18 AS bilateraal_overleg,
            19 AS verwijsindex_gebruikt,
            20 AS advies_veilig_thuis,
            21 AS spoedadvies_veilig_thuis,
            22 AS politie,
            23 AS kind_ingelicht,
            24 AS gesprek_kind,
            25 AS gesprek_ouders,
            26 AS risicotaxatie,
            27 AS veiligheidsbeoordeling,
            28 AS contact_vt_risicotaxatie,
            29 AS medeweging_extern,
            30 AS weging,
            31 AS zorgbespreking_cjg,
            32 AS begeleidingsplan_afgesproken,
            33 AS voortgangscontact_ouders,
            34 AS leerling_gevolgd,
            35 AS gesprek_voorgenomen_melding,
            36 AS nieuw_contact_vt,
            37 AS terugkoppeling_vt,
            38 AS nazorg_aangeboden,
            39 AS afsluiting
        )
    )
),

momenten AS (
    SELECT
        *,
        least(
            observatie_eerste,
            signalen_in_kaart_eerste,
            overleg_ib_eerste,
            directie_geinformeerd_eerste,
            taken_vastgesteld_eerste,
            besluit_naar_stap2_eerste,
            informeel_oudercontact_eerste,
            contact_letseldeskundige_eerste,
            contact_lec_egg_eerste,
            contact_pharos_eerste,
            overdracht_directie_vertrouwenspersoon_eerste,
            nieuw_signaal_stopt_niet_eerste,
            nieuw_signaal_opnieuw_eerste
        ) AS eerste_stap_1,
        least(
            groepsbespreking_eerste,
            leerlingbespreking_eerste,
            mdo_eerste,
            toestemming_mdo_gevraagd_eerste,
            bilateraal_overleg_eerste,
            verwijsindex_gebruikt_eerste,
            advies_veilig_thuis_eerste,
            spoedadvies_veilig_thuis_eerste
        ) AS eerste_stap_2,
        least(
            kind_ingelicht_eerste,
            gesprek_kind_eerste,
            gesprek_ouders_eerste
        ) AS eerste_stap_3,
        least(
            risicotaxatie_eerste,
            veiligheidsbeoordeling_eerste,
            contact_vt_risicotaxatie_eerste,
            medeweging_extern_eerste,
            weging_eerste
        ) AS eerste_stap_4,
        least(
            observatie_eerste,
            signalen_in_kaart_eerste,
            overleg_ib_eerste,
            directie_geinformeerd_eerste,
            taken_vastgesteld_eerste,
            besluit_naar_stap2_eerste,
            informeel_oudercontact_eerste,
            contact_letseldeskundige_eerste,
            contact_lec_egg_eerste,
            contact_pharos_eerste,
            overdracht_directie_vertrouwenspersoon_eerste,
            nieuw_signaal_stopt_niet_eerste,
            nieuw_signaal_opnieuw_eerste,
            groepsbespreking_eerste,
            leerlingbespreking_eerste,
            mdo_eerste,
            toestemming_mdo_gevraagd_eerste,
            bilateraal_overleg_eerste,
            verwijsindex_gebruikt_eerste,
            advies_veilig_thuis_eerste,
            spoedadvies_veilig_thuis_eerste,
            politie_eerste,
            kind_ingelicht_eerste,
            gesprek_kind_eerste,
            gesprek_ouders_eerste,
            risicotaxatie_eerste,
            veiligheidsbeoordeling_eerste,
            contact_vt_risicotaxatie_eerste,
            medeweging_extern_eerste,
            weging_eerste,
            zorgbespreking_cjg_eerste,
            begeleidingsplan_afgesproken_eerste,
            voortgangscontact_ouders_eerste,
            leerling_gevolgd_eerste,
            gesprek_voorgenomen_melding_eerste,
            nieuw_contact_vt_eerste,
            terugkoppeling_vt_eerste,
            nazorg_aangeboden_eerste,
            afsluiting_eerste
        ) AS eerste_gebeurtenis,
        greatest(
            observatie_laatste,
            signalen_in_kaart_laatste,
            overleg_ib_laatste,
            directie_geinformeerd_laatste,
            taken_vastgesteld_laatste,
            besluit_naar_stap2_laatste,
            informeel_oudercontact_laatste,
            contact_letseldeskundige_laatste,
            contact_lec_egg_laatste,
            contact_pharos_laatste,
            overdracht_directie_vertrouwenspersoon_laatste,
            nieuw_signaal_stopt_niet_laatste,
            nieuw_signaal_opnieuw_laatste,
            groepsbespreking_laatste,
            leerlingbespreking_laatste,
            mdo_laatste,
            toestemming_mdo_gevraagd_laatste,
            bilateraal_overleg_laatste,
            verwijsindex_gebruikt_laatste,
            advies_veilig_thuis_laatste,
            spoedadvies_veilig_thuis_laatste,
            politie_laatste,
            kind_ingelicht_laatste,
            gesprek_kind_laatste,
            gesprek_ouders_laatste,
            risicotaxatie_laatste,
            veiligheidsbeoordeling_laatste,
            contact_vt_risicotaxatie_laatste,
            medeweging_extern_laatste,
            weging_laatste,
            zorgbespreking_cjg_laatste,
            begeleidingsplan_afgesproken_laatste,
            voortgangscontact_ouders_laatste,
            leerling_gevolgd_laatste,
            gesprek_voorgenomen_melding_laatste,
            nieuw_contact_vt_laatste,
            terugkoppeling_vt_laatste,
            nazorg_aangeboden_laatste,
            afsluiting_laatste
        ) AS laatste_gebeurtenis
    FROM momenten_per_soort
),

aantallen AS (
    SELECT
        zaak_nr,
        count(*) AS aantal_gebeurtenissen,
        count(CASE WHEN soort = 'overleg_ib' THEN 1 END) AS aantal_overleg_ib,
        count(CASE WHEN soort = 'gesprek_ouders' THEN 1 END) AS aantal_gesprek_ouders,
        count(CASE WHEN soort = 'mdo' THEN 1 END) AS aantal_mdo,
        count(CASE WHEN soort = 'leerling_gevolgd' THEN 1 END) AS aantal_leerling_gevolgd,
        count(CASE WHEN soort = 'voortgangscontact_ouders' THEN 1 END)
            AS aantal_voortgangscontact_ouders,
        count(CASE WHEN soort = 'afsluiting' THEN 1 END) AS aantal_afsluiting
    FROM stg_gebeurtenis
    GROUP BY zaak_nr
),

wegingen AS (
    SELECT
        zaak_nr,
        min(datum) AS eerste_weging,
        max(datum) AS laatste_weging
    FROM stg_weging
    GROUP BY zaak_nr
),

antwoorden AS (
    SELECT
        zaak_nr,
        min(datum) AS eerste_antwoord
    FROM stg_afweging
    GROUP BY zaak_nr
),

besluiten_op_volgorde AS (
    SELECT
        zaak_nr,
        datum,
        uitkomst,
        -- Two decisions on one day: the lower round is the first; within a round the heavier one.
        row_number() OVER (
            PARTITION BY zaak_nr
            ORDER BY
                datum,
                coalesce(ronde, 1),
                CASE uitkomst WHEN '5B' THEN 1 WHEN '5A' THEN 2 ELSE 3 END
        ) AS volgorde
    FROM stg_besluit
),

besluiten AS (
    SELECT
        zaak_nr,
        count(*) AS aantal_besluiten,
        max(CASE WHEN volgorde = 1 THEN uitkomst END) AS eerste_besluit,
        min(datum) AS datum_eerste_besluit,
        max(datum) AS datum_laatste_besluit,
        min(CASE WHEN uitkomst = '5A' THEN datum END) AS eerste_5a,
        max(CASE WHEN uitkomst = '5A' THEN datum END) AS laatste_5a,
        min(CASE WHEN uitkomst = '5B' THEN datum END) AS eerste_5b,
        max(CASE WHEN uitkomst = '5B' THEN datum END) AS laatste_5b,
        min(CASE WHEN uitkomst = 'stoppen' THEN datum END) AS eerste_stoppen,
        max(CASE WHEN uitkomst = 'stoppen' THEN datum END) AS laatste_stoppen
    FROM besluiten_op_volgorde
    GROUP BY zaak_nr
),

meldingen AS (
    SELECT
        zaak_nr,
        count(*) AS aantal_meldingen,
        min(datum) AS eerste_melding,
        max(datum) AS laatste_melding,
        min(terugkoppeling_datum) AS eerste_terugkoppeling,
        max(terugkoppeling_datum) AS laatste_terugkoppeling
    FROM stg_melding
    GROUP BY zaak_nr
),

procesevaluaties AS (
    SELECT
        zaak_nr,
        min(gehouden_datum) AS eerste_procesevaluatie
    FROM stg_evaluatie
    WHERE soort = 'proces'
    GROUP BY zaak_nr
),

-- A school that never records an evaluation of the process is not held to it.
gewoonten AS (
    SELECT DISTINCT zaak.school_id
    FROM stg_evaluatie AS evaluatie
    INNER JOIN stg_zaak AS zaak ON evaluatie.zaak_nr = zaak.zaak_nr
    WHERE evaluatie.soort = 'proces'
),

geleverd AS (
    SELECT
        school_id,
        max(CASE WHEN tabel = 'besluit' THEN 1 ELSE 0 END) = 1 AS besluit_geregistreerd,
        max(CASE WHEN tabel = 'melding' THEN 1 ELSE 0 END) = 1 AS melding_geregistreerd,
        max(CASE WHEN tabel = 'weging' THEN 1 ELSE 0 END) = 1 AS weging_geregistreerd,
        max(CASE WHEN tabel = 'afweging' THEN 1 ELSE 0 END) = 1 AS afweging_geregistreerd,
        max(CASE WHEN tabel = 'hulp' THEN 1 ELSE 0 END) = 1 AS hulp_geregistreerd,
        max(CASE WHEN tabel = 'mdo' THEN 1 ELSE 0 END) = 1 AS mdo_geregistreerd,
        max(CASE WHEN tabel = 'oudergesprek' THEN 1 ELSE 0 END) = 1
            AS oudergesprek_geregistreerd,
        max(CASE WHEN tabel = 'gebeurtenis_rol' THEN 1 ELSE 0 END) = 1 AS rol_geregistreerd
    FROM stg_geleverd
    GROUP BY school_id
)

SELECT
    zaak.zaak_nr,
    zaak.school_id,
    levering.bestuur_id,
    -- A school year runs from 1 August to 31 July.
    CASE
        WHEN month(zaak.datum_signalering) >= 8
            THEN
                CAST(year(zaak.datum_signalering) AS VARCHAR)
                || '-' || CAST(year(zaak.datum_signalering) + 1 AS VARCHAR)
        ELSE
            CAST(year(zaak.datum_signalering) - 1 AS VARCHAR)
            || '-' || CAST(year(zaak.datum_signalering) AS VARCHAR)
    END AS schooljaar,
    levering.vakantieregio,
    levering.peildatum,
    coalesce(zaak.buiten_stappenplan, 'nee') <> 'medewerker'
    AND zaak.status <> 'buiten_stappenplan' AS in_noemer,
    zaak.acuut,
    zaak.status,
    zaak.status = 'lopend' AS is_open,
    zaak.is_vertrokken,
    zaak.reden_afsluiting,
    zaak.eerdere_zaak,
    zaak.volgen_mdo,
    zaak.ontkrachtend_overwogen,
    zaak.datum_signalering,
    zaak.datum_dossier,
    zaak.datum_status,
    -- A closing without a date happened after the last event, that is the earliest it can be; one
    -- before the first signal is taken as closed on that day.
    CASE
        WHEN zaak.status IN ('afgesloten', 'overgedragen') AND zaak.datum_status IS NOT NULL
            THEN greatest(zaak.datum_status, zaak.datum_signalering)
        WHEN zaak.status IN ('afgesloten', 'overgedragen')
            THEN greatest(
                zaak.datum_signalering,
                momenten.laatste_gebeurtenis,
                besluiten.datum_laatste_besluit,
                meldingen.laatste_melding
            )
    END AS datum_einde,
    coalesce(aantallen.aantal_gebeurtenissen, 0) AS aantal_gebeurtenissen,
    momenten.eerste_gebeurtenis,
    momenten.laatste_gebeurtenis,
    momenten.observatie_eerste AS eerste_observatie,
    momenten.observatie_laatste AS laatste_observatie,
    momenten.signalen_in_kaart_eerste AS eerste_signalen_in_kaart,
    momenten.signalen_in_kaart_laatste AS laatste_signalen_in_kaart,
    momenten.overleg_ib_eerste AS eerste_overleg_ib,
    momenten.overleg_ib_laatste AS laatste_overleg_ib,
    momenten.directie_geinformeerd_eerste AS eerste_directie_geinformeerd,
    momenten.directie_geinformeerd_laatste AS laatste_directie_geinformeerd,
    momenten.taken_vastgesteld_eerste AS eerste_taken_vastgesteld,
    momenten.taken_vastgesteld_laatste AS laatste_taken_vastgesteld,
    momenten.besluit_naar_stap2_eerste AS eerste_besluit_naar_stap2,
    momenten.besluit_naar_stap2_laatste AS laatste_besluit_naar_stap2,
    momenten.informeel_oudercontact_eerste AS eerste_informeel_oudercontact,
    momenten.informeel_oudercontact_laatste AS laatste_informeel_oudercontact,
    momenten.contact_letseldeskundige_eerste AS eerste_contact_letseldeskundige,
    momenten.contact_letseldeskundige_laatste AS laatste_contact_letseldeskundige,
    momenten.contact_lec_egg_eerste AS eerste_contact_lec_egg,
    momenten.contact_lec_egg_laatste AS laatste_contact_lec_egg,
    momenten.contact_pharos_eerste AS eerste_contact_pharos,
    momenten.contact_pharos_laatste AS laatste_contact_pharos,
    momenten.overdracht_directie_vertrouwenspersoon_eerste
        AS eerste_overdracht_directie_vertrouwenspersoon,
    momenten.overdracht_directie_vertrouwenspersoon_laatste
        AS laatste_overdracht_directie_vertrouwenspersoon,
    momenten.nieuw_signaal_stopt_niet_eerste AS eerste_nieuw_signaal_stopt_niet,
    momenten.nieuw_signaal_stopt_niet_laatste AS laatste_nieuw_signaal_stopt_niet,
    momenten.nieuw_signaal_opnieuw_eerste AS eerste_nieuw_signaal_opnieuw,
    momenten.nieuw_signaal_opnieuw_laatste AS laatste_nieuw_signaal_opnieuw,
    momenten.groepsbespreking_eerste AS eerste_groepsbespreking,
    momenten.groepsbespreking_laatste AS laatste_groepsbespreking,
    momenten.leerlingbespreking_eerste AS eerste_leerlingbespreking,
    momenten.leerlingbespreking_laatste AS laatste_leerlingbespreking,
    momenten.mdo_eerste AS eerste_mdo,
    momenten.mdo_laatste AS laatste_mdo,
    momenten.toestemming_mdo_gevraagd_eerste AS eerste_toestemming_mdo_gevraagd,
    momenten.toestemming_mdo_gevraagd_laatste AS laatste_toestemming_mdo_gevraagd,
    momenten.bilateraal_overleg_eerste AS eerste_bilateraal_overleg,
    momenten.bilateraal_overleg_laatste AS laatste_bilateraal_overleg,
    momenten.verwijsindex_gebruikt_eerste AS eerste_verwijsindex_gebruikt,
    momenten.verwijsindex_gebruikt_laatste AS laatste_verwijsindex_gebruikt,
    momenten.advies_veilig_thuis_eerste AS eerste_advies_veilig_thuis,
    momenten.advies_veilig_thuis_laatste AS laatste_advies_veilig_thuis,
    momenten.spoedadvies_veilig_thuis_eerste AS eerste_spoedadvies_veilig_thuis,
    momenten.spoedadvies_veilig_thuis_laatste AS laatste_spoedadvies_veilig_thuis,
    momenten.politie_eerste AS eerste_politie,
    momenten.politie_laatste AS laatste_politie,
    momenten.kind_ingelicht_eerste AS eerste_kind_ingelicht,
    momenten.kind_ingelicht_laatste AS laatste_kind_ingelicht,
    momenten.gesprek_kind_eerste AS eerste_gesprek_kind,
    momenten.gesprek_kind_laatste AS laatste_gesprek_kind,
    momenten.gesprek_ouders_eerste AS eerste_gesprek_ouders,
    momenten.gesprek_ouders_laatste AS laatste_gesprek_ouders,
    momenten.risicotaxatie_eerste AS eerste_risicotaxatie,
    momenten.risicotaxatie_laatste AS laatste_risicotaxatie,
    momenten.veiligheidsbeoordeling_eerste AS eerste_veiligheidsbeoordeling,
    momenten.veiligheidsbeoordeling_laatste AS laatste_veiligheidsbeoordeling,
    momenten.contact_vt_risicotaxatie_eerste AS eerste_contact_vt_risicotaxatie,
    momenten.contact_vt_risicotaxatie_laatste AS laatste_contact_vt_risicotaxatie,
    momenten.medeweging_extern_eerste AS eerste_medeweging_extern,
    momenten.medeweging_extern_laatste AS laatste_medeweging_extern,
    momenten.zorgbespreking_cjg_eerste AS eerste_zorgbespreking_cjg,
    momenten.zorgbespreking_cjg_laatste AS laatste_zorgbespreking_cjg,
    momenten.begeleidingsplan_afgesproken_eerste AS eerste_begeleidingsplan_afgesproken,
    momenten.begeleidingsplan_afgesproken_laatste AS laatste_begeleidingsplan_afgesproken,
    momenten.voortgangscontact_ouders_eerste AS eerste_voortgangscontact_ouders,
    momenten.voortgangscontact_ouders_laatste AS laatste_voortgangscontact_ouders,
    momenten.leerling_gevolgd_eerste AS eerste_leerling_gevolgd,
    momenten.leerling_gevolgd_laatste AS laatste_leerling_gevolgd,
    momenten.gesprek_voorgenomen_melding_eerste AS eerste_gesprek_voorgenomen_melding,
    momenten.gesprek_voorgenomen_melding_laatste AS laatste_gesprek_voorgenomen_melding,
    momenten.nieuw_contact_vt_eerste AS eerste_nieuw_contact_vt,
    momenten.nieuw_contact_vt_laatste AS laatste_nieuw_contact_vt,
    momenten.nazorg_aangeboden_eerste AS eerste_nazorg_aangeboden,
    momenten.nazorg_aangeboden_laatste AS laatste_nazorg_aangeboden,
    momenten.afsluiting_eerste AS eerste_afsluiting,
    momenten.afsluiting_laatste AS laatste_afsluiting,
    coalesce(aantallen.aantal_overleg_ib, 0) AS aantal_overleg_ib,
    coalesce(aantallen.aantal_gesprek_ouders, 0) AS aantal_gesprek_ouders,
    coalesce(aantallen.aantal_mdo, 0) AS aantal_mdo,
    coalesce(aantallen.aantal_leerling_gevolgd, 0) AS aantal_leerling_gevolgd,
    coalesce(aantallen.aantal_voortgangscontact_ouders, 0) AS aantal_voortgangscontact_ouders,
    coalesce(aantallen.aantal_afsluiting, 0) AS aantal_afsluiting,
    momenten.eerste_stap_1,
    momenten.eerste_stap_2,
    momenten.eerste_stap_3,
    least(
        momenten.eerste_stap_4, wegingen.eerste_weging, antwoorden.eerste_antwoord
    ) AS eerste_stap_4,
    least(
        momenten.advies_veilig_thuis_eerste, momenten.spoedadvies_veilig_thuis_eerste
    ) AS eerste_advies_vt,
    greatest(
        momenten.advies_veilig_thuis_laatste, momenten.spoedadvies_veilig_thuis_laatste
    ) AS laatste_advies_vt,
    least(momenten.weging_eerste, wegingen.eerste_weging) AS eerste_weging,
    greatest(momenten.weging_laatste, wegingen.laatste_weging) AS laatste_weging,
    coalesce(besluiten.aantal_besluiten, 0) AS aantal_besluiten,
    besluiten.eerste_besluit,
    besluiten.datum_eerste_besluit,
    besluiten.datum_laatste_besluit,
    besluiten.eerste_5a,
    besluiten.laatste_5a,
    besluiten.eerste_5b,
    besluiten.laatste_5b,
    besluiten.eerste_stoppen,
    besluiten.laatste_stoppen,
    coalesce(besluiten.eerste_5a IS NOT NULL, FALSE) AS ooit_5a,
    coalesce(besluiten.eerste_5b IS NOT NULL, FALSE) AS ooit_5b,
    coalesce(meldingen.aantal_meldingen, 0) AS aantal_meldingen,
    meldingen.eerste_melding,
    meldingen.laatste_melding,
    least(
        meldingen.eerste_terugkoppeling, momenten.terugkoppeling_vt_eerste
    ) AS eerste_terugkoppeling_vt,
    greatest(
        meldingen.laatste_terugkoppeling, momenten.terugkoppeling_vt_laatste
    ) AS laatste_terugkoppeling_vt,
    procesevaluaties.eerste_procesevaluatie,
    peil.schooldag_nr - in_stap_2.schooldag_nr AS schooldagen_sinds_stap_2,
    CASE
        WHEN besluiten.eerste_5a IS NOT NULL AND besluiten.eerste_5b IS NOT NULL THEN 'beide'
        WHEN besluiten.eerste_5a IS NOT NULL THEN '5A'
        WHEN besluiten.eerste_5b IS NOT NULL THEN '5B'
        WHEN besluiten.eerste_stoppen IS NOT NULL THEN 'gestopt'
        WHEN zaak.is_vertrokken THEN 'overgedragen'
        -- Without delivered decisions only the reason of closing tells that a case was stopped.
        WHEN
            zaak.status = 'afgesloten'
            AND (
                geleverd.besluit_geregistreerd
                OR zaak.reden_afsluiting IN ('zorgen_weggenomen', 'afweging1_nee')
            )
            THEN 'gestopt'
        WHEN geleverd.besluit_geregistreerd THEN 'geen_besluit'
    END AS toestand,
    coalesce(geleverd.besluit_geregistreerd, FALSE) AS besluit_geregistreerd,
    coalesce(geleverd.melding_geregistreerd, FALSE) AS melding_geregistreerd,
    coalesce(geleverd.weging_geregistreerd, FALSE) AS weging_geregistreerd,
    coalesce(geleverd.afweging_geregistreerd, FALSE) AS afweging_geregistreerd,
    gewoonten.school_id IS NOT NULL AS procesevaluatie_geregistreerd,
    coalesce(geleverd.hulp_geregistreerd, FALSE) AS hulp_geregistreerd,
    coalesce(geleverd.mdo_geregistreerd, FALSE) AS mdo_geregistreerd,
    coalesce(geleverd.oudergesprek_geregistreerd, FALSE) AS oudergesprek_geregistreerd,
    coalesce(geleverd.rol_geregistreerd, FALSE) AS rol_geregistreerd
FROM zaken AS zaak
INNER JOIN stg_levering AS levering ON zaak.school_id = levering.school_id
LEFT JOIN geleverd ON zaak.school_id = geleverd.school_id
LEFT JOIN momenten ON zaak.zaak_nr = momenten.zaak_nr
LEFT JOIN aantallen ON zaak.zaak_nr = aantallen.zaak_nr
LEFT JOIN wegingen ON zaak.zaak_nr = wegingen.zaak_nr
LEFT JOIN antwoorden ON zaak.zaak_nr = antwoorden.zaak_nr
LEFT JOIN besluiten ON zaak.zaak_nr = besluiten.zaak_nr
LEFT JOIN meldingen ON zaak.zaak_nr = meldingen.zaak_nr
LEFT JOIN procesevaluaties ON zaak.zaak_nr = procesevaluaties.zaak_nr
LEFT JOIN gewoonten ON zaak.school_id = gewoonten.school_id
LEFT JOIN ref_kalender AS peil
    ON
        levering.vakantieregio = peil.vakantieregio
        AND CASE
            WHEN zaak.is_vertrokken
                THEN coalesce(
                    greatest(zaak.datum_status, zaak.datum_signalering), levering.peildatum
                )
            ELSE levering.peildatum
        END = peil.datum
LEFT JOIN ref_kalender AS in_stap_2
    ON
        levering.vakantieregio = in_stap_2.vakantieregio
        AND momenten.eerste_stap_2 = in_stap_2.datum
