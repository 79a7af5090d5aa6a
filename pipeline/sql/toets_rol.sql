-- Grain: one row per gebeurtenis of which a rol was recorded
-- A set of rollen as one number: leerkracht 1, intern begeleider 2, directie 4, ouder 8; those who
-- performed it once more, sixteen times higher.
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
)

SELECT
    gebeurtenis_rol.gebeurtenis_nr,
    bit_or(
        coalesce(rolbits.bit, 0)
        * CASE WHEN gebeurtenis_rol.betrokkenheid = 'uitvoerder' THEN 17 ELSE 1 END
    ) AS rollen
FROM stg_gebeurtenis_rol AS gebeurtenis_rol
LEFT JOIN rolbits ON gebeurtenis_rol.rol = rolbits.rol
GROUP BY gebeurtenis_rol.gebeurtenis_nr
