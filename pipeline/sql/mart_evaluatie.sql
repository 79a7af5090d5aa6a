-- Grain: one row per evaluatie
-- The three kinds stand beside each other and are never added up.
WITH geleverd AS (
    SELECT
        school_id,
        max(CASE WHEN kolom = 'teruggekoppeld_directie_datum' THEN 1 ELSE 0 END) = 1
            AS terugkoppeling_geregistreerd
    FROM stg_geleverd
    WHERE tabel = 'evaluatie'
    GROUP BY school_id
),

speling AS (
    SELECT
        school_id,
        waarde AS schooldagen_speling
    FROM ref_drempel
    WHERE drempel = 'evaluatie_op_tijd'
),

per_zaak AS (
    SELECT
        evaluatie.*,
        zaak.school_id,
        zaak.bestuur_id,
        zaak.schooljaar,
        zaak.vakantieregio,
        zaak.peildatum,
        zaak.is_open,
        zaak.is_vertrokken,
        zaak.datum_einde,
        coalesce(speling.schooldagen_speling, 0) AS schooldagen_speling,
        coalesce(geleverd.terugkoppeling_geregistreerd, FALSE) AS terugkoppeling_geregistreerd,
        row_number() OVER (
            PARTITION BY evaluatie.zaak_nr, evaluatie.soort
            ORDER BY
                coalesce(evaluatie.gepland_datum, evaluatie.gehouden_datum), evaluatie.evaluatie_nr
        ) AS volgnr,
        lag(evaluatie.gehouden_datum) OVER (
            PARTITION BY evaluatie.zaak_nr, evaluatie.soort
            ORDER BY evaluatie.gehouden_datum, evaluatie.evaluatie_nr
        ) AS vorige_gehouden,
        max(evaluatie.gehouden_datum) OVER (
            PARTITION BY evaluatie.zaak_nr, evaluatie.soort
        ) AS laatst_gehouden
    FROM stg_evaluatie AS evaluatie
    INNER JOIN mart_zaak AS zaak ON evaluatie.zaak_nr = zaak.zaak_nr
    LEFT JOIN speling ON zaak.school_id = speling.school_id
    LEFT JOIN geleverd ON zaak.school_id = geleverd.school_id
    WHERE zaak.in_noemer
),

met_kalender AS (
    SELECT
        per_zaak.*,
        -- Kept in whole days; the leeway counts school days where the calendar knows them.
        coalesce(peil.schooldag_nr - gepland.schooldag_nr, 0) AS schooldagen_tot_peildatum,
        coalesce(gehouden.schooldag_nr - gepland.schooldag_nr, 0) AS schooldagen_tot_gehouden,
        gehouden.schooldag_nr - vorige.schooldag_nr AS schooldagen_sinds_vorige,
        peil.schooldag_nr - laatste.schooldag_nr AS schooldagen_sinds_laatste,
        -- A handed-over case, and help that ended, leave later planned talks behind.
        coalesce(
            per_zaak.gehouden_datum IS NULL
            AND per_zaak.gepland_datum > per_zaak.datum_einde
            AND (per_zaak.is_vertrokken OR per_zaak.soort <> 'proces'),
            FALSE
        ) AS is_vervallen
    FROM per_zaak
    LEFT JOIN ref_kalender AS peil
        ON per_zaak.vakantieregio = peil.vakantieregio AND per_zaak.peildatum = peil.datum
    LEFT JOIN ref_kalender AS gepland
        ON per_zaak.vakantieregio = gepland.vakantieregio AND per_zaak.gepland_datum = gepland.datum
    LEFT JOIN ref_kalender AS gehouden
        ON
            per_zaak.vakantieregio = gehouden.vakantieregio
            AND per_zaak.gehouden_datum = gehouden.datum
    LEFT JOIN ref_kalender AS vorige
        ON per_zaak.vakantieregio = vorige.vakantieregio AND per_zaak.vorige_gehouden = vorige.datum
    LEFT JOIN ref_kalender AS laatste
        ON
            per_zaak.vakantieregio = laatste.vakantieregio
            AND per_zaak.laatst_gehouden = laatste.datum
),

met_termijn AS (
    SELECT
        *,
        -- Due: the planned day, with the school's leeway, has come.
        coalesce(
            gepland_datum <= peildatum
            AND (schooldagen_speling = 0 OR schooldagen_tot_peildatum >= schooldagen_speling)
            AND NOT is_vervallen,
            FALSE
        ) AS is_verstreken,
        coalesce(
            gehouden_datum <= gepland_datum
            OR (schooldagen_speling > 0 AND schooldagen_tot_gehouden <= schooldagen_speling),
            FALSE
        ) AS is_op_tijd
    FROM met_kalender
)

SELECT
    evaluatie_nr,
    zaak_nr,
    school_id,
    bestuur_id,
    schooljaar,
    peildatum,
    soort,
    volgnr,
    gepland_datum,
    gehouden_datum,
    vastgelegd_datum,
    teruggekoppeld_directie_datum,
    CASE
        WHEN gepland_datum IS NULL THEN 'zonder_planning'
        WHEN gehouden_datum IS NOT NULL AND is_op_tijd THEN 'op_tijd'
        WHEN gehouden_datum IS NOT NULL THEN 'te_laat'
        WHEN is_verstreken THEN 'achterstallig'
        ELSE 'gepland'
    END AS status,
    is_verstreken,
    gehouden_datum IS NOT NULL AS is_gehouden,
    is_vervallen,
    CASE
        WHEN terugkoppeling_geregistreerd THEN teruggekoppeld_directie_datum IS NOT NULL
    END AS is_teruggekoppeld,
    date_diff('day', gepland_datum, coalesce(gehouden_datum, peildatum)) AS dagen_na_planning,
    schooldagen_sinds_vorige,
    CASE
        WHEN is_open AND gehouden_datum = laatst_gehouden THEN schooldagen_sinds_laatste
    END AS schooldagen_sinds_laatste,
    ouders_betrokken,
    leerkracht_betrokken,
    extern_betrokken,
    verbeterpunt
FROM met_termijn
