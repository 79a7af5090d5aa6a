-- Grain: one row per open zaak
-- The step a zaak waits in is the furthest one with evidence; the order of steps is not binding.
-- `reden` says why to look at it (never "too late"): melding_ontbreekt, datum_verstreken or
-- geen_gebeurtenis; NULL means nothing stands still. Thresholds are the school's, with who set them.
WITH gehouden AS (
    SELECT
        zaak_nr,
        max(gehouden_datum) AS laatst_gehouden
    FROM stg_evaluatie
    GROUP BY zaak_nr
),

antwoorden AS (
    SELECT
        zaak_nr,
        max(datum) AS laatste_antwoord
    FROM stg_afweging
    GROUP BY zaak_nr
),

-- What was done for the help and around a report; a wish or a plan is no activity.
hulp AS (
    SELECT
        zaak_nr,
        max(
            greatest(
                datum_besproken_ouders,
                datum_verwijzing,
                datum_aankomst_gecontroleerd,
                begeleidingsplan_datum,
                begeleidingsplan_besproken_datum,
                datum_einde
            )
        ) AS laatste_hulp
    FROM stg_hulp
    GROUP BY zaak_nr
),

gesprekken_om_melding AS (
    SELECT
        zaak_nr,
        max(greatest(ouders_vooraf_datum, leerling_besproken_datum)) AS laatste_gesprek
    FROM stg_melding
    GROUP BY zaak_nr
),

open_zaken AS (
    SELECT
        zaak.*,
        greatest(
            zaak.datum_signalering,
            zaak.laatste_gebeurtenis,
            zaak.datum_laatste_besluit,
            zaak.laatste_melding,
            zaak.laatste_terugkoppeling_vt,
            zaak.laatste_weging,
            antwoorden.laatste_antwoord,
            gehouden.laatst_gehouden,
            hulp.laatste_hulp,
            gesprekken_om_melding.laatste_gesprek
        ) AS laatste_activiteit,
        CASE
            WHEN
                zaak.ooit_5b AND zaak.melding_geregistreerd AND zaak.eerste_melding IS NULL
                THEN 'besluit_5b'
            WHEN zaak.ooit_5b OR zaak.aantal_meldingen > 0 THEN 'melding'
            WHEN zaak.ooit_5a THEN 'besluit_5a'
            WHEN zaak.eerste_stoppen IS NOT NULL THEN 'stoppen'
            WHEN zaak.eerste_stap_4 IS NOT NULL OR zaak.eerste_weging IS NOT NULL THEN 'weging'
            WHEN zaak.eerste_gesprek_ouders IS NOT NULL THEN 'gesprek_ouders'
            WHEN zaak.eerste_stap_2 IS NOT NULL THEN 'stap_2'
            ELSE 'signalering'
        END AS stand
    FROM mart_zaak AS zaak
    LEFT JOIN gehouden ON zaak.zaak_nr = gehouden.zaak_nr
    LEFT JOIN antwoorden ON zaak.zaak_nr = antwoorden.zaak_nr
    LEFT JOIN hulp ON zaak.zaak_nr = hulp.zaak_nr
    LEFT JOIN gesprekken_om_melding ON zaak.zaak_nr = gesprekken_om_melding.zaak_nr
    WHERE zaak.in_noemer AND zaak.is_open
),

-- Per stand: the step, what it waits for, when it got there, on which curve it stands, which
-- threshold holds.
standen AS (
    SELECT
        open_zaken.*,
        CASE stand
            WHEN 'signalering' THEN '1'
            WHEN 'stap_2' THEN '2'
            WHEN 'gesprek_ouders' THEN '3'
            WHEN 'weging' THEN '4'
            WHEN 'stoppen' THEN '5'
            WHEN 'besluit_5a' THEN '5A'
            ELSE '5B'
        END AS stap,
        CASE stand
            WHEN 'signalering' THEN 'advies_vt'
            WHEN 'stap_2' THEN 'gesprek_ouders'
            WHEN 'gesprek_ouders' THEN 'weging'
            WHEN 'weging' THEN 'besluit'
            WHEN 'stoppen' THEN 'afsluiting'
            WHEN 'besluit_5a' THEN 'hulp'
            WHEN 'besluit_5b' THEN 'melding'
            ELSE 'opvolging'
        END AS wacht_op,
        CASE stand
            WHEN 'signalering' THEN datum_signalering
            WHEN 'stap_2' THEN coalesce(eerste_advies_vt, eerste_stap_2)
            WHEN 'gesprek_ouders' THEN eerste_gesprek_ouders
            WHEN 'weging' THEN coalesce(eerste_weging, eerste_stap_4)
            WHEN 'stoppen' THEN eerste_stoppen
            WHEN 'besluit_5a' THEN eerste_5a
            WHEN 'besluit_5b' THEN eerste_5b
            ELSE coalesce(eerste_melding, eerste_5b)
        END AS intree_datum,
        CASE stand
            WHEN 'signalering' THEN 'signalering_advies_vt'
            WHEN 'stap_2' THEN 'advies_vt_gesprek_ouders'
            WHEN 'gesprek_ouders' THEN 'gesprek_ouders_weging'
            WHEN 'weging' THEN 'weging_besluit'
            WHEN 'besluit_5b' THEN 'besluit_melding'
        END AS kromme,
        CASE
            WHEN stand = 'besluit_5b' AND acuut = 'ja' THEN 'melding_na_besluit_acuut'
            WHEN stand = 'besluit_5b' THEN 'melding_na_besluit'
            WHEN stand = 'melding' THEN 'stap_5b'
            WHEN stand = 'besluit_5a' THEN 'stap_5a'
            WHEN stand = 'stoppen' THEN 'afsluiten_na_stoppen'
            WHEN acuut = 'ja' THEN 'acuut'
            WHEN stand = 'weging' THEN 'stap_4_naar_5'
            WHEN stand = 'gesprek_ouders' THEN 'stap_3_naar_4'
            WHEN stand = 'stap_2' THEN 'stap_2_naar_3'
            ELSE 'stap_1_naar_2'
        END AS drempel_stap
    FROM open_zaken
),

geplande_datums AS (
    SELECT
        zaak_nr,
        soort,
        gepland_datum AS datum
    FROM stg_evaluatie
    WHERE gehouden_datum IS NULL
    UNION ALL
    SELECT
        hulp.zaak_nr,
        'hulp_termijn' AS soort,
        hulp.gewenste_termijn_datum AS datum
    FROM stg_hulp AS hulp
    LEFT JOIN (
        SELECT DISTINCT zaak_nr
        FROM stg_afweging
        WHERE vraag = '5'
    ) AS beoordeeld ON hulp.zaak_nr = beoordeeld.zaak_nr
    WHERE hulp.datum_einde IS NULL AND beoordeeld.zaak_nr IS NULL
),

verstreken AS (
    SELECT
        standen.zaak_nr,
        geplande_datums.soort,
        geplande_datums.datum,
        drempel.drempel,
        drempel.waarde,
        row_number() OVER (
            PARTITION BY standen.zaak_nr ORDER BY geplande_datums.datum, geplande_datums.soort
        ) AS volgnr
    FROM standen
    INNER JOIN geplande_datums ON standen.zaak_nr = geplande_datums.zaak_nr
    INNER JOIN ref_drempel AS drempel
        ON standen.school_id = drempel.school_id AND drempel.drempel = 'geplande_datum'
    INNER JOIN ref_kalender AS peil
        ON standen.vakantieregio = peil.vakantieregio AND standen.peildatum = peil.datum
    INNER JOIN ref_kalender AS gepland
        ON
            standen.vakantieregio = gepland.vakantieregio
            AND geplande_datums.datum = gepland.datum
    WHERE peil.schooldag_nr - gepland.schooldag_nr > drempel.waarde
),

-- What is agreed and has not passed yet: the first day comes on the list before long silence may.
aanstaande AS (
    SELECT
        standen.zaak_nr,
        min(geplande_datums.datum) AS datum
    FROM standen
    INNER JOIN geplande_datums ON standen.zaak_nr = geplande_datums.zaak_nr
    GROUP BY standen.zaak_nr
),

ontbrekende_meldingen AS (
    SELECT
        zaak_nr,
        min(vereist_datum) AS datum
    FROM mart_weging
    WHERE melding_ontbreekt
    GROUP BY zaak_nr
),

met_dagen AS (
    SELECT
        standen.*,
        peil.schooldag_nr - intree.schooldag_nr AS schooldagen_in_stap,
        peil.schooldag_nr - activiteit.schooldag_nr AS schooldagen_stil,
        verstreken.soort AS verstreken_soort,
        verstreken.datum AS verstreken_datum,
        ontbrekende_meldingen.datum AS vereist_datum,
        stap_drempel.waarde AS stap_waarde,
        aanstaande.datum AS aanstaande_datum,
        gepland.schooldag_nr + plan_drempel.waarde
        < CASE WHEN stand = 'besluit_5b' THEN intree.schooldag_nr ELSE activiteit.schooldag_nr END
        + stap_drempel.waarde AS is_plan_eerst
    FROM standen
    LEFT JOIN verstreken ON standen.zaak_nr = verstreken.zaak_nr AND verstreken.volgnr = 1
    LEFT JOIN ontbrekende_meldingen ON standen.zaak_nr = ontbrekende_meldingen.zaak_nr
    LEFT JOIN ref_drempel AS stap_drempel
        ON
            standen.school_id = stap_drempel.school_id
            AND standen.drempel_stap = stap_drempel.drempel
    LEFT JOIN aanstaande ON standen.zaak_nr = aanstaande.zaak_nr
    LEFT JOIN ref_drempel AS plan_drempel
        ON
            standen.school_id = plan_drempel.school_id
            AND plan_drempel.drempel = 'geplande_datum'
    LEFT JOIN ref_kalender AS gepland
        ON
            standen.vakantieregio = gepland.vakantieregio
            AND aanstaande.datum = gepland.datum
    LEFT JOIN ref_kalender AS peil
        ON standen.vakantieregio = peil.vakantieregio AND standen.peildatum = peil.datum
    LEFT JOIN ref_kalender AS intree
        ON standen.vakantieregio = intree.vakantieregio AND standen.intree_datum = intree.datum
    LEFT JOIN ref_kalender AS activiteit
        ON
            standen.vakantieregio = activiteit.vakantieregio
            AND standen.laatste_activiteit = activiteit.datum
),

met_reden AS (
    SELECT
        *,
        CASE
            WHEN vereist_datum IS NOT NULL THEN 'melding_ontbreekt'
            WHEN stand = 'besluit_5b' AND schooldagen_in_stap > stap_waarde THEN 'melding_ontbreekt'
            WHEN verstreken_datum IS NOT NULL THEN 'datum_verstreken'
            WHEN schooldagen_stil > stap_waarde THEN 'geen_gebeurtenis'
        END AS reden
    FROM met_dagen
),

-- From which day, with which threshold, the due date is counted.
met_drempel AS (
    SELECT
        *,
        CASE
            WHEN reden = 'melding_ontbreekt' AND acuut = 'ja' THEN 'melding_na_besluit_acuut'
            WHEN reden = 'melding_ontbreekt' THEN 'melding_na_besluit'
            WHEN reden = 'datum_verstreken' THEN 'geplande_datum'
            WHEN reden IS NULL AND is_plan_eerst THEN 'geplande_datum'
            ELSE drempel_stap
        END AS drempel,
        CASE
            WHEN reden = 'melding_ontbreekt' THEN coalesce(vereist_datum, intree_datum)
            WHEN reden = 'datum_verstreken' THEN verstreken_datum
            WHEN reden IS NULL AND is_plan_eerst THEN aanstaande_datum
            WHEN stand = 'besluit_5b' THEN intree_datum
            ELSE laatste_activiteit
        END AS telt_vanaf
    FROM met_reden
),

-- Of all the bestuur's cases that ever waited here: the share that had left by then.
plekken AS (
    SELECT
        met_drempel.zaak_nr,
        1 - kromme.wachtend AS plek_op_curve,
        row_number() OVER (PARTITION BY met_drempel.zaak_nr ORDER BY kromme.t DESC) AS volgnr
    FROM met_drempel
    INNER JOIN mart_overleving AS kromme
        ON
            met_drempel.bestuur_id = kromme.bestuur_id
            AND met_drempel.kromme = kromme.interval
            AND met_drempel.schooldagen_in_stap >= kromme.t
    WHERE
        kromme.school_id = 'alle'
        AND kromme.schooljaar = 'alle'
        AND kromme.selectie = 'eerste'
        AND kromme.eenheid = 'schooldagen'
),

aantallen AS (
    SELECT
        bestuur_id,
        interval,
        max(at_risk) AS aantal_op_curve
    FROM mart_overleving
    WHERE
        school_id = 'alle' AND schooljaar = 'alle'
        AND selectie = 'eerste' AND eenheid = 'schooldagen'
    GROUP BY bestuur_id, interval
)

SELECT
    met_drempel.zaak_nr,
    met_drempel.school_id,
    met_drempel.bestuur_id,
    met_drempel.schooljaar,
    met_drempel.peildatum,
    met_drempel.acuut,
    met_drempel.stap,
    met_drempel.wacht_op,
    met_drempel.intree_datum,
    met_drempel.laatste_activiteit,
    met_drempel.schooldagen_in_stap,
    met_drempel.schooldagen_stil,
    met_drempel.reden IS NOT NULL AS is_vastgelopen,
    met_drempel.reden,
    uiterste_dag.datum AS uiterste_datum,
    CASE WHEN met_drempel.reden = 'datum_verstreken' THEN met_drempel.verstreken_soort END
        AS verstreken_soort,
    CASE WHEN met_drempel.reden = 'datum_verstreken' THEN met_drempel.verstreken_datum END
        AS verstreken_datum,
    met_drempel.drempel,
    drempel.waarde AS drempel_waarde,
    drempel.eenheid AS drempel_eenheid,
    drempel.vastgesteld_door,
    drempel.vastgesteld_op,
    CASE
        WHEN aantallen.aantal_op_curve IS NOT NULL AND met_drempel.schooldagen_in_stap IS NOT NULL
            THEN coalesce(plekken.plek_op_curve, 0)
    END AS plek_op_curve,
    aantallen.aantal_op_curve
FROM met_drempel
LEFT JOIN ref_drempel AS drempel
    ON met_drempel.school_id = drempel.school_id AND met_drempel.drempel = drempel.drempel
LEFT JOIN ref_kalender AS vanaf
    ON met_drempel.vakantieregio = vanaf.vakantieregio AND met_drempel.telt_vanaf = vanaf.datum
LEFT JOIN ref_kalender AS uiterste_dag
    ON
        met_drempel.vakantieregio = uiterste_dag.vakantieregio
        AND vanaf.schooldag_nr + drempel.waarde = uiterste_dag.schooldag_nr
        AND uiterste_dag.is_schooldag
LEFT JOIN plekken ON met_drempel.zaak_nr = plekken.zaak_nr AND plekken.volgnr = 1
LEFT JOIN aantallen
    ON
        met_drempel.bestuur_id = aantallen.bestuur_id
        AND met_drempel.kromme = aantallen.interval
