-- Grain: one row per besluit that revises a besluit which its zaak does not have
SELECT b.lev, b.rij, TRUE AS herziet_onbekend
FROM goed_besluit AS b
LEFT JOIN goed_besluit AS eerder
    ON
        b.lev = eerder.lev
        AND b.herziet_besluit_id = eerder.besluit_id
        AND b.zaak_id__nr = eerder.zaak_id__nr
WHERE b.herziet_besluit_id IS NOT NULL AND eerder.besluit_id IS NULL
