-- Grain: one row per school × schooljaar
-- Stock (begin, eind) is counted from the periods in which a zaak was open, flow from the dates on
-- which it changed: two routes, so that `begin + nieuw + heropend - afgesloten - overgedragen = eind`
-- can fail, and fails the build when it does.
-- `is_heel`: the school year has ended and no case that ran in it was deleted since (purge). This is
-- the one place that decides it: only such a year has shares and is compared with another.
WITH zaken AS (
    SELECT
        zaak_nr,
        school_id,
        datum_signalering,
        datum_einde,
        status,
        peildatum
    FROM mart_zaak
    WHERE in_noemer
),

-- A closing counts as one when a new signal followed; the status tells of the last closing.
tekens AS (
    SELECT
        gebeurtenis.zaak_nr,
        gebeurtenis.datum,
        CASE WHEN gebeurtenis.soort = 'afsluiting' THEN 'dicht' ELSE 'open' END AS teken
    FROM stg_gebeurtenis AS gebeurtenis
    INNER JOIN zaken ON gebeurtenis.zaak_nr = zaken.zaak_nr
    WHERE
        gebeurtenis.soort IN ('afsluiting', 'nieuw_signaal_opnieuw', 'nieuw_signaal_stopt_niet')
        AND gebeurtenis.datum >= zaken.datum_signalering
        AND gebeurtenis.datum <= coalesce(zaken.datum_einde, zaken.peildatum)
),

wisselingen AS (
    SELECT
        zaak_nr,
        datum,
        teken,
        lag(teken) OVER (PARTITION BY zaak_nr ORDER BY datum, teken) AS vorig_teken
    FROM tekens
),

heropeningen AS (
    SELECT
        zaak_nr,
        datum AS heropend_op
    FROM wisselingen
    WHERE teken = 'open' AND vorig_teken = 'dicht'
),

-- The closing that each reopening undid: the first one after the reopening before it.
tussensluitingen AS (
    SELECT
        heropeningen.zaak_nr,
        heropeningen.heropend_op,
        min(tekens.datum) AS gesloten_op
    FROM (
        SELECT
            zaak_nr,
            heropend_op,
            lag(heropend_op) OVER (PARTITION BY zaak_nr ORDER BY heropend_op) AS vorige_heropening
        FROM heropeningen
    ) AS heropeningen
    INNER JOIN tekens
        ON
            heropeningen.zaak_nr = tekens.zaak_nr
            AND tekens.teken = 'dicht'
            AND heropeningen.heropend_op >= tekens.datum
            AND tekens.datum >= coalesce(heropeningen.vorige_heropening, tekens.datum)
    GROUP BY heropeningen.zaak_nr, heropeningen.heropend_op
),

openingen AS (
    SELECT
        zaak_nr,
        datum_signalering AS geopend_op,
        FALSE AS is_heropening
    FROM zaken
    UNION ALL
    SELECT
        zaak_nr,
        heropend_op AS geopend_op,
        TRUE AS is_heropening
    FROM tussensluitingen
),

sluitingen AS (
    SELECT
        zaak_nr,
        datum_einde AS gesloten_op,
        status AS afloop
    FROM zaken
    WHERE datum_einde IS NOT NULL
    UNION ALL
    SELECT
        zaak_nr,
        gesloten_op,
        'afgesloten' AS afloop
    FROM tussensluitingen
),

perioden AS (
    SELECT
        genummerde_openingen.zaak_nr,
        genummerde_openingen.geopend_op,
        genummerde_sluitingen.gesloten_op
    FROM (
        SELECT
            zaak_nr,
            geopend_op,
            row_number() OVER (PARTITION BY zaak_nr ORDER BY geopend_op) AS volgnr
        FROM openingen
    ) AS genummerde_openingen
    LEFT JOIN (
        SELECT
            zaak_nr,
            gesloten_op,
            row_number() OVER (PARTITION BY zaak_nr ORDER BY gesloten_op) AS volgnr
        FROM sluitingen
    ) AS genummerde_sluitingen
        ON
            genummerde_openingen.zaak_nr = genummerde_sluitingen.zaak_nr
            AND genummerde_openingen.volgnr = genummerde_sluitingen.volgnr
),

-- A school year about which the school says anything counts, also when it had no case: years that
-- begin with a case alone would make cases look frequent.
genoemd AS (
    SELECT school_id, schooljaar FROM stg_school_jaar
    UNION
    SELECT school_id, schooljaar FROM stg_organisatie_maatregel
),

begonnen AS (
    SELECT
        school_id,
        datum_signalering AS begin_reeks
    FROM zaken
    UNION ALL
    SELECT
        genoemd.school_id,
        ref_schooljaar.eerste_dag AS begin_reeks
    FROM genoemd
    INNER JOIN ref_schooljaar ON genoemd.schooljaar = ref_schooljaar.schooljaar
),

scholen AS (
    SELECT
        levering.school_id,
        levering.bestuur_id,
        levering.peildatum,
        coalesce(min(begonnen.begin_reeks), levering.peildatum) AS begin_reeks
    FROM stg_levering AS levering
    LEFT JOIN begonnen ON levering.school_id = begonnen.school_id
    GROUP BY levering.school_id, levering.bestuur_id, levering.peildatum
),

schooljaren AS (
    SELECT
        scholen.school_id,
        scholen.bestuur_id,
        ref_schooljaar.schooljaar,
        ref_schooljaar.eerste_dag,
        least(ref_schooljaar.laatste_dag, scholen.peildatum) AS laatste_dag,
        ref_schooljaar.laatste_dag <= scholen.peildatum AS is_afgelopen,
        geschoond.schooljaar IS NOT NULL AS is_geschoond
    FROM scholen
    INNER JOIN ref_schooljaar
        ON
            scholen.peildatum >= ref_schooljaar.eerste_dag
            AND scholen.begin_reeks <= ref_schooljaar.laatste_dag
    LEFT JOIN ref_geschoond AS geschoond
        ON
            scholen.school_id = geschoond.school_id
            AND ref_schooljaar.schooljaar = geschoond.schooljaar
),

mutaties AS (
    SELECT
        zaken.school_id,
        openingen.geopend_op AS datum,
        CASE WHEN openingen.is_heropening THEN 'heropend' ELSE 'nieuw' END AS soort
    FROM openingen
    INNER JOIN zaken ON openingen.zaak_nr = zaken.zaak_nr
    UNION ALL
    SELECT
        zaken.school_id,
        sluitingen.gesloten_op AS datum,
        sluitingen.afloop AS soort
    FROM sluitingen
    INNER JOIN zaken ON sluitingen.zaak_nr = zaken.zaak_nr
),

stroom AS (
    SELECT
        schooljaren.school_id,
        schooljaren.schooljaar,
        sum(CASE WHEN mutaties.soort = 'nieuw' THEN 1 ELSE 0 END) AS nieuw,
        sum(CASE WHEN mutaties.soort = 'heropend' THEN 1 ELSE 0 END) AS heropend,
        sum(CASE WHEN mutaties.soort = 'afgesloten' THEN 1 ELSE 0 END) AS afgesloten,
        sum(CASE WHEN mutaties.soort = 'overgedragen' THEN 1 ELSE 0 END) AS overgedragen
    FROM schooljaren
    LEFT JOIN mutaties
        ON
            schooljaren.school_id = mutaties.school_id
            AND schooljaren.eerste_dag <= mutaties.datum
            AND schooljaren.laatste_dag >= mutaties.datum
    GROUP BY schooljaren.school_id, schooljaren.schooljaar
),

voorraad AS (
    SELECT
        schooljaren.school_id,
        schooljaren.schooljaar,
        sum(
            CASE
                WHEN
                    open_zaken.geopend_op < schooljaren.eerste_dag
                    AND coalesce(open_zaken.gesloten_op >= schooljaren.eerste_dag, TRUE)
                    THEN 1
                ELSE 0
            END
        ) AS begin,
        sum(
            CASE
                WHEN
                    open_zaken.geopend_op <= schooljaren.laatste_dag
                    AND coalesce(open_zaken.gesloten_op > schooljaren.laatste_dag, TRUE)
                    THEN 1
                ELSE 0
            END
        ) AS eind
    FROM schooljaren
    LEFT JOIN (
        SELECT
            zaken.school_id,
            perioden.geopend_op,
            perioden.gesloten_op
        FROM perioden
        INNER JOIN zaken ON perioden.zaak_nr = zaken.zaak_nr
    ) AS open_zaken ON schooljaren.school_id = open_zaken.school_id
    GROUP BY schooljaren.school_id, schooljaren.schooljaar
)

SELECT
    schooljaren.school_id,
    schooljaren.bestuur_id,
    schooljaren.schooljaar,
    schooljaren.is_afgelopen,
    schooljaren.is_geschoond,
    schooljaren.is_afgelopen AND NOT schooljaren.is_geschoond AS is_heel,
    CAST(voorraad.begin AS INTEGER) AS begin,
    CAST(stroom.nieuw AS INTEGER) AS nieuw,
    CAST(stroom.heropend AS INTEGER) AS heropend,
    CAST(stroom.afgesloten AS INTEGER) AS afgesloten,
    CAST(stroom.overgedragen AS INTEGER) AS overgedragen,
    CAST(voorraad.eind AS INTEGER) AS eind
FROM schooljaren
INNER JOIN stroom
    ON
        schooljaren.school_id = stroom.school_id
        AND schooljaren.schooljaar = stroom.schooljaar
INNER JOIN voorraad
    ON
        schooljaren.school_id = voorraad.school_id
        AND schooljaren.schooljaar = voorraad.schooljaar
