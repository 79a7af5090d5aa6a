"""The worklist of one school: its open cases, urgent first. Case level, so tier intern only."""

import pandas as pd

from pipeline.errors import UsageError, WorkspaceError
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace

_QUERY = """
SELECT zaak.zaak_id AS token, stilstand.stap, stilstand.wacht_op, stilstand.intree_datum,
       stilstand.schooldagen_in_stap, stilstand.laatste_activiteit, stilstand.schooldagen_stil,
       stilstand.is_vastgelopen, stilstand.reden, stilstand.uiterste_datum,
       stilstand.verstreken_soort, stilstand.verstreken_datum, stilstand.drempel,
       stilstand.drempel_waarde, stilstand.drempel_eenheid, stilstand.vastgesteld_door,
       stilstand.plek_op_curve, stilstand.aantal_op_curve, stilstand.acuut, stilstand.peildatum
FROM mart_stilstand AS stilstand
JOIN stg_zaak AS zaak USING (zaak_nr)
WHERE stilstand.school_id = ?
ORDER BY
    CASE stilstand.reden
        WHEN 'melding_ontbreekt' THEN 0
        WHEN 'datum_verstreken' THEN CASE WHEN stilstand.acuut = 'ja' THEN 1 ELSE 2 END
        WHEN 'geen_gebeurtenis' THEN CASE WHEN stilstand.acuut = 'ja' THEN 1 ELSE 3 END
        ELSE 4
    END,
    stilstand.plek_op_curve DESC NULLS LAST,
    stilstand.schooldagen_in_stap DESC NULLS LAST,
    zaak.zaak_id
"""


def read_worklist(workspace: Workspace, school_id: str) -> pd.DataFrame:
    """Return the open cases of one school, one row each, the most urgent first.

    Order: a report that is needed and not recorded; acute cases to look at; an agreed date that
    has passed; silence past the threshold; the rest by their place on the bestuur's own curve.
    `schooldagen_*` in school days. Raises UsageError for a school that has not delivered.
    """
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        _require_school(connection, school_id)
        if not _exists(connection, "mart_stilstand"):
            raise WorkspaceError("the marts are not built yet; next: meldcode build")
        return connection.execute(_QUERY, [school_id]).df()


def _exists(connection: Connection, table: str) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]
    ).fetchall()
    return bool(found[0][0])


def _require_school(connection: Connection, school_id: str) -> None:
    found = connection.execute("SELECT school_id FROM stg_levering ORDER BY 1").fetchall()
    known = [row[0] for row in found]
    if school_id not in known:
        choices = ", ".join(known[:12]) or "none"
        raise UsageError(f"school '{school_id}' has not delivered; choices: {choices}")
