-- Grain: one row per evaluatie
SELECT
    evaluatie.evaluatie_nr,
    evaluatie.zaak_nr,
    zaak.school_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.in_noemer,
    coalesce(evaluatie.gehouden_datum, evaluatie.gepland_datum) AS datum,
    evaluatie.soort,
    CASE WHEN school.levert_gehouden_datum THEN evaluatie.gehouden_datum IS NOT NULL END
        AS is_gehouden,
    CASE WHEN school.levert_vastgelegd_datum THEN evaluatie.vastgelegd_datum IS NOT NULL END
        AS is_vastgelegd,
    CASE
        WHEN school.levert_teruggekoppeld_directie_datum
            THEN evaluatie.teruggekoppeld_directie_datum IS NOT NULL
    END AS is_teruggekoppeld,
    evaluatie.verbeterpunt,
    einde.schooldag_nr - gepland.schooldag_nr AS schooldagen_na_planning,
    einde.schooldag_nr - gehouden.schooldag_nr AS schooldagen_sinds_gehouden
FROM stg_evaluatie AS evaluatie
INNER JOIN mart_zaak AS zaak ON evaluatie.zaak_nr = zaak.zaak_nr
INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
-- The process is evaluated after a case was closed, not after the pupil left (reading X26).
LEFT JOIN ref_kalender AS einde
    ON
        school.vakantieregio = einde.vakantieregio
        AND CASE WHEN zaak.is_vertrokken THEN zaak.datum_einde ELSE zaak.peildatum END
        = einde.datum
LEFT JOIN ref_kalender AS gepland
    ON
        school.vakantieregio = gepland.vakantieregio
        AND evaluatie.gepland_datum = gepland.datum
LEFT JOIN ref_kalender AS gehouden
    ON
        school.vakantieregio = gehouden.vakantieregio
        AND evaluatie.gehouden_datum = gehouden.datum
