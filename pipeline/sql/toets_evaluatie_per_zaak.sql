-- Grain: one row per zaak
WITH geteld AS (
    SELECT
        zaak_nr,
        count(*) FILTER (WHERE soort = 'proces') AS aantal_procesevaluaties,
        count(*) FILTER (WHERE soort = 'proces' AND gehouden_datum IS NOT NULL)
            AS aantal_procesevaluaties_gehouden,
        count(*) FILTER (
            WHERE
            soort = 'proces'
            AND gehouden_datum IS NOT NULL
            AND (leerkracht_betrokken = 'ja' OR extern_betrokken = 'ja')
        ) AS aantal_procesevaluaties_met_betrokkenen,
        count(*) FILTER (
            WHERE
            soort = 'proces'
            AND gehouden_datum IS NOT NULL
            AND leerkracht_betrokken = 'nee'
            AND extern_betrokken IN ('nee', 'nvt')
        ) AS aantal_procesevaluaties_zonder_betrokkenen,
        count(*) FILTER (WHERE soort <> 'proces') AS aantal_hulpevaluaties,
        count(*) FILTER (WHERE soort = 'begeleidingsplan' AND gehouden_datum IS NOT NULL)
            AS aantal_planevaluaties_gehouden,
        count(*) FILTER (WHERE soort = 'hulp_effect' AND gehouden_datum IS NOT NULL)
            AS aantal_effectevaluaties_gehouden,
        max(CASE WHEN soort = 'hulp_effect' THEN gehouden_datum END) AS laatste_effectevaluatie
    FROM stg_evaluatie
    GROUP BY zaak_nr
)

SELECT
    zaak.zaak_nr,
    coalesce(geteld.aantal_procesevaluaties, 0) AS aantal_procesevaluaties,
    coalesce(geteld.aantal_procesevaluaties_gehouden, 0) AS aantal_procesevaluaties_gehouden,
    coalesce(geteld.aantal_procesevaluaties_met_betrokkenen, 0)
        AS aantal_procesevaluaties_met_betrokkenen,
    coalesce(geteld.aantal_procesevaluaties_zonder_betrokkenen, 0)
        AS aantal_procesevaluaties_zonder_betrokkenen,
    coalesce(geteld.aantal_hulpevaluaties, 0) AS aantal_hulpevaluaties,
    coalesce(geteld.aantal_planevaluaties_gehouden, 0) AS aantal_planevaluaties_gehouden,
    coalesce(geteld.aantal_effectevaluaties_gehouden, 0) AS aantal_effectevaluaties_gehouden,
    geteld.laatste_effectevaluatie
FROM mart_zaak AS zaak
LEFT JOIN geteld ON zaak.zaak_nr = geteld.zaak_nr
