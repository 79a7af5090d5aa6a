-- Grain: one row per school × schooljaar
-- A measure without a row reads 'onbekend': not registered, never no.
WITH schooljaren AS (
    SELECT school_id, schooljaar FROM stg_school_jaar
    UNION
    SELECT school_id, schooljaar FROM stg_organisatie_maatregel
    UNION
    SELECT school_id, schooljaar FROM mart_zaak
),

perioden AS (
    SELECT
        schooljaren.school_id,
        schooljaren.schooljaar,
        school.peildatum,
        CAST(substr(schooljaren.schooljaar, 1, 4) || '-08-01' AS DATE) AS begin_schooljaar,
        CAST(substr(schooljaren.schooljaar, 6, 4) || '-07-31' AS DATE) AS einde_schooljaar
    FROM schooljaren
    INNER JOIN toets_school AS school ON schooljaren.school_id = school.school_id
),

maatregelen AS (
    SELECT
        school_id,
        schooljaar,
        max(status) FILTER (WHERE norm_id = 'O-D01') AS status_o_d01,
        max(status) FILTER (WHERE norm_id = 'O-D02') AS status_o_d02,
        max(status) FILTER (WHERE norm_id = 'O-D03') AS status_o_d03,
        max(status) FILTER (WHERE norm_id = 'O-D04') AS status_o_d04,
        max(status) FILTER (WHERE norm_id = 'O-D05') AS status_o_d05,
        max(status) FILTER (WHERE norm_id = 'O-D06') AS status_o_d06,
        max(status) FILTER (WHERE norm_id = 'O-D07') AS status_o_d07,
        max(status) FILTER (WHERE norm_id = 'O-D08') AS status_o_d08,
        max(status) FILTER (WHERE norm_id = 'O-D09') AS status_o_d09,
        max(status) FILTER (WHERE norm_id = 'O-D10') AS status_o_d10,
        max(status) FILTER (WHERE norm_id = 'O-D11') AS status_o_d11,
        max(status) FILTER (WHERE norm_id = 'O-I01') AS status_o_i01,
        max(status) FILTER (WHERE norm_id = 'O-I02') AS status_o_i02,
        max(status) FILTER (WHERE norm_id = 'O-I05') AS status_o_i05,
        max(status) FILTER (WHERE norm_id = 'O-I10') AS status_o_i10,
        max(status) FILTER (WHERE norm_id = 'O-L01') AS status_o_l01,
        max(datum) FILTER (WHERE norm_id = 'O-D03') AS datum_o_d03,
        max(datum) FILTER (WHERE norm_id = 'O-D07') AS datum_evaluatie
    FROM stg_organisatie_maatregel
    GROUP BY school_id, schooljaar
),

trainingen AS (
    SELECT
        perioden.school_id,
        perioden.schooljaar,
        max(maatregel.datum) AS datum_training
    FROM perioden
    INNER JOIN stg_organisatie_maatregel AS maatregel
        ON
            perioden.school_id = maatregel.school_id
            AND least(perioden.einde_schooljaar, perioden.peildatum) >= maatregel.datum
    WHERE maatregel.norm_id = 'O-D03' AND maatregel.status IN ('ja', 'deels')
    GROUP BY perioden.school_id, perioden.schooljaar
)

SELECT
    CAST(row_number() OVER (ORDER BY perioden.school_id, perioden.schooljaar) AS INTEGER)
        AS school_jaar_nr,
    CAST(NULL AS INTEGER) AS zaak_nr,
    perioden.school_id,
    perioden.schooljaar,
    perioden.peildatum,
    TRUE AS in_noemer,
    perioden.begin_schooljaar,
    least(perioden.einde_schooljaar, perioden.peildatum) AS datum,
    perioden.peildatum > perioden.einde_schooljaar AS is_schooljaar_voorbij,
    coalesce(maatregelen.status_o_d01, 'onbekend') AS status_o_d01,
    coalesce(maatregelen.status_o_d02, 'onbekend') AS status_o_d02,
    coalesce(maatregelen.status_o_d03, 'onbekend') AS status_o_d03,
    coalesce(maatregelen.status_o_d04, 'onbekend') AS status_o_d04,
    coalesce(maatregelen.status_o_d05, 'onbekend') AS status_o_d05,
    coalesce(maatregelen.status_o_d06, 'onbekend') AS status_o_d06,
    coalesce(maatregelen.status_o_d07, 'onbekend') AS status_o_d07,
    coalesce(maatregelen.status_o_d08, 'onbekend') AS status_o_d08,
    coalesce(maatregelen.status_o_d09, 'onbekend') AS status_o_d09,
    coalesce(maatregelen.status_o_d10, 'onbekend') AS status_o_d10,
    coalesce(maatregelen.status_o_d11, 'onbekend') AS status_o_d11,
    coalesce(maatregelen.status_o_i01, 'onbekend') AS status_o_i01,
    coalesce(maatregelen.status_o_i02, 'onbekend') AS status_o_i02,
    coalesce(maatregelen.status_o_i05, 'onbekend') AS status_o_i05,
    coalesce(maatregelen.status_o_i10, 'onbekend') AS status_o_i10,
    coalesce(maatregelen.status_o_l01, 'onbekend') AS status_o_l01,
    maatregelen.datum_evaluatie,
    CAST(perioden.begin_schooljaar - INTERVAL 1 YEAR AS DATE) AS begin_vorig_schooljaar,
    -- A year that was trained, but not on which day before its end, may have been in time: a
    -- training more than twelve months before that end does not tell otherwise.
    CASE
        WHEN
            maatregelen.status_o_d03 = 'ja'
            AND coalesce(
                maatregelen.datum_o_d03 > least(perioden.einde_schooljaar, perioden.peildatum), TRUE
            )
            AND trainingen.datum_training
            < least(perioden.einde_schooljaar, perioden.peildatum) - INTERVAL 12 MONTH
            THEN NULL
        ELSE trainingen.datum_training
    END AS datum_training,
    CAST(least(perioden.einde_schooljaar, perioden.peildatum) - INTERVAL 12 MONTH AS DATE)
        AS twaalf_maanden_terug
FROM perioden
LEFT JOIN maatregelen
    ON
        perioden.school_id = maatregelen.school_id
        AND perioden.schooljaar = maatregelen.schooljaar
LEFT JOIN trainingen
    ON
        perioden.school_id = trainingen.school_id
        AND perioden.schooljaar = trainingen.schooljaar
