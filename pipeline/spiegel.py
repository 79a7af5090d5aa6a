"""What the quality report shows of one school: how filled each field is, which rows were refused.

Counts, places and rules only; a refused value is nowhere kept.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.errors import UsageError, WorkspaceError
from pipeline.schema.tables import tables
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace

_SHOWN_ROWS = 20
_REJECT_COLUMNS = "bestand, blad, rij, kolom, regel, ernst"


@dataclass(frozen=True)
class Quality:
    """One school's delivery. spiegel: a row per delivered table × column (rijen, ingevuld,
    onbekend, leeg). bevindingen: a row per file × column × rule (aantal, rijen: row numbers).
    """

    school_id: str
    peildatum: date
    rijen: int
    afgekeurd: int
    spiegel: pd.DataFrame
    bevindingen: pd.DataFrame


def read_quality(workspace: Workspace, school_id: str) -> Quality:
    """Return the quality of a school's current delivery.

    Raises UsageError for a school that has not delivered, WorkspaceError before `build`.
    """
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        found = connection.execute(
            "SELECT levering_nr, peildatum, rijen, afgekeurd_rijen FROM stg_levering"
            " WHERE school_id = ?",
            [school_id],
        ).fetchall()
        if not found:
            raise UsageError(f"school '{school_id}' has not delivered; next: meldcode status")
        number, peildatum, rows, refused = found[0]
        spiegel = _read_spiegel(connection, school_id)
        return Quality(
            school_id, peildatum, rows, refused, spiegel, _read_findings(connection, number)
        )


def _read_spiegel(connection: Connection, school_id: str) -> pd.DataFrame:
    if not _tables(connection, "mart_registratie"):
        raise WorkspaceError("the marts are not built yet; next: meldcode build")
    return connection.execute(
        "SELECT tabel, kolom, is_geleverd, rijen, ingevuld, onbekend, leeg FROM mart_registratie"
        " WHERE school_id = ? ORDER BY tabel, kolom",
        [school_id],
    ).df()


def _read_findings(connection: Connection, number: int) -> pd.DataFrame:
    names = sorted(set(_tables(connection, "reject_%")) & {f"reject_{name}" for name in tables()})
    parts = " UNION ALL ".join(
        f"SELECT '{name.removeprefix('reject_')}' AS tabel, {_REJECT_COLUMNS} FROM {name}"
        f" WHERE levering_nr = {int(number)}"
        for name in names
    )
    columns = ["ernst", "tabel", "bestand", "blad", "kolom", "regel", "aantal", "rijen"]
    if not parts:
        return pd.DataFrame(columns=columns)
    found = connection.execute(
        "SELECT ernst, tabel, bestand, blad, kolom, regel, count(*) AS aantal,"
        f" array_to_string(list(rij ORDER BY rij)[1:{_SHOWN_ROWS}], ', ') AS rijen"
        f" FROM ({parts}) GROUP BY ALL ORDER BY ALL"
    ).df()
    return found[columns]


def _tables(connection: Connection, pattern: str) -> list[str]:
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables()"
        " WHERE table_name LIKE ? AND database_name = 'zaken'",
        [pattern],
    ).fetchall()
    return [row[0] for row in found]
