-- Grain: one row per zaak with an answer of the intern begeleider (dossier_toets, attest)
-- An answer that is not there reads 'onbekend'.
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

antwoorden AS (
    SELECT
        gegeven.zaak_nr,
        gegeven.antwoord,
        normbits.bit AS normbit
    FROM gegeven
    INNER JOIN normbits ON gegeven.norm_id = normbits.norm_id
),

bits AS (
    SELECT
        zaak_nr,
        bit_or(CASE WHEN antwoord = 'ja' THEN normbit ELSE 0 END) AS ja,
        bit_or(CASE WHEN antwoord = 'nee' THEN normbit ELSE 0 END) AS nee,
        bit_or(CASE WHEN antwoord = 'nvt' THEN normbit ELSE 0 END) AS nvt
    FROM antwoorden
    GROUP BY zaak_nr
)

SELECT
    zaak_nr,
    CAST(bit_count(ja & 4095) AS INTEGER) AS aantal_dossiertoetsen_ja,
    CAST(bit_count(nee & 4095) AS INTEGER) AS aantal_dossiertoetsen_nee,
    CASE
        WHEN (nee & 1) > 0 THEN 'nee'
        WHEN (ja & 1) > 0 THEN 'ja'
        WHEN (nvt & 1) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d01,
    CASE
        WHEN (nee & 2) > 0 THEN 'nee'
        WHEN (ja & 2) > 0 THEN 'ja'
        WHEN (nvt & 2) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d02,
    CASE
        WHEN (nee & 4) > 0 THEN 'nee'
        WHEN (ja & 4) > 0 THEN 'ja'
        WHEN (nvt & 4) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d03,
    CASE
        WHEN (nee & 8) > 0 THEN 'nee'
        WHEN (ja & 8) > 0 THEN 'ja'
        WHEN (nvt & 8) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d04,
    CASE
        WHEN (nee & 16) > 0 THEN 'nee'
        WHEN (ja & 16) > 0 THEN 'ja'
        WHEN (nvt & 16) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d05,
    CASE
        WHEN (nee & 32) > 0 THEN 'nee'
        WHEN (ja & 32) > 0 THEN 'ja'
        WHEN (nvt & 32) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d06,
    CASE
        WHEN (nee & 64) > 0 THEN 'nee'
        WHEN (ja & 64) > 0 THEN 'ja'
        WHEN (nvt & 64) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d07,
    CASE
        WHEN (nee & 128) > 0 THEN 'nee'
        WHEN (ja & 128) > 0 THEN 'ja'
        WHEN (nvt & 128) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d08,
    CASE
        WHEN (nee & 256) > 0 THEN 'nee'
        WHEN (ja & 256) > 0 THEN 'ja'
        WHEN (nvt & 256) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d09,
    CASE
        WHEN (nee & 512) > 0 THEN 'nee'
        WHEN (ja & 512) > 0 THEN 'ja'
        WHEN (nvt & 512) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d10,
    CASE
        WHEN (nee & 1024) > 0 THEN 'nee'
        WHEN (ja & 1024) > 0 THEN 'ja'
        WHEN (nvt & 1024) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d11,
    CASE
        WHEN (nee & 2048) > 0 THEN 'nee'
        WHEN (ja & 2048) > 0 THEN 'ja'
        WHEN (nvt & 2048) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS toets_d12,
    CASE
        WHEN (nee & 4096) > 0 THEN 'nee'
        WHEN (ja & 4096) > 0 THEN 'ja'
        WHEN (nvt & 4096) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s1_13,
    CASE
        WHEN (nee & 8192) > 0 THEN 'nee'
        WHEN (ja & 8192) > 0 THEN 'ja'
        WHEN (nvt & 8192) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s2_02,
    CASE
        WHEN (nee & 16384) > 0 THEN 'nee'
        WHEN (ja & 16384) > 0 THEN 'ja'
        WHEN (nvt & 16384) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_02,
    CASE
        WHEN (nee & 32768) > 0 THEN 'nee'
        WHEN (ja & 32768) > 0 THEN 'ja'
        WHEN (nvt & 32768) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_12,
    CASE
        WHEN (nee & 65536) > 0 THEN 'nee'
        WHEN (ja & 65536) > 0 THEN 'ja'
        WHEN (nvt & 65536) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_16,
    CASE
        WHEN (nee & 131072) > 0 THEN 'nee'
        WHEN (ja & 131072) > 0 THEN 'ja'
        WHEN (nvt & 131072) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_s3_19,
    CASE
        WHEN (nee & 262144) > 0 THEN 'nee'
        WHEN (ja & 262144) > 0 THEN 'ja'
        WHEN (nvt & 262144) > 0 THEN 'nvt'
        ELSE 'onbekend'
    END AS attest_a_10
FROM bits
