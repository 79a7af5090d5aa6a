-- Grain: one row per gebeurtenis of which a rol was recorded
-- A set of rollen as one number: leerkracht 1, intern begeleider 2, directie 4, ouder 8. These are
-- who was there; those who performed it stand once more, sixteen times higher. Who was only informed
-- was not there; of who was only invited (256 times higher) that is not known.
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
        * CASE gebeurtenis_rol.betrokkenheid
            WHEN 'uitvoerder' THEN 17
            WHEN 'uitgenodigd' THEN 256
            WHEN 'geinformeerd' THEN 0
            ELSE 1
        END
    ) AS rollen
FROM stg_gebeurtenis_rol AS gebeurtenis_rol
LEFT JOIN rolbits ON gebeurtenis_rol.rol = rolbits.rol
GROUP BY gebeurtenis_rol.gebeurtenis_nr
