-- Grain: one row per gebeurtenis mdo
WITH besprekingen AS (
    SELECT * FROM stg_gebeurtenis
    WHERE soort = 'mdo'
),

rollen AS (
    SELECT
        gebeurtenis_nr,
        rollen
    FROM toets_rol
    WHERE gebeurtenis_nr IN (SELECT gebeurtenis_nr FROM besprekingen)
),

notities AS (
    SELECT
        gebeurtenis_nr,
        count(*) AS aantal_notities
    FROM stg_dossiernotitie
    WHERE gebeurtenis_nr IS NOT NULL
    GROUP BY gebeurtenis_nr
)

SELECT
    bespreking.gebeurtenis_nr,
    bespreking.zaak_nr,
    zaak.school_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.in_noemer,
    bespreking.datum,
    bespreking.vorm,
    mdo.toestemming_ouders,
    mdo.toestemming_datum,
    mdo.ouders_uitgenodigd,
    coalesce((rol.rollen & 2) > 0 OR (rol.rollen & 512) = 0, FALSE) AS heeft_rollen,
    coalesce((rol.rollen & 2) > 0, FALSE) AS is_ib,
    coalesce((rol.rollen & 2056) > 0, FALSE) AS is_ouder,
    CASE WHEN school.levert_notitie_bij_gebeurtenis THEN coalesce(notities.aantal_notities, 0) END
        AS aantal_notities
FROM besprekingen AS bespreking
INNER JOIN mart_zaak AS zaak ON bespreking.zaak_nr = zaak.zaak_nr
INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
LEFT JOIN stg_mdo AS mdo ON bespreking.gebeurtenis_nr = mdo.gebeurtenis_nr
LEFT JOIN rollen AS rol ON bespreking.gebeurtenis_nr = rol.gebeurtenis_nr
LEFT JOIN notities ON bespreking.gebeurtenis_nr = notities.gebeurtenis_nr
