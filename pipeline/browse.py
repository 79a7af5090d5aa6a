"""Looks into a workspace: one table at a time, where its deliveries come from, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.disclosure.safe_table import Publication, open_publication
from pipeline.errors import UsageError
from pipeline.warehouse import SURROGATES, Connection, open_cases
from pipeline.workspace import Workspace

CASE_COLUMNS = {"zaak_id", *SURROGATES.values()}
"""A table with one of these has a row per case, or per something in a case."""

PREFIXES = ("mart_", "ref_", "log_")
PUBLISHED = "report_"


@dataclass(frozen=True)
class Found:
    """One table. `is_case_level`: it holds a row per case, so it may not leave the machine."""

    frame: pd.DataFrame
    is_case_level: bool


def read_table(workspace: Workspace, name: str) -> Found:
    """Return a mart, or a published table (`report_...`), with its rows in stored order.

    A table that is published for each school apart comes with a first column school_id. Raises
    UsageError with the choices when there is no table of that name.
    """
    if name.startswith(PUBLISHED):
        frame = _published(workspace, name).astype(object)
        return Found(frame.where(frame.notna(), None), is_case_level=False)
    workspace.require_cases()
    with open_cases(workspace, read_only=True) as connection:
        known = case_tables(connection)
        if name not in known:
            raise UsageError(_unknown(name, [*known, *_published_names(workspace)]))
        result = connection.execute(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in result.description or ()]
        frame = pd.DataFrame(result.fetchall(), columns=columns, dtype=object)
    return Found(frame, is_case_level=bool(CASE_COLUMNS & set(columns)))


def case_tables(connection: Connection) -> list[str]:
    """Return the tables of the case database that may be shown: marts, references, the register.

    `mart_norm` is a view over wide tables.
    """
    rows = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'zaken' ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows if name.startswith(PREFIXES)]


def publications(workspace: Workspace) -> list[Publication]:
    """Return what was published: for everybody, then for each school apart."""
    folder = workspace.confidential("").parent
    files = [workspace.released, *sorted(folder.glob("*.duckdb"))]
    return [open_publication(file) for file in files if file.exists()]


def _published(workspace: Workspace, name: str) -> pd.DataFrame:
    plain = name.removeprefix(PUBLISHED)
    found = publications(workspace)
    for publication in found:
        if plain in publication.names and publication.edition.school_id is None:
            return publication.table(plain).frame()
    frames = []
    for publication in found:
        if plain in publication.names:
            frame = publication.table(plain).frame()
            if "school_id" not in frame:
                frame.insert(0, "school_id", publication.edition.school_id)
            frames.append(frame)
    if not frames:
        raise UsageError(_unknown(name, _published_names(workspace)))
    return pd.concat(frames, ignore_index=True)


def _published_names(workspace: Workspace) -> list[str]:
    names = {name for publication in publications(workspace) for name in publication.names}
    return [PUBLISHED + name for name in sorted(names)]


def _unknown(name: str, choices: Sequence[str]) -> str:
    if not choices:
        return f"there is no table {name}; next: meldcode build, then meldcode release"
    return f"there is no table {name}; choices: {', '.join(choices)}"


def origins(workspace: Workspace) -> set[str]:
    """Return the `bron` of every delivery that is loaded; empty when nothing is."""
    if not workspace.cases.exists():
        return set()
    with open_cases(workspace, read_only=True) as connection:
        if not has_deliveries(connection):
            return set()
        rows = connection.execute("SELECT DISTINCT bron FROM stg_levering").fetchall()
    return {bron for (bron,) in rows}


def has_deliveries(connection: Connection) -> bool:
    """Return whether the register of deliveries is there."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'stg_levering'"
    ).fetchall()
    return bool(found[0][0])
