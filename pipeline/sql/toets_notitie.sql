-- Grain: one row per zaak
WITH notities AS (
    SELECT
        notitie.*,
        -- Notes about what was seen or said; an anonymous MDO leaves none to check (U7).
        notitie.soort IN ('feit', 'contact', 'gespreksverslag')
        AND NOT coalesce(mdo.soort = 'mdo' AND mdo.vorm = 'anoniem', FALSE) AS is_observatie
    FROM stg_dossiernotitie AS notitie
    LEFT JOIN stg_gebeurtenis AS mdo ON notitie.gebeurtenis_nr = mdo.gebeurtenis_nr
),

getoetst AS (
    SELECT
        *,
        coalesce(
            is_observatie
            AND heeft_datum IN ('ja', 'nvt')
            AND heeft_plaats IN ('ja', 'nvt')
            AND heeft_situatie IN ('ja', 'nvt')
            AND heeft_aanwezigen IN ('ja', 'nvt'),
            FALSE
        ) AS is_volledig,
        coalesce(
            is_observatie
            AND (
                heeft_datum = 'nee'
                OR heeft_plaats = 'nee'
                OR heeft_situatie = 'nee'
                OR heeft_aanwezigen = 'nee'
            ),
            FALSE
        ) AS is_onvolledig
    FROM notities
),

geteld AS (
    SELECT
        zaak_nr,
        count(*) AS aantal_notities,
        count(*) FILTER (WHERE soort = 'feit') AS aantal_feiten,
        count(*) FILTER (WHERE soort = 'vermoeden') AS aantal_vermoedens,
        count(*) FILTER (WHERE soort IN ('contact', 'gespreksverslag')) AS aantal_contactnotities,
        count(*) FILTER (WHERE soort = 'stap') AS aantal_stapnotities,
        count(*) FILTER (WHERE soort = 'besluit') AS aantal_besluitnotities,
        count(*) FILTER (WHERE soort = 'vervolg') AS aantal_vervolgnotities,
        count(*) FILTER (WHERE richting = 'bevestigt') AS aantal_bevestigend,
        count(*) FILTER (WHERE richting = 'ontkracht') AS aantal_ontkrachtend,
        count(*) FILTER (WHERE richting IS NULL) AS aantal_zonder_richting,
        count(*) FILTER (WHERE is_observatie) AS aantal_observatienotities,
        count(*) FILTER (WHERE is_volledig) AS aantal_volledige_notities,
        count(*) FILTER (WHERE is_onvolledig) AS aantal_onvolledige_notities,
        count(*) FILTER (WHERE soort = 'hypothese') AS aantal_hypothesen,
        count(*) FILTER (WHERE soort = 'hypothese' AND hypothese_benoemd = 'ja')
            AS aantal_hypothesen_benoemd,
        count(*) FILTER (WHERE soort = 'hypothese' AND hypothese_benoemd = 'nee')
            AS aantal_hypothesen_niet_benoemd,
        count(*) FILTER (WHERE soort = 'hypothese' AND hypothese_uitkomst = 'open')
            AS aantal_hypothesen_open,
        count(*) FILTER (
            WHERE soort = 'hypothese' AND hypothese_uitkomst IN ('bevestigd', 'ontkracht')
        ) AS aantal_hypothesen_uitgekomen,
        count(*) FILTER (
            WHERE
            soort = 'hypothese'
            AND hypothese_uitkomst IN ('bevestigd', 'ontkracht')
            AND hypothese_vervolg_datum IS NOT NULL
        ) AS aantal_hypothesen_vervolgd,
        count(*) FILTER (WHERE soort = 'info_derden') AS aantal_info_derden,
        count(*) FILTER (WHERE soort = 'info_derden' AND bron_vermeld = 'ja')
            AS aantal_info_derden_met_bron,
        count(*) FILTER (WHERE soort = 'info_derden' AND bron_vermeld = 'nee')
            AS aantal_info_derden_zonder_bron,
        count(*) FILTER (WHERE soort = 'diagnose') AS aantal_diagnoses,
        count(*) FILTER (WHERE soort = 'diagnose' AND diagnose_door_bevoegde = 'ja')
            AS aantal_diagnoses_bevoegd,
        count(*) FILTER (WHERE soort = 'diagnose' AND diagnose_door_bevoegde = 'nee')
            AS aantal_diagnoses_onbevoegd
    FROM getoetst
    GROUP BY zaak_nr
)

SELECT
    zaak.zaak_nr,
    coalesce(geteld.aantal_notities, 0) AS aantal_notities,
    coalesce(geteld.aantal_feiten, 0) AS aantal_feiten,
    coalesce(geteld.aantal_vermoedens, 0) AS aantal_vermoedens,
    coalesce(geteld.aantal_contactnotities, 0) AS aantal_contactnotities,
    coalesce(geteld.aantal_stapnotities, 0) AS aantal_stapnotities,
    coalesce(geteld.aantal_besluitnotities, 0) AS aantal_besluitnotities,
    coalesce(geteld.aantal_vervolgnotities, 0) AS aantal_vervolgnotities,
    coalesce(geteld.aantal_bevestigend, 0) AS aantal_bevestigend,
    coalesce(geteld.aantal_ontkrachtend, 0) AS aantal_ontkrachtend,
    coalesce(geteld.aantal_zonder_richting, 0) AS aantal_zonder_richting,
    coalesce(geteld.aantal_observatienotities, 0) AS aantal_observatienotities,
    coalesce(geteld.aantal_volledige_notities, 0) AS aantal_volledige_notities,
    coalesce(geteld.aantal_onvolledige_notities, 0) AS aantal_onvolledige_notities,
    coalesce(geteld.aantal_hypothesen, 0) AS aantal_hypothesen,
    coalesce(geteld.aantal_hypothesen_benoemd, 0) AS aantal_hypothesen_benoemd,
    coalesce(geteld.aantal_hypothesen_niet_benoemd, 0) AS aantal_hypothesen_niet_benoemd,
    coalesce(geteld.aantal_hypothesen_open, 0) AS aantal_hypothesen_open,
    coalesce(geteld.aantal_hypothesen_uitgekomen, 0) AS aantal_hypothesen_uitgekomen,
    coalesce(geteld.aantal_hypothesen_vervolgd, 0) AS aantal_hypothesen_vervolgd,
    coalesce(geteld.aantal_info_derden, 0) AS aantal_info_derden,
    coalesce(geteld.aantal_info_derden_met_bron, 0) AS aantal_info_derden_met_bron,
    coalesce(geteld.aantal_info_derden_zonder_bron, 0) AS aantal_info_derden_zonder_bron,
    coalesce(geteld.aantal_diagnoses, 0) AS aantal_diagnoses,
    coalesce(geteld.aantal_diagnoses_bevoegd, 0) AS aantal_diagnoses_bevoegd,
    coalesce(geteld.aantal_diagnoses_onbevoegd, 0) AS aantal_diagnoses_onbevoegd
FROM mart_zaak AS zaak
LEFT JOIN geteld ON zaak.zaak_nr = geteld.zaak_nr
