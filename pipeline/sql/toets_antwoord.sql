-- Grain: one row per zaak
-- Per answer of the intern begeleider (dossier_toets, attest) the set of norms that got it, as one
-- number with a bit per norm.
WITH normbits AS (
    SELECT
        norm_id,
        bit
    FROM (
        VALUES
        ('D-01', 1),
        ('D-02', 2),
        ('D-03', 4),
        ('D-04', 8),
        ('D-05', 16),
        ('D-06', 32),
        ('D-07', 64),
        ('D-08', 128),
        ('D-09', 256),
        ('D-10', 512),
        ('D-11', 1024),
        ('D-12', 2048),
        ('S1-13', 4096),
        ('S2-02', 8192),
        ('S3-02', 16384),
        ('S3-12', 32768),
        ('S3-16', 65536),
        ('S3-19', 131072),
        ('A-10', 262144)
    ) AS lijst (norm_id, bit)
),

gegeven AS (
    SELECT
        zaak_nr,
        norm_id,
        antwoord
    FROM stg_dossier_toets
    UNION ALL
    SELECT
        zaak_nr,
        norm_id,
        antwoord
    FROM stg_attest
),

verzamelingen AS (
    SELECT
        gegeven.zaak_nr,
        bit_or(CASE WHEN gegeven.antwoord = 'ja' THEN normbits.bit ELSE 0 END) AS ja,
        bit_or(CASE WHEN gegeven.antwoord = 'nee' THEN normbits.bit ELSE 0 END) AS nee,
        bit_or(CASE WHEN gegeven.antwoord = 'nvt' THEN normbits.bit ELSE 0 END) AS nvt
    FROM gegeven
    INNER JOIN normbits ON gegeven.norm_id = normbits.norm_id
    GROUP BY gegeven.zaak_nr
)

SELECT
    zaak.zaak_nr,
    coalesce(verzamelingen.ja, 0) AS ja,
    coalesce(verzamelingen.nee, 0) AS nee,
    coalesce(verzamelingen.nvt, 0) AS nvt
FROM mart_zaak AS zaak
LEFT JOIN verzamelingen ON zaak.zaak_nr = verzamelingen.zaak_nr
