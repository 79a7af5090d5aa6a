-- Grain: one row per zaak with a gebeurtenis
-- What mart_zaak does not hold of the events: form, purpose, roles and the meldcodedocument. Each
-- is a set of steps 1 to 4, one bit per step; the sets of a case stand side by side in one number.
WITH soorten AS (
    SELECT
        soort,
        is_oudercontact,
        is_contact,
        samen
    FROM (
        VALUES
        ('overleg_ib', 0, 1, 1),
        ('signalen_in_kaart', 0, 0, 4),
        ('toestemming_mdo_gevraagd', 1, 0, 16),
        ('informeel_oudercontact', 1, 1, 0),
        ('groepsbespreking', 0, 1, 0),
        ('leerlingbespreking', 0, 1, 0),
        ('bilateraal_overleg', 0, 1, 0),
        ('advies_veilig_thuis', 0, 1, 0),
        ('spoedadvies_veilig_thuis', 0, 1, 0),
        ('gesprek_kind', 0, 1, 0),
        ('gesprek_ouders', 1, 1, 0),
        ('voortgangscontact_ouders', 1, 0, 0),
        ('gesprek_voorgenomen_melding', 1, 0, 0)
    ) AS lijst (soort, is_oudercontact, is_contact, samen)
),

gebeurtenissen AS (
    SELECT
        gebeurtenis.zaak_nr,
        coalesce(soorten.is_oudercontact, 0) AS is_oudercontact,
        coalesce(soorten.is_contact, 0) AS is_contact,
        -- Of an anonymous MDO nothing more is recorded (U7).
        CASE
            WHEN gebeurtenis.stap = '1' THEN 1
            WHEN gebeurtenis.stap = '2'
                THEN CASE
                    WHEN gebeurtenis.soort = 'mdo' AND gebeurtenis.vorm = 'anoniem' THEN 0
                    ELSE 2
                END
            WHEN gebeurtenis.stap = '3' THEN 4
            WHEN gebeurtenis.stap = '4' THEN 8
            WHEN gebeurtenis.soort = 'spoedadvies_veilig_thuis' THEN 2
            ELSE 0
        END AS stapbit,
        CASE gebeurtenis.document_bijgewerkt
            WHEN 'ja' THEN 16
            WHEN 'nee' THEN 256
            WHEN 'nvt' THEN 0
            ELSE 4096
        END AS document,
        CASE
            WHEN rol.gebeurtenis_nr IS NULL THEN 0
            WHEN rol.is_ib THEN 65536 + 1048576
            ELSE 65536
        END AS rollen,
        CASE
            WHEN gebeurtenis.soort = 'advies_veilig_thuis'
                THEN CASE WHEN gebeurtenis.vorm = 'anoniem' THEN 1 ELSE 0 END
                    + CASE
                        WHEN gebeurtenis.doel = 'gespreksvoorbereiding' THEN 2
                        WHEN gebeurtenis.doel = 'risicotaxatie' THEN 4
                        ELSE 0
                    END
            WHEN gebeurtenis.soort = 'mdo' AND gebeurtenis.vorm = 'anoniem' THEN 8
            ELSE 0
        END AS vorm,
        -- The lower bit: roles were recorded; the higher: those that the norm asks for.
        CASE
            WHEN rol.gebeurtenis_nr IS NULL OR soorten.samen IS NULL THEN 0
            WHEN soorten.samen = 16 AND (rol.is_ib OR rol.is_directie) THEN 48
            WHEN soorten.samen < 16 AND rol.is_leerkracht AND rol.is_ib THEN soorten.samen * 3
            ELSE soorten.samen
        END AS samen
    FROM stg_gebeurtenis AS gebeurtenis
    LEFT JOIN toets_rol AS rol ON gebeurtenis.gebeurtenis_nr = rol.gebeurtenis_nr
    LEFT JOIN soorten ON gebeurtenis.soort = soorten.soort
),

per_zaak AS (
    SELECT
        zaak_nr,
        bit_or(
            CAST(stapbit * (1 + document + rollen) AS BIGINT)
            + CAST(vorm AS BIGINT) * 16777216
            + CAST(samen AS BIGINT) * 268435456
        ) AS bits,
        sum(is_oudercontact) AS aantal_oudercontacten,
        sum(is_contact) AS aantal_contacten
    FROM gebeurtenissen
    GROUP BY zaak_nr
),

sets AS (
    SELECT
        zaak_nr,
        bits & 15 AS stappen,
        (bits >> 4) & 15 AS stappen_ja,
        (bits >> 8) & 15 AS stappen_nee,
        (bits >> 12) & 15 AS stappen_onbekend,
        (bits >> 16) & 15 AS stappen_met_rollen,
        (bits >> 20) & 15 AS stappen_met_ib,
        (bits >> 24) & 15 AS vormen,
        (bits >> 28) & 63 AS samen,
        aantal_oudercontacten,
        aantal_contacten
    FROM per_zaak
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
FROM sets
