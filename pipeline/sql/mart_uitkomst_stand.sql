-- Grain: one row per school ('alle') × schooljaar ('alle')
-- First decisions as a three-way count, with the number that is still open beside the share of 5A
-- among the decided (Wilson 1927, 95%); the states are not exclusive: 5A and 5B may both be there.
-- Without the school years from which cases were deleted.
WITH zaken AS (
    SELECT
        zaak.bestuur_id,
        zaak.school_id,
        zaak.schooljaar,
        zaak.toestand,
        zaak.eerste_besluit,
        zaak.is_open,
        zaak.is_vertrokken,
        zaak.ooit_5a,
        zaak.ooit_5b
    FROM mart_zaak AS zaak
    LEFT JOIN ref_geschoond AS geschoond
        ON zaak.school_id = geschoond.school_id AND zaak.schooljaar = geschoond.schooljaar
    WHERE
        zaak.in_noemer
        AND zaak.besluit_geregistreerd
        AND geschoond.schooljaar IS NULL
),

per_groep AS (
    SELECT
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        count(*) AS n,
        sum(CASE WHEN eerste_besluit = '5A' THEN 1 ELSE 0 END) AS n_5a,
        sum(CASE WHEN eerste_besluit = '5B' THEN 1 ELSE 0 END) AS n_5b,
        sum(
            CASE
                WHEN eerste_besluit = 'stoppen' THEN 1
                WHEN eerste_besluit IS NULL AND NOT is_open AND NOT is_vertrokken THEN 1
                ELSE 0
            END
        ) AS n_gestopt,
        sum(CASE WHEN eerste_besluit IS NULL AND is_vertrokken THEN 1 ELSE 0 END)
            AS n_overgedragen,
        sum(CASE WHEN eerste_besluit IS NULL AND is_open THEN 1 ELSE 0 END) AS n_open,
        sum(CASE WHEN ooit_5a THEN 1 ELSE 0 END) AS ooit_5a,
        sum(CASE WHEN ooit_5b THEN 1 ELSE 0 END) AS ooit_5b,
        sum(CASE WHEN ooit_5a AND ooit_5b THEN 1 ELSE 0 END) AS beide,
        sum(CASE WHEN toestand = 'geen_besluit' THEN 1 ELSE 0 END) AS geen_besluit
    FROM zaken
    GROUP BY GROUPING SETS (
        (bestuur_id, school_id, schooljaar),
        (bestuur_id, school_id),
        (bestuur_id, schooljaar),
        (bestuur_id)
    )
),

aandelen AS (
    SELECT
        *,
        CAST(n_5a + n_5b AS DOUBLE) AS besloten,
        CASE WHEN n_5a + n_5b > 0 THEN CAST(n_5a AS DOUBLE) / (n_5a + n_5b) END AS aandeel_5a,
        1.959963984540054 AS z
    FROM per_groep
)

SELECT
    bestuur_id,
    school_id,
    schooljaar,
    CAST(n AS INTEGER) AS n,
    CAST(n_5a AS INTEGER) AS n_5a,
    CAST(n_5b AS INTEGER) AS n_5b,
    CAST(n_gestopt AS INTEGER) AS n_gestopt,
    CAST(n_overgedragen AS INTEGER) AS n_overgedragen,
    CAST(n_open AS INTEGER) AS n_open,
    CAST(ooit_5a AS INTEGER) AS ooit_5a,
    CAST(ooit_5b AS INTEGER) AS ooit_5b,
    CAST(beide AS INTEGER) AS beide,
    CAST(geen_besluit AS INTEGER) AS geen_besluit,
    aandeel_5a,
    CASE
        WHEN besloten > 0
            THEN greatest(
                (
                    aandeel_5a + z * z / (2 * besloten)
                    - z
                    * sqrt(
                        aandeel_5a * (1 - aandeel_5a) / besloten + z * z / (4 * besloten * besloten)
                    )
                ) / (1 + z * z / besloten),
                0
            )
    END AS onder,
    CASE
        WHEN besloten > 0
            THEN least(
                (
                    aandeel_5a + z * z / (2 * besloten)
                    + z
                    * sqrt(
                        aandeel_5a * (1 - aandeel_5a) / besloten + z * z / (4 * besloten * besloten)
                    )
                ) / (1 + z * z / besloten),
                1
            )
    END AS boven
FROM aandelen
