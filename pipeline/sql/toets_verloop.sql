-- Grain: one row per zaak
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
        ('mdo', 0, 1, 0),
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
        -- Of an anonymous MDO nothing more is recorded (U7).
        CASE
            WHEN gebeurtenis.soort = 'mdo' AND gebeurtenis.vorm = 'anoniem' THEN 0
            ELSE coalesce(soorten.is_contact, 0)
        END AS is_contact,
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
            WHEN rol.rollen IS NULL THEN 65536
            WHEN (rol.rollen & 2) > 0 THEN 1048576
            WHEN (rol.rollen & 512) > 0 THEN 65536
            ELSE 0
        END AS rollen,
        CASE
            WHEN gebeurtenis.soort = 'advies_veilig_thuis'
                THEN
                    CASE WHEN gebeurtenis.vorm = 'anoniem' THEN 1 ELSE 0 END
                    + CASE
                        WHEN gebeurtenis.doel = 'gespreksvoorbereiding' THEN 2
                        WHEN gebeurtenis.doel = 'risicotaxatie' THEN 4
                        ELSE 0
                    END
            WHEN gebeurtenis.soort = 'mdo' AND gebeurtenis.vorm = 'anoniem' THEN 8
            ELSE 0
        END AS vorm,
        -- The lower bit: not known who was there; the higher: those that the norm asks for.
        CASE
            WHEN soorten.samen IS NULL THEN 0
            WHEN rol.rollen IS NULL THEN soorten.samen
            WHEN soorten.samen = 16 AND (rol.rollen & 6) > 0 THEN 32
            WHEN (rol.rollen & 3) = 3 THEN soorten.samen * 2
            WHEN soorten.samen = 16 AND (rol.rollen & 1536) > 0 THEN soorten.samen
            WHEN ((rol.rollen | (rol.rollen >> 8)) & 3) = 3 THEN soorten.samen
            ELSE 0
        END AS samen
    FROM stg_gebeurtenis AS gebeurtenis
    LEFT JOIN toets_rol AS rol ON gebeurtenis.gebeurtenis_nr = rol.gebeurtenis_nr
    LEFT JOIN soorten ON gebeurtenis.soort = soorten.soort
),

verlopen AS (
    SELECT
        zaak_nr,
        -- From the lowest bit, four each: steps taken, document updated, not updated, unknown, an
        -- event of which it is not known whether the intern begeleider was there, one at which that
        -- was so, form of advice and MDO; then six: who was together.
        bit_or(
            CAST(stapbit * (1 + document + rollen) AS BIGINT)
            + CAST(vorm AS BIGINT) * 16777216
            + CAST(samen AS BIGINT) * 268435456
        ) AS bits,
        CAST(sum(is_oudercontact) AS INTEGER) AS aantal_oudercontacten,
        CAST(sum(is_contact) AS INTEGER) AS aantal_contacten
    FROM gebeurtenissen
    GROUP BY zaak_nr
)

SELECT
    zaak.zaak_nr,
    coalesce(verlopen.bits, 0) AS bits,
    coalesce(verlopen.aantal_oudercontacten, 0) AS aantal_oudercontacten,
    coalesce(verlopen.aantal_contacten, 0) AS aantal_contacten
FROM mart_zaak AS zaak
LEFT JOIN verlopen ON zaak.zaak_nr = verlopen.zaak_nr
