-- Grain: one row per melding dated before a melding of its zaak with a lower volgnr
SELECT DISTINCT m.lev, m.rij, TRUE AS is_te_vroeg
FROM goed_melding AS m
INNER JOIN goed_melding AS eerder
    ON
        m.zaak_id__nr = eerder.zaak_id__nr
        AND m.volgnr > eerder.volgnr
        AND m.datum < eerder.datum
