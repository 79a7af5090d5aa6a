-- Grain: one row per gebeurtenis of which a rol was recorded
WITH rolbits AS (
    SELECT
        rol,
        bit
    FROM (
        VALUES
        ('leerkracht', 1),
        ('intern_begeleider', 2),
        ('directie', 4),
        ('ouder', 8)
    ) AS lijst (rol, bit)
),

rollen AS (
    SELECT
        gebeurtenis_rol.gebeurtenis_nr,
        -- One bit per rol; the performers once more, sixteen times higher.
        bit_or(
            coalesce(rolbits.bit, 0)
            * CASE WHEN gebeurtenis_rol.betrokkenheid = 'uitvoerder' THEN 17 ELSE 1 END
        ) AS bits
    FROM stg_gebeurtenis_rol AS gebeurtenis_rol
    LEFT JOIN rolbits ON gebeurtenis_rol.rol = rolbits.rol
    GROUP BY gebeurtenis_rol.gebeurtenis_nr
)

SELECT
    gebeurtenis_nr,
    (bits & 1) > 0 AS is_leerkracht,
    (bits & 2) > 0 AS is_ib,
    (bits & 4) > 0 AS is_directie,
    (bits & 8) > 0 AS is_ouder,
    (bits & 16) > 0 AS is_leerkracht_uitvoerder,
    (bits & 32) > 0 AS is_ib_uitvoerder
FROM rollen
