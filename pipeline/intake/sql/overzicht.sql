-- Grain: one row per zaak that was let through
WITH gebeurtenissen AS (
    SELECT
        zaak_id__nr AS zaak_nr,
        count(*) AS aantal,
        sum(hash(soort, stap, datum)) AS vingerafdruk,
        bool_or(soort = 'weging') AS heeft_weging,
        max(datum) FILTER (soort = 'afsluiting') = max(datum) AS eindigt_met_afsluiting
    FROM goed_gebeurtenis
    GROUP BY zaak_id__nr
),

wegingen AS (
    SELECT zaak_id__nr AS zaak_nr FROM goed_weging
    UNION
    SELECT zaak_id__nr FROM goed_afweging
),

antwoorden AS (
    SELECT
        zaak_nr,
        arg_max(v1, ronde) AS laatste_v1,
        arg_max(v2, ronde) AS laatste_v2,
        bool_or(v1 = 'ja' AND (v2 = 'ja' OR v3 = 'nee' OR v4 = 'nee' OR v5 = 'nee')) AS moet_melden
    FROM ronde
    GROUP BY zaak_nr
),

besluiten AS (
    SELECT zaak_id__nr AS zaak_nr, bool_or(uitkomst = '5B') AS heeft_5b
    FROM goed_besluit
    GROUP BY zaak_id__nr
),

meldingen AS (
    SELECT zaak_id__nr AS zaak_nr, min(datum) AS eerste_melding
    FROM goed_melding
    GROUP BY zaak_id__nr
),

-- help without a date cannot be judged: it counts as started long ago
hulp AS (
    SELECT
        zaak_id__nr AS zaak_nr,
        min(coalesce(
            least(datum_besproken_ouders, datum_verwijzing, begeleidingsplan_datum),
            DATE '1900-01-01'
        )) AS eerste_hulp
    FROM goed_hulp
    GROUP BY zaak_id__nr
),

tweelingen AS (
    SELECT z.lev, z.datum_signalering, z.datum_status, z.status, g.aantal, g.vingerafdruk
    FROM goed_zaak AS z
    INNER JOIN gebeurtenissen AS g ON z.nr = g.zaak_nr
    WHERE g.aantal >= 3
    GROUP BY ALL
    HAVING count(*) > 1
)

SELECT
    z.nr AS zaak_nr,
    coalesce(g.heeft_weging, FALSE) OR w.zaak_nr IS NOT NULL AS heeft_weging,
    coalesce(g.eindigt_met_afsluiting, FALSE) AS eindigt_met_afsluiting,
    a.laatste_v1,
    a.laatste_v2,
    coalesce(a.moet_melden, FALSE) AS moet_melden,
    coalesce(b.heeft_5b, FALSE) AS heeft_5b,
    m.eerste_melding,
    h.eerste_hulp,
    t.vingerafdruk IS NOT NULL AS is_dubbel
FROM goed_zaak AS z
LEFT JOIN gebeurtenissen AS g ON z.nr = g.zaak_nr
LEFT JOIN wegingen AS w ON z.nr = w.zaak_nr
LEFT JOIN antwoorden AS a ON z.nr = a.zaak_nr
LEFT JOIN besluiten AS b ON z.nr = b.zaak_nr
LEFT JOIN meldingen AS m ON z.nr = m.zaak_nr
LEFT JOIN hulp AS h ON z.nr = h.zaak_nr
LEFT JOIN tweelingen AS t
    ON
        z.lev = t.lev
        AND z.datum_signalering = t.datum_signalering
        AND z.datum_status IS NOT DISTINCT FROM t.datum_status
        AND z.status = t.status
        AND g.aantal = t.aantal
        AND g.vingerafdruk = t.vingerafdruk
