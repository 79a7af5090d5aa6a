"""Writes published files: all of a release or nothing of it.

The new files are written whole in a folder beside the old ones and then moved into place, each in
one step. A release that stopped half-way is finished or forgotten by `settle`.
"""

import json
import os
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from pathlib import Path

import duckdb

from pipeline.disclosure.safe_table import Publication, SafeTable, Value
from pipeline.disclosure.scan.published import check_publication
from pipeline.encrypted_file import SMALL_BLOCK
from pipeline.errors import WorkspaceError
from pipeline.workspace import Workspace

_STAGING = ".nieuw-"
_COMPLETE = "compleet"
_WRITERS = 2
_SQL_TYPES = (
    (bool, "BOOLEAN"),
    (int, "BIGINT"),
    (float, "DOUBLE"),
    (date, "DATE"),
    (str, "VARCHAR"),
)


def _sql_type(values: list[Value]) -> str:
    """Return the type that holds the values of a column (INTEGER when there are none)."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        return "DOUBLE"
    return next((name for kind, name in _SQL_TYPES if kind in kinds), "INTEGER")


def _write_table(connection: duckdb.DuckDBPyConnection, table: SafeTable) -> None:
    columns = [list(column) for column in zip(*table.cells, strict=True)] or [[]] * len(
        table.columns
    )
    types = [_sql_type(column) for column in columns]
    declared = ", ".join(f'"{n}" {t}' for n, t in zip(table.columns, types, strict=True))
    connection.execute(f'CREATE TABLE "report_{table.name}" (volgorde INTEGER, {declared})')
    if not table.cells:
        return
    # one parameter per column: a row at a time is a thousand times slower
    lists = ", ".join(f"unnest(?::{name}[])" for name in types)
    query = f'INSERT INTO "report_{table.name}" SELECT unnest(range({len(table.cells)})), {lists}'
    connection.execute(query, columns)


def _write_catalogue(connection: duckdb.DuckDBPyConnection, publication: Publication) -> None:
    connection.execute(
        "CREATE TABLE report_catalogus (volgorde INTEGER, tabel VARCHAR, tier VARCHAR, "
        "kind VARCHAR, titel_nl VARCHAR, titel_en VARCHAR, sha256 VARCHAR, "
        "aantal_verborgen INTEGER, toelichting_nl VARCHAR, toelichting_en VARCHAR, vorm VARCHAR)"
    )
    rows = [_catalogue_row(*numbered) for numbered in enumerate(publication.tables.values())]
    columns = [list(column) for column in zip(*rows, strict=True)]
    if columns:
        lists = ", ".join(f"unnest(?::{_sql_type(column)}[])" for column in columns)
        connection.execute(f"INSERT INTO report_catalogus SELECT {lists}", columns)


def _catalogue_row(number: int, table: SafeTable) -> list[Value]:
    shape = {
        "dimensions": table.dimensions,
        "measures": table.measures,
        "levels": dict(table.levels),
        "units": dict(table.units),
        "as_of": dict(table.as_of),
    }
    row: list[Value] = [number, table.name, table.tier, table.kind]
    row += [table.title.nl, table.title.en, table.sha256, table.hidden]
    row += ["\n".join(note.nl for note in table.notes)]
    return [*row, "\n".join(note.en for note in table.notes), json.dumps(shape)]


def _write_edition(connection: duckdb.DuckDBPyConnection, publication: Publication) -> None:
    connection.execute(
        "CREATE TABLE report_uitgave (release_id VARCHAR, tier VARCHAR, bestuur_id VARCHAR, "
        "school_id VARCHAR, peildatum DATE, meldcode VARCHAR, gemaakt_op DATE, "
        "inhoud_sha256 VARCHAR)"
    )
    values = list(asdict(publication.edition).values())
    connection.execute("INSERT INTO report_uitgave VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    connection.execute(
        "CREATE TABLE report_achtergehouden (tabel VARCHAR, reden_nl VARCHAR, reden_en VARCHAR)"
    )
    for name, reason in publication.withheld.items():
        row = [name, reason.nl, reason.en]
        connection.execute("INSERT INTO report_achtergehouden VALUES (?, ?, ?)", row)


def write_file(path: Path, publication: Publication) -> None:
    """Write one published file that only its owner can read."""
    # a second thread costs such small tables half as much time again
    settings: dict[str, str | bool | int | float | list[str]]
    settings = {"default_block_size": SMALL_BLOCK, "threads": 1}
    with duckdb.connect(str(path), config=settings) as connection:
        connection.execute("BEGIN")
        _write_edition(connection, publication)
        _write_catalogue(connection, publication)
        for table in publication.tables.values():
            _write_table(connection, table)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    os.chmod(path, 0o600)


def stage(workspace: Workspace, release_id: str, files: Mapping[Path, Publication]) -> Path:
    """Write all files of a release beside the ones in force and return their folder.

    Each is scanned first. Raises, with nothing left behind, DisclosureError when something in them
    may not be published, WorkspaceError when the disk is full or read-only.
    """
    for publication in files.values():
        check_publication(publication)
    folder = workspace.publication / f"{_STAGING}{release_id}"
    shutil.rmtree(folder, ignore_errors=True)
    places = [folder / target.relative_to(workspace.publication) for target in files]
    try:
        folder.mkdir(mode=0o700, parents=True)
        for place in places:
            place.parent.mkdir(mode=0o700, exist_ok=True)
        with ThreadPoolExecutor(_WRITERS) as pool:  # each file has a database of its own
            list(pool.map(write_file, places, files.values()))
        (folder / _COMPLETE).touch()
    except (OSError, duckdb.Error):
        shutil.rmtree(folder, ignore_errors=True)
        raise WorkspaceError(
            f"cannot write below {workspace.publication}; nothing was published"
        ) from None
    return folder


def move_into_place(workspace: Workspace, folder: Path) -> None:
    """Put staged files in force; files of schools that are no longer there go."""
    staged = [path.relative_to(folder) for path in sorted(folder.rglob("*.duckdb"))]
    for path in staged:
        (workspace.publication / path).parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(folder / path, workspace.publication / path)
    for path in (workspace.publication / "vertrouwelijk").glob("*.duckdb"):
        if path.relative_to(workspace.publication) not in staged:
            path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def unfinished(workspace: Workspace) -> list[str]:
    """Return the releases of which staged files lie about: a run stopped half-way."""
    folders = sorted(workspace.publication.glob(f"{_STAGING}*"))
    return [folder.name.removeprefix(_STAGING) for folder in folders]


def settle(workspace: Workspace, last_release: str | None) -> None:
    """Finish a release that the ledger knows and that stopped half-way; forget any other."""
    for folder in sorted(workspace.publication.glob(f"{_STAGING}*")):
        if folder.name == f"{_STAGING}{last_release}" and (folder / _COMPLETE).exists():
            move_into_place(workspace, folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
