-- Grain: one row per zaak
-- Schooldagen between the moments of a case, up to its end or the peildatum. A date that the
-- calendar does not know is row 0 of toets_dag: its school days are unknown.
WITH momenten AS (
    SELECT
        zaak.zaak_nr,
        school.dag_basis,
        school.eerste_kalenderdag AS eerste_dag,
        school.laatste_kalenderdag AS laatste_dag,
        coalesce(zaak.datum_einde, zaak.peildatum) AS einde,
        zaak.datum_signalering,
        coalesce(
            least(zaak.eerste_besluit_naar_stap2, zaak.eerste_stap_2),
            -- Nothing of step 2 itself: the first day on which the case was past it.
            least(zaak.eerste_stap_3, zaak.eerste_stap_4)
        ) AS begin_stap_2,
        zaak.eerste_stap_4,
        zaak.eerste_gesprek_ouders,
        greatest(zaak.eerste_stap_1, zaak.eerste_advies_vt) AS stap_1_en_2_gezet,
        zaak.eerste_5a,
        greatest(zaak.laatste_nieuw_signaal_stopt_niet, zaak.laatste_nieuw_signaal_opnieuw)
            AS laatste_nieuw_signaal,
        zaak.laatste_leerling_gevolgd,
        zaak.eerste_melding,
        hulp.eerste_begeleidingsplan
    FROM mart_zaak AS zaak
    INNER JOIN toets_school AS school ON zaak.school_id = school.school_id
    INNER JOIN toets_hulp_per_zaak AS hulp ON zaak.zaak_nr = hulp.zaak_nr
),

dagen AS (
    SELECT
        moment.zaak_nr,
        CASE
            WHEN moment.einde BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.einde)
            ELSE 0
        END AS einde,
        CASE
            WHEN moment.datum_signalering BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.datum_signalering)
            ELSE 0
        END AS signalering,
        CASE
            WHEN moment.begin_stap_2 BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.begin_stap_2)
            ELSE 0
        END AS stap_2,
        CASE
            WHEN moment.eerste_stap_4 BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.eerste_stap_4)
            ELSE 0
        END AS stap_4,
        CASE
            WHEN moment.eerste_gesprek_ouders BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.eerste_gesprek_ouders)
            ELSE 0
        END AS gesprek,
        CASE
            WHEN moment.stap_1_en_2_gezet BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.stap_1_en_2_gezet)
            ELSE 0
        END AS gezet,
        CASE
            WHEN moment.eerste_5a BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.eerste_5a)
            ELSE 0
        END AS hulpbesluit,
        CASE
            WHEN moment.laatste_nieuw_signaal BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.laatste_nieuw_signaal)
            ELSE 0
        END AS signaal,
        CASE
            WHEN moment.laatste_leerling_gevolgd BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.laatste_leerling_gevolgd)
            ELSE 0
        END AS gevolgd,
        CASE
            WHEN moment.eerste_melding BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.eerste_melding)
            ELSE 0
        END AS melding,
        CASE
            WHEN moment.eerste_begeleidingsplan BETWEEN moment.eerste_dag AND moment.laatste_dag
                THEN
                    moment.dag_basis
                    + date_diff('day', DATE '2000-01-01', moment.eerste_begeleidingsplan)
            ELSE 0
        END AS begeleidingsplan
    FROM momenten AS moment
)

SELECT
    dagen.zaak_nr,
    einde.schooldag_nr - signalering.schooldag_nr AS schooldagen_sinds_signalering,
    einde.schooldag_nr - stap_2.schooldag_nr AS schooldagen_in_stap_2,
    einde.schooldag_nr - stap_4.schooldag_nr AS schooldagen_in_stap_4,
    gesprek.schooldag_nr - gezet.schooldag_nr AS schooldagen_tot_gesprek_ouders,
    einde.schooldag_nr - gezet.schooldag_nr AS schooldagen_sinds_stap_1_en_2,
    einde.schooldag_nr - hulpbesluit.schooldag_nr AS schooldagen_sinds_5a,
    einde.schooldag_nr - signaal.schooldag_nr AS schooldagen_sinds_nieuw_signaal,
    einde.schooldag_nr - gevolgd.schooldag_nr AS schooldagen_sinds_gevolgd,
    einde.schooldag_nr - melding.schooldag_nr AS schooldagen_sinds_melding,
    einde.schooldag_nr - begeleidingsplan.schooldag_nr AS schooldagen_sinds_begeleidingsplan
FROM dagen
INNER JOIN toets_dag AS einde ON dagen.einde = einde.dag_nr
INNER JOIN toets_dag AS signalering ON dagen.signalering = signalering.dag_nr
INNER JOIN toets_dag AS stap_2 ON dagen.stap_2 = stap_2.dag_nr
INNER JOIN toets_dag AS stap_4 ON dagen.stap_4 = stap_4.dag_nr
INNER JOIN toets_dag AS gesprek ON dagen.gesprek = gesprek.dag_nr
INNER JOIN toets_dag AS gezet ON dagen.gezet = gezet.dag_nr
INNER JOIN toets_dag AS hulpbesluit ON dagen.hulpbesluit = hulpbesluit.dag_nr
INNER JOIN toets_dag AS signaal ON dagen.signaal = signaal.dag_nr
INNER JOIN toets_dag AS gevolgd ON dagen.gevolgd = gevolgd.dag_nr
INNER JOIN toets_dag AS melding ON dagen.melding = melding.dag_nr
INNER JOIN toets_dag AS begeleidingsplan ON dagen.begeleidingsplan = begeleidingsplan.dag_nr
