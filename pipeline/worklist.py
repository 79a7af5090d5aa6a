"""The worklist of one school: its open cases, urgent first. Case level, so tier intern only."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from pipeline.errors import UsageError, WorkspaceError
from pipeline.schools import read_schools
from pipeline.warehouse import Connection, open_cases
from pipeline.worklist_memory import Memory, put_aside, read_memory
from pipeline.workspace import Workspace

_LIST = """
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
    CASE
        WHEN stilstand.reden = 'melding_ontbreekt' THEN 0
        WHEN stilstand.reden IS NOT NULL AND stilstand.acuut = 'ja' THEN 1
        WHEN stilstand.reden = 'datum_verstreken' THEN 2
        WHEN stilstand.reden IS NOT NULL THEN 3
        ELSE 4
    END,
    stilstand.plek_op_curve DESC NULLS LAST,
    stilstand.schooldagen_in_stap DESC NULLS LAST,
    zaak.zaak_id
"""
_PLANNED = """
SELECT zaak.zaak_id AS token, evaluatie.soort, evaluatie.gepland_datum
FROM mart_evaluatie AS evaluatie
JOIN stg_zaak AS zaak USING (zaak_nr)
JOIN mart_zaak USING (zaak_nr)
WHERE evaluatie.school_id = ? AND mart_zaak.is_open
    AND evaluatie.gehouden_datum IS NULL AND evaluatie.gepland_datum > evaluatie.peildatum
ORDER BY evaluatie.gepland_datum, zaak.zaak_id, evaluatie.soort
"""


@dataclass(frozen=True)
class Worklist:
    """Everything the intern begeleider's page shows.

    cases: one row per open case, with `gezien_tot` (put aside until, or none) and `is_nieuw` (not
    on the list of the delivery before; None when there was none). planned: evaluations to come.
    gone: tokens that were on the list before and are no longer.
    """

    school_id: str
    peildatum: date
    cases: pd.DataFrame
    planned: pd.DataFrame
    gone: tuple[str, ...]

    @property
    def listed(self) -> list[str]:
        """Return the tokens of the cases to look at, put aside or not."""
        return list(self.cases.loc[self.cases["reden"].notna(), "token"])


def read_worklist(workspace: Workspace, school_id: str) -> pd.DataFrame:
    """Return the open cases of one school, one row each, the most urgent first.

    Order: a report that is needed and not recorded; acute cases to look at; an agreed date that
    has passed; silence past the threshold; the rest by their place on the bestuur's own curve.
    `schooldagen_*` in school days. Raises UsageError for a school that has not delivered.
    """
    return open_worklist(workspace, school_id).cases


def open_worklist(workspace: Workspace, school_id: str) -> Worklist:
    """Return the worklist of one school with what is remembered of the one before."""
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        return worklist_of(workspace, connection, school_id)


def worklist_of(workspace: Workspace, connection: Connection, school_id: str) -> Worklist:
    """Return the worklist of one school from an open case database."""
    peildatum = _peildatum(workspace, connection, school_id)
    cases, planned = (_query(connection, query, school_id) for query in (_LIST, _PLANNED))
    memory = read_memory(workspace, school_id)
    cases = _with_memory(cases, memory, peildatum)
    now = set(cases.loc[cases["reden"].notna(), "token"])
    gone = tuple(token for token in memory.previous(peildatum) if token not in now)
    return Worklist(school_id, peildatum, cases, planned, gone)


def acknowledge(workspace: Workspace, school_id: str, token: str, until: date | None) -> None:
    """Put a case of the worklist aside until a day; None puts it back.

    Raises UsageError when the token is not on this school's list.
    """
    if token not in set(read_worklist(workspace, school_id)["token"]):
        raise UsageError("this token is no open case of the school; next: meldcode worklist")
    put_aside(workspace, school_id, token, until)


def _with_memory(cases: pd.DataFrame, memory: Memory, peildatum: date) -> pd.DataFrame:
    before = set(memory.previous(peildatum))
    known = memory.has_previous(peildatum)
    return cases.assign(
        gezien_tot=pd.Series(
            [memory.until(token, peildatum) for token in cases["token"]], cases.index, dtype=object
        ),
        is_nieuw=pd.Series(
            [token not in before if known else None for token in cases["token"]],
            cases.index,
            dtype=object,
        ),
    )


def _query(connection: Connection, query: str, school_id: str) -> pd.DataFrame:
    try:
        return connection.execute(query, [school_id]).df()
    except duckdb.CatalogException:
        raise WorkspaceError("the marts are not built yet; next: meldcode build") from None
    except duckdb.Error:
        raise WorkspaceError("the marts are of another version; next: meldcode build") from None


def _peildatum(workspace: Workspace, connection: Connection, school_id: str) -> date:
    found = connection.execute(
        "SELECT school_id, peildatum FROM stg_levering ORDER BY 1"
    ).fetchall()
    known = dict(found)
    if school_id not in known:
        choices = read_schools(workspace).choices(known)
        raise UsageError(f"school '{school_id}' has not delivered; choices: {choices}")
    day: date = known[school_id]
    return day
