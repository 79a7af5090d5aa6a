-- Grain: one row per zaak with a gebeurtenis
-- What mart_zaak does not hold of the events: form, purpose, roles and the meldcodedocument.
WITH gebeurtenissen AS (
    SELECT
        gebeurtenis.zaak_nr,
        gebeurtenis.soort,
        gebeurtenis.document_bijgewerkt,
        rol.gebeurtenis_nr IS NOT NULL AS heeft_rollen,
        coalesce(rol.is_leerkracht, FALSE) AS is_leerkracht,
        coalesce(rol.is_ib, FALSE) AS is_ib,
        coalesce(rol.is_directie, FALSE) AS is_directie,
        -- One bit per step 1 to 4. Of an anonymous MDO nothing more is recorded (U7).
        CASE
            WHEN gebeurtenis.soort = 'mdo' AND gebeurtenis.vorm = 'anoniem' THEN 0
            WHEN gebeurtenis.stap = '1' THEN 1
            WHEN gebeurtenis.stap = '2' THEN 2
            WHEN gebeurtenis.soort = 'spoedadvies_veilig_thuis' THEN 2
            WHEN gebeurtenis.stap = '3' THEN 4
            WHEN gebeurtenis.stap = '4' THEN 8
            ELSE 0
        END AS stapbit,
        CASE gebeurtenis.soort
            WHEN 'advies_veilig_thuis'
                THEN CASE WHEN gebeurtenis.vorm = 'anoniem' THEN 1 ELSE 0 END
                    + CASE
                        WHEN gebeurtenis.doel = 'gespreksvoorbereiding' THEN 2
                        WHEN gebeurtenis.doel = 'risicotaxatie' THEN 4
                        ELSE 0
                    END
            WHEN 'mdo' THEN CASE WHEN gebeurtenis.vorm = 'anoniem' THEN 8 ELSE 0 END
            ELSE 0
        END AS vormbit
    FROM stg_gebeurtenis AS gebeurtenis
    LEFT JOIN toets_rol AS rol ON gebeurtenis.gebeurtenis_nr = rol.gebeurtenis_nr
),

per_zaak AS (
    SELECT
        zaak_nr,
        bit_or(stapbit) AS stappen,
        bit_or(CASE WHEN document_bijgewerkt = 'ja' THEN stapbit ELSE 0 END) AS stappen_ja,
        bit_or(CASE WHEN document_bijgewerkt = 'nee' THEN stapbit ELSE 0 END) AS stappen_nee,
        bit_or(CASE WHEN document_bijgewerkt IN ('ja', 'nee', 'nvt') THEN 0 ELSE stapbit END)
            AS stappen_onbekend,
        bit_or(CASE WHEN heeft_rollen THEN stapbit ELSE 0 END) AS stappen_met_rollen,
        bit_or(CASE WHEN is_ib THEN stapbit ELSE 0 END) AS stappen_met_ib,
        bit_or(vormbit) AS vormen,
        bit_or(
            CASE
                WHEN soort = 'overleg_ib'
                    THEN CASE WHEN heeft_rollen THEN 1 ELSE 0 END
                        + CASE WHEN is_leerkracht AND is_ib THEN 2 ELSE 0 END
                WHEN soort = 'signalen_in_kaart'
                    THEN CASE WHEN heeft_rollen THEN 4 ELSE 0 END
                        + CASE WHEN is_leerkracht AND is_ib THEN 8 ELSE 0 END
                WHEN soort = 'toestemming_mdo_gevraagd'
                    THEN CASE WHEN heeft_rollen THEN 16 ELSE 0 END
                        + CASE WHEN is_ib OR is_directie THEN 32 ELSE 0 END
                ELSE 0
            END
        ) AS samen,
        sum(
            CASE
                WHEN
                    soort IN (
                        'informeel_oudercontact',
                        'toestemming_mdo_gevraagd',
                        'gesprek_ouders',
                        'voortgangscontact_ouders',
                        'gesprek_voorgenomen_melding'
                    )
                    THEN 1
                ELSE 0
            END
        ) AS aantal_oudercontacten,
        sum(
            CASE
                WHEN
                    soort IN (
                        'overleg_ib',
                        'informeel_oudercontact',
                        'groepsbespreking',
                        'leerlingbespreking',
                        'bilateraal_overleg',
                        'advies_veilig_thuis',
                        'spoedadvies_veilig_thuis',
                        'gesprek_kind',
                        'gesprek_ouders'
                    )
                    THEN 1
                ELSE 0
            END
        ) AS aantal_contacten
    FROM gebeurtenissen
    GROUP BY zaak_nr
)

SELECT
    zaak_nr,
    CAST(bit_count(stappen) AS INTEGER) AS aantal_stappen_gezet,
    CAST(bit_count(stappen_ja) AS INTEGER) AS aantal_stappen_bijgewerkt,
    CAST(bit_count(stappen_ja | stappen_nee) AS INTEGER) AS aantal_stappen_document_bekend,
    CASE
        WHEN (stappen & 2) = 0 THEN NULL
        WHEN (stappen_nee & 2) > 0 THEN 'nee'
        WHEN (stappen_onbekend & 2) > 0 THEN 'onbekend'
        ELSE 'ja'
    END AS document_stap_2,
    CASE
        WHEN (stappen & 4) = 0 THEN NULL
        WHEN (stappen_nee & 4) > 0 THEN 'nee'
        WHEN (stappen_onbekend & 4) > 0 THEN 'onbekend'
        ELSE 'ja'
    END AS document_stap_3,
    CAST(bit_count(stappen_met_rollen) AS INTEGER) AS aantal_stappen_met_rollen,
    CAST(bit_count(stappen_met_ib) AS INTEGER) AS aantal_stappen_met_ib,
    (vormen & 1) > 0 AS is_advies_vt_anoniem,
    (vormen & 2) > 0 AS is_advies_vt_voor_gesprek,
    (vormen & 4) > 0 AS is_advies_vt_voor_risicotaxatie,
    (vormen & 8) > 0 AS is_mdo_anoniem,
    (samen & 1) > 0 AS heeft_rollen_bij_overleg_ib,
    (samen & 2) > 0 AS is_overleg_ib_samen,
    (samen & 5) > 0 AS heeft_rollen_bij_vastlegging,
    (samen & 10) > 0 AS is_vastlegging_samen,
    (samen & 16) > 0 AS heeft_rollen_bij_toestemming,
    (samen & 32) > 0 AS is_toestemming_ondersteund,
    CAST(aantal_oudercontacten AS INTEGER) AS aantal_oudercontacten,
    CAST(aantal_contacten AS INTEGER) AS aantal_contacten
FROM per_zaak
