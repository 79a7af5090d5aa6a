-- Grain: one row per zaak with a decision 5A
WITH geleverd AS (
    SELECT
        school_id,
        max(CASE WHEN kolom = 'datum_besproken_ouders' THEN 1 ELSE 0 END) = 1
            AS is_bespreking_geregistreerd,
        max(CASE WHEN kolom = 'datum_verwijzing' THEN 1 ELSE 0 END) = 1
            AS is_verwijzing_geregistreerd,
        max(CASE WHEN kolom = 'datum_aankomst_gecontroleerd' THEN 1 ELSE 0 END) = 1
            AS is_aankomst_geregistreerd,
        max(CASE WHEN kolom = 'gewenste_termijn_datum' THEN 1 ELSE 0 END) = 1
            AS is_termijn_geregistreerd,
        max(CASE WHEN kolom = 'begeleidingsplan_datum' THEN 1 ELSE 0 END) = 1
            AS is_plan_geregistreerd,
        max(CASE WHEN kolom = 'gepland_datum' THEN 1 ELSE 0 END) = 1 AS is_planning_geregistreerd
    FROM stg_geleverd
    WHERE tabel IN ('evaluatie', 'hulp')
    GROUP BY school_id
),

hulp AS (
    SELECT
        zaak_nr,
        count(*) AS aantal_hulp,
        min(datum_besproken_ouders) AS datum_besproken_ouders,
        min(datum_verwijzing) AS datum_verwijzing,
        min(datum_aankomst_gecontroleerd) AS datum_aankomst_gecontroleerd,
        min(begeleidingsplan_datum) AS begeleidingsplan_datum,
        -- Whether help worked is answered for all of it: the last term counts.
        max(gewenste_termijn_datum) AS gewenste_termijn_datum,
        max(datum_einde) AS datum_einde
    FROM stg_hulp
    GROUP BY zaak_nr
),

evaluaties AS (
    SELECT
        zaak_nr,
        min(gepland_datum) AS eerste_geplande_evaluatie
    FROM stg_evaluatie
    WHERE soort IN ('begeleidingsplan', 'hulp_effect')
    GROUP BY zaak_nr
),

-- A school that never records an evaluation of plan or help is not held to it.
gewoonten AS (
    SELECT DISTINCT zaak.school_id
    FROM stg_evaluatie AS evaluatie
    INNER JOIN mart_zaak AS zaak ON evaluatie.zaak_nr = zaak.zaak_nr
    WHERE evaluatie.soort IN ('begeleidingsplan', 'hulp_effect')
),

resultaten AS (
    SELECT
        zaak_nr,
        datum AS resultaat_datum,
        antwoord AS resultaat,
        row_number() OVER (PARTITION BY zaak_nr ORDER BY datum, coalesce(ronde, 1)) AS volgnr
    FROM stg_afweging
    WHERE vraag = '5'
)

SELECT
    zaak.zaak_nr,
    zaak.school_id,
    zaak.bestuur_id,
    zaak.schooljaar,
    zaak.peildatum,
    zaak.acuut,
    zaak.is_open,
    zaak.eerste_5a AS datum_5a,
    coalesce(geleverd.is_bespreking_geregistreerd, FALSE) AS is_bespreking_geregistreerd,
    coalesce(geleverd.is_verwijzing_geregistreerd, FALSE) AS is_verwijzing_geregistreerd,
    coalesce(geleverd.is_aankomst_geregistreerd, FALSE) AS is_aankomst_geregistreerd,
    coalesce(geleverd.is_termijn_geregistreerd, FALSE) AS is_termijn_geregistreerd,
    coalesce(geleverd.is_plan_geregistreerd, FALSE) AS is_plan_geregistreerd,
    coalesce(geleverd.is_planning_geregistreerd, FALSE) AS is_planning_geregistreerd,
    gewoonten.school_id IS NOT NULL AS hulpevaluatie_geregistreerd,
    zaak.afweging_geregistreerd,
    coalesce(hulp.aantal_hulp, 0) AS aantal_hulp,
    hulp.datum_besproken_ouders,
    hulp.datum_verwijzing,
    hulp.datum_aankomst_gecontroleerd,
    hulp.gewenste_termijn_datum,
    least(hulp.begeleidingsplan_datum, zaak.eerste_begeleidingsplan_afgesproken)
        AS begeleidingsplan_datum,
    hulp.datum_einde,
    evaluaties.eerste_geplande_evaluatie,
    resultaten.resultaat_datum,
    resultaten.resultaat,
    peil.schooldag_nr - besloten.schooldag_nr AS schooldagen_sinds_5a,
    peil.schooldag_nr - termijn.schooldag_nr AS schooldagen_na_termijn,
    beoordeeld.schooldag_nr - termijn.schooldag_nr AS schooldagen_resultaat_na_termijn
FROM mart_zaak AS zaak
LEFT JOIN geleverd ON zaak.school_id = geleverd.school_id
LEFT JOIN hulp ON zaak.zaak_nr = hulp.zaak_nr
LEFT JOIN gewoonten ON zaak.school_id = gewoonten.school_id
LEFT JOIN evaluaties ON zaak.zaak_nr = evaluaties.zaak_nr
LEFT JOIN resultaten ON zaak.zaak_nr = resultaten.zaak_nr AND resultaten.volgnr = 1
LEFT JOIN ref_kalender AS peil
    ON
        zaak.vakantieregio = peil.vakantieregio
        AND CASE WHEN zaak.is_vertrokken THEN zaak.datum_einde ELSE zaak.peildatum END = peil.datum
LEFT JOIN ref_kalender AS besloten
    ON zaak.vakantieregio = besloten.vakantieregio AND zaak.eerste_5a = besloten.datum
LEFT JOIN ref_kalender AS termijn
    ON zaak.vakantieregio = termijn.vakantieregio AND hulp.gewenste_termijn_datum = termijn.datum
LEFT JOIN ref_kalender AS beoordeeld
    ON
        zaak.vakantieregio = beoordeeld.vakantieregio
        AND resultaten.resultaat_datum = beoordeeld.datum
WHERE zaak.in_noemer AND zaak.ooit_5a
