-- Grain: one row per school ('alle') × schooljaar ('alle')
-- School days between an event and its recording. A quantile is the first number of days within
-- which at least that part was recorded. An event recorded before it happened is counted apart.
WITH vertragingen AS (
    SELECT
        zaak.bestuur_id,
        zaak.school_id,
        zaak.schooljaar,
        gebeurtenis.datum_registratie IS NOT NULL AS is_geregistreerd,
        coalesce(gebeurtenis.datum_registratie < gebeurtenis.datum, FALSE) AS is_negatief,
        vastgelegd.schooldag_nr - gebeurd.schooldag_nr AS schooldagen
    FROM stg_gebeurtenis AS gebeurtenis
    INNER JOIN mart_zaak AS zaak ON gebeurtenis.zaak_nr = zaak.zaak_nr
    LEFT JOIN ref_kalender AS gebeurd
        ON zaak.vakantieregio = gebeurd.vakantieregio AND gebeurtenis.datum = gebeurd.datum
    LEFT JOIN ref_kalender AS vastgelegd
        ON
            zaak.vakantieregio = vastgelegd.vakantieregio
            AND gebeurtenis.datum_registratie = vastgelegd.datum
    WHERE zaak.in_noemer
),

getallen AS (
    SELECT
        bestuur_id,
        school_id,
        schooljaar,
        CASE WHEN is_negatief THEN NULL ELSE schooldagen END AS schooldagen,
        count(*) AS aantal,
        sum(CASE WHEN is_geregistreerd THEN 0 ELSE 1 END) AS zonder_datum,
        sum(CASE WHEN is_negatief THEN 1 ELSE 0 END) AS negatief
    FROM vertragingen
    GROUP BY
        bestuur_id, school_id, schooljaar, CASE WHEN is_negatief THEN NULL ELSE schooldagen END
),

per_groep AS (
    SELECT
        bestuur_id,
        CASE WHEN grouping(school_id) = 1 THEN 'alle' ELSE school_id END AS school_id,
        CASE WHEN grouping(schooljaar) = 1 THEN 'alle' ELSE schooljaar END AS schooljaar,
        schooldagen,
        sum(aantal) AS aantal,
        sum(zonder_datum) AS zonder_datum,
        sum(negatief) AS negatief
    FROM getallen
    GROUP BY GROUPING SETS (
        (bestuur_id, school_id, schooljaar, schooldagen),
        (bestuur_id, school_id, schooldagen),
        (bestuur_id, schooljaar, schooldagen),
        (bestuur_id, schooldagen)
    )
),

opgeteld AS (
    SELECT
        *,
        CASE WHEN schooldagen IS NOT NULL THEN aantal ELSE 0 END AS bekend,
        sum(CASE WHEN schooldagen IS NOT NULL THEN aantal ELSE 0 END) OVER (
            PARTITION BY bestuur_id, school_id, schooljaar ORDER BY schooldagen
        ) AS tot_en_met,
        sum(CASE WHEN schooldagen IS NOT NULL THEN aantal ELSE 0 END) OVER (
            PARTITION BY bestuur_id, school_id, schooljaar
        ) AS samen
    FROM per_groep
)

SELECT
    bestuur_id,
    school_id,
    schooljaar,
    CAST(sum(bekend) AS INTEGER) AS n,
    CAST(sum(CASE WHEN schooldagen = 0 THEN aantal ELSE 0 END) AS INTEGER) AS n_zelfde_dag,
    CAST(sum(zonder_datum) AS INTEGER) AS n_zonder_datum,
    CAST(sum(negatief) AS INTEGER) AS n_negatief,
    min(CASE WHEN tot_en_met * 2 >= samen THEN schooldagen END) AS mediaan,
    min(CASE WHEN tot_en_met * 10 >= samen * 9 THEN schooldagen END) AS p90
FROM opgeteld
GROUP BY bestuur_id, school_id, schooljaar
