-- Grain: one row per gebeurtenis of which a rol was recorded
WITH rollen AS (
    SELECT
        gebeurtenis_nr,
        -- One bit per rol; the performers once more, eight bits higher.
        bit_or(
            CASE rol
                WHEN 'leerkracht' THEN 1
                WHEN 'intern_begeleider' THEN 2
                WHEN 'directie' THEN 4
                WHEN 'ouder' THEN 8
                WHEN 'smw' THEN 16
                WHEN 'jgz' THEN 16
                WHEN 'jeugdarts' THEN 16
                WHEN 'veilig_thuis' THEN 16
                ELSE 32
            END
            + CASE
                WHEN betrokkenheid <> 'uitvoerder' OR betrokkenheid IS NULL THEN 0
                WHEN rol = 'leerkracht' THEN 256
                WHEN rol = 'intern_begeleider' THEN 512
                ELSE 0
            END
        ) AS bits
    FROM stg_gebeurtenis_rol
    GROUP BY gebeurtenis_nr
)

SELECT
    gebeurtenis_nr,
    (bits & 1) > 0 AS is_leerkracht,
    (bits & 2) > 0 AS is_ib,
    (bits & 4) > 0 AS is_directie,
    (bits & 8) > 0 AS is_ouder,
    (bits & 16) > 0 AS is_medeweger,
    (bits & 256) > 0 AS is_leerkracht_uitvoerder,
    (bits & 512) > 0 AS is_ib_uitvoerder
FROM rollen
