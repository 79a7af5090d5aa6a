-- Grain: one row per zaak × interval that the zaak entered
-- A school that did not deliver the table of the end moment has no rows: not registered, not open.
-- `is_geschoond`: other cases of this school year were deleted (purge). Those that stay are the slow
-- ones, so that no estimate counts them.
WITH momenten AS (
    SELECT
        zaak.zaak_nr,
        zaak.school_id,
        zaak.bestuur_id,
        zaak.schooljaar,
        zaak.vakantieregio,
        zaak.peildatum,
        geschoond.schooljaar IS NOT NULL AS is_geschoond,
        zaak.acuut,
        zaak.is_open,
        zaak.is_vertrokken,
        -- Where the clock of an unreached interval stops.
        coalesce(zaak.datum_einde, zaak.peildatum) AS stopdatum,
        interval_.interval,
        CASE interval_.begin
            WHEN 'signalering' THEN zaak.datum_signalering
            WHEN 'overleg_ib' THEN zaak.eerste_overleg_ib
            WHEN 'advies_vt' THEN zaak.eerste_advies_vt
            WHEN 'gesprek_ouders' THEN zaak.eerste_gesprek_ouders
            WHEN 'weging' THEN zaak.eerste_weging
            WHEN 'besluit' THEN zaak.datum_eerste_besluit
            -- A case that was reported before its 5A cannot be reported later for the first time.
            WHEN 'besluit_5a_eerst'
                THEN CASE
                    WHEN zaak.eerste_5b < zaak.eerste_5a OR zaak.eerste_melding < zaak.eerste_5a
                        THEN NULL
                    ELSE zaak.eerste_5a
                END
            WHEN 'besluit_5b' THEN zaak.eerste_5b
            WHEN 'melding' THEN zaak.eerste_melding
        END AS begin_datum,
        CASE interval_.eind
            WHEN 'overleg_ib' THEN zaak.eerste_overleg_ib
            WHEN 'advies_vt' THEN zaak.eerste_advies_vt
            WHEN 'gesprek_ouders' THEN zaak.eerste_gesprek_ouders
            WHEN 'weging' THEN zaak.eerste_weging
            WHEN 'besluit' THEN zaak.datum_eerste_besluit
            WHEN 'besluit_5b' THEN zaak.eerste_5b
            WHEN 'melding' THEN zaak.eerste_melding
            WHEN 'terugkoppeling_vt' THEN zaak.eerste_terugkoppeling_vt
        END AS bereikt_datum,
        CASE interval_.begin
            WHEN 'signalering' THEN zaak.datum_signalering
            WHEN 'overleg_ib' THEN zaak.laatste_overleg_ib
            WHEN 'advies_vt' THEN zaak.laatste_advies_vt
            WHEN 'gesprek_ouders' THEN zaak.laatste_gesprek_ouders
            WHEN 'weging' THEN zaak.laatste_weging
            WHEN 'besluit' THEN zaak.datum_laatste_besluit
            WHEN 'besluit_5a_eerst' THEN zaak.laatste_5a
            WHEN 'besluit_5b' THEN zaak.laatste_5b
            WHEN 'melding' THEN zaak.laatste_melding
        END AS laatste_begin_datum,
        CASE interval_.eind
            WHEN 'overleg_ib' THEN zaak.laatste_overleg_ib
            WHEN 'advies_vt' THEN zaak.laatste_advies_vt
            WHEN 'gesprek_ouders' THEN zaak.laatste_gesprek_ouders
            WHEN 'weging' THEN zaak.laatste_weging
            WHEN 'besluit' THEN zaak.datum_laatste_besluit
            WHEN 'besluit_5b' THEN zaak.laatste_5b
            WHEN 'melding' THEN zaak.laatste_melding
            WHEN 'terugkoppeling_vt' THEN zaak.laatste_terugkoppeling_vt
        END AS laatste_bereikt_datum
    FROM mart_zaak AS zaak
    CROSS JOIN ref_interval AS interval_
    LEFT JOIN ref_geschoond AS geschoond
        ON zaak.school_id = geschoond.school_id AND zaak.schooljaar = geschoond.schooljaar
    WHERE
        zaak.in_noemer
        AND (zaak.besluit_geregistreerd OR interval_.eind NOT IN ('besluit', 'besluit_5b'))
        AND (zaak.melding_geregistreerd OR interval_.eind <> 'melding')
),

begonnen AS (
    SELECT
        *,
        coalesce(bereikt_datum, stopdatum) AS einde,
        coalesce(laatste_bereikt_datum, stopdatum) AS laatste_einde
    FROM momenten
    WHERE begin_datum IS NOT NULL
)

SELECT
    begonnen.zaak_nr,
    begonnen.school_id,
    begonnen.bestuur_id,
    begonnen.schooljaar,
    begonnen.peildatum,
    begonnen.acuut,
    begonnen.is_geschoond,
    begonnen.interval,
    begonnen.begin_datum,
    begonnen.bereikt_datum AS eind_datum,
    CASE
        WHEN begonnen.einde < begonnen.begin_datum THEN 'negatief'
        WHEN begonnen.bereikt_datum IS NOT NULL THEN 'bereikt'
        WHEN begonnen.is_open THEN 'open'
        WHEN begonnen.is_vertrokken THEN 'overgedragen'
        ELSE 'gestopt'
    END AS afloop,
    date_diff('day', begonnen.begin_datum, begonnen.einde) AS dagen,
    tot.werkdag_nr - van.werkdag_nr AS werkdagen,
    tot.schooldag_nr - van.schooldag_nr AS schooldagen,
    begonnen.laatste_begin_datum,
    begonnen.laatste_bereikt_datum AS laatste_eind_datum,
    CASE
        WHEN begonnen.laatste_einde < begonnen.laatste_begin_datum THEN 'negatief'
        WHEN begonnen.laatste_bereikt_datum IS NOT NULL THEN 'bereikt'
        WHEN begonnen.is_open THEN 'open'
        WHEN begonnen.is_vertrokken THEN 'overgedragen'
        ELSE 'gestopt'
    END AS laatste_afloop,
    date_diff('day', begonnen.laatste_begin_datum, begonnen.laatste_einde) AS laatste_dagen,
    laatste_tot.werkdag_nr - laatste_van.werkdag_nr AS laatste_werkdagen,
    laatste_tot.schooldag_nr - laatste_van.schooldag_nr AS laatste_schooldagen
FROM begonnen
LEFT JOIN ref_kalender AS van
    ON begonnen.vakantieregio = van.vakantieregio AND begonnen.begin_datum = van.datum
LEFT JOIN ref_kalender AS tot
    ON begonnen.vakantieregio = tot.vakantieregio AND begonnen.einde = tot.datum
LEFT JOIN ref_kalender AS laatste_van
    ON
        begonnen.vakantieregio = laatste_van.vakantieregio
        AND begonnen.laatste_begin_datum = laatste_van.datum
LEFT JOIN ref_kalender AS laatste_tot
    ON
        begonnen.vakantieregio = laatste_tot.vakantieregio
        AND begonnen.laatste_einde = laatste_tot.datum
