-- Grain: one row per zaak
WITH geteld AS (
    SELECT
        zaak_nr,
        count(*) AS aantal_hulp,
        -- Help without any day may have been the first.
        CASE
            WHEN
                count(*)
                = count(least(datum_besproken_ouders, datum_verwijzing, begeleidingsplan_datum))
                THEN min(least(datum_besproken_ouders, datum_verwijzing, begeleidingsplan_datum))
        END AS eerste_hulp,
        min(datum_besproken_ouders) AS eerste_hulp_besproken,
        min(datum_verwijzing) AS eerste_verwijzing,
        min(begeleidingsplan_datum) AS eerste_begeleidingsplan,
        max(gewenste_termijn_datum) AS gewenste_termijn,
        CASE
            WHEN max(CASE WHEN soort = 'school' THEN 1 ELSE 0 END) = 1 THEN TRUE
            WHEN max(CASE WHEN soort IS NULL THEN 1 ELSE 0 END) = 0 THEN FALSE
        END AS is_hulp_van_school,
        max(CASE WHEN volgafspraken = 'ja' THEN 1 ELSE 0 END) = 1 AS heeft_volgafspraken,
        max(CASE WHEN volgafspraken = 'nee' THEN 1 ELSE 0 END) = 1
        AND max(CASE WHEN coalesce(volgafspraken, 'onbekend') = 'onbekend' THEN 1 ELSE 0 END) = 0
            AS zonder_volgafspraken,
        CASE max(CASE casemanager WHEN 'ja' THEN 3 WHEN 'nee' THEN 1 WHEN 'nvt' THEN 0 ELSE 2 END)
            WHEN 3 THEN 'ja'
            WHEN 2 THEN 'onbekend'
            WHEN 1 THEN 'nee'
            ELSE 'nvt'
        END AS casemanager
    FROM stg_hulp
    GROUP BY zaak_nr
)

SELECT
    zaak.zaak_nr,
    coalesce(geteld.aantal_hulp, 0) AS aantal_hulp,
    geteld.eerste_hulp,
    geteld.eerste_hulp_besproken,
    geteld.eerste_verwijzing,
    geteld.eerste_begeleidingsplan,
    geteld.gewenste_termijn,
    CASE WHEN geteld.zaak_nr IS NULL THEN FALSE ELSE geteld.is_hulp_van_school END
        AS is_hulp_van_school,
    geteld.heeft_volgafspraken,
    geteld.zonder_volgafspraken,
    coalesce(geteld.casemanager, 'nvt') AS casemanager
FROM mart_zaak AS zaak
LEFT JOIN geteld ON zaak.zaak_nr = geteld.zaak_nr
