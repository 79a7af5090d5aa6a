"""The register of deliveries: which school delivered for which school year, and who did not.

A missing school is never a zero.
"""

import pandas as pd

from pipeline.errors import WorkspaceError
from pipeline.schools import read_names
from pipeline.warehouse import Connection, is_stored, open_cases
from pipeline.workspace import Workspace

STATUSES = ("geleverd", "nul_zaken", "deels", "niet_geleverd", "herlevering")

_REGISTER = """
WITH jaren AS (
    SELECT schooljaar, min(datum) AS van, max(datum) AS tot
    FROM ref_kalender
    GROUP BY schooljaar
    HAVING max(datum) >= (SELECT min(datum_signalering) FROM (
            SELECT datum_signalering FROM stg_zaak UNION ALL SELECT peildatum FROM stg_levering))
        AND min(datum) <= (SELECT max(peildatum) FROM stg_levering)
), scholen AS (
    SELECT school_id, bool_or(is_verwacht) AS is_verwacht FROM (
        SELECT school_id, true AS is_verwacht FROM verwacht_frame
        UNION ALL SELECT school_id, false FROM stg_levering)
    GROUP BY school_id
), zaken AS (
    SELECT school_id, schooljaar, count(*) AS aantal_zaken
    FROM stg_zaak JOIN jaren ON datum_signalering BETWEEN van AND tot
    GROUP BY ALL
), leveringen AS (
    SELECT l.school_id, j.schooljaar, count(*) AS aantal_leveringen
    FROM log_levering l JOIN jaren j ON l.peildatum >= j.van
    GROUP BY ALL
), geweigerd AS (
    SELECT levering_nr, count(DISTINCT rij) AS geweigerde_zaken FROM reject_zaak GROUP BY ALL
)
SELECT s.school_id, s.is_verwacht, j.schooljaar, l.peildatum,
    CASE WHEN v.aantal_leveringen IS NULL THEN NULL ELSE coalesce(z.aantal_zaken, 0) END
        AS aantal_zaken,
    coalesce(v.aantal_leveringen, 0) AS aantal_leveringen,
    coalesce(g.geweigerde_zaken, 0) AS geweigerde_zaken,
    CASE WHEN v.aantal_leveringen IS NULL THEN 'niet_geleverd'
        WHEN l.peildatum < least(j.tot, (SELECT max(peildatum) FROM stg_levering))
            OR g.geweigerde_zaken > 0
            OR (s.school_id, j.schooljaar) IN (SELECT school_id, schooljaar FROM log_geschoond)
            THEN 'deels'
        WHEN coalesce(z.aantal_zaken, 0) = 0 THEN 'nul_zaken'
        WHEN v.aantal_leveringen > 1 THEN 'herlevering'
        ELSE 'geleverd' END AS status
FROM scholen s CROSS JOIN jaren j
LEFT JOIN stg_levering l USING (school_id)
LEFT JOIN zaken z USING (school_id, schooljaar)
LEFT JOIN leveringen v USING (school_id, schooljaar)
LEFT JOIN geweigerd g ON g.levering_nr = l.levering_nr
ORDER BY s.school_id, j.schooljaar
"""


def delivery_register(workspace: Workspace) -> pd.DataFrame:
    """Return one row per school × schooljaar: its status, and what that rests on.

    Schools are those expected in the workspace's `scholen.csv` and those that delivered.
    status: `niet_geleverd` (no delivery reaches into the year), `deels` (the delivery stops before
    the year ends and before the others do, or cases of it were refused, or deleted since),
    `nul_zaken`, `herlevering` (more than one delivery reaches into the year), `geleverd`.
    aantal_zaken is null, not 0, for a school that did not deliver.
    """
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        if not is_stored(connection, "stg_levering"):
            raise WorkspaceError(f"nothing is loaded in {workspace.root}; next: meldcode load")
        return _read(connection, list(read_names(workspace.school_names).names))


def _read(connection: Connection, expected: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({"school_id": pd.Series(expected, dtype=object)})
    connection.register("verwacht_frame", frame)
    found = connection.execute(_REGISTER).df()
    return found.astype({"aantal_zaken": "Int64"})
