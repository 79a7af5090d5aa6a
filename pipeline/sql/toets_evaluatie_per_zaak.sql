-- Grain: one row per zaak with an evaluatie
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
