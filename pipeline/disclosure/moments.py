"""What each directie knew at each release: the exact counts of that day, encrypted.

The ledger holds only what readers saw. To attack a new release as a directie would, who kept its
own exact reports, the gate must know those numbers again. They are counts, never cases; they lie in
`momenten.duckdb`, which opens with the workspace's own key.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.disclosure.ledger import Ledger
from pipeline.encrypted_file import (
    companions,
    open_encrypted,
    remove_leftovers,
    replace_durably,
)
from pipeline.errors import DisclosureError, WorkspaceError
from pipeline.key import read_key
from pipeline.warehouse import Connection
from pipeline.workspace import Workspace

Atoms = Mapping[str, pd.DataFrame]


def moments_path(workspace: Workspace) -> Path:
    """Return where the exact counts of all releases are kept."""
    return workspace.root / "momenten.duckdb"


def _new_path(workspace: Workspace) -> Path:
    return workspace.root / "momenten.nieuw.duckdb"


def remove_unfinished(workspace: Workspace) -> None:
    """Delete what a run that was stopped half-way left beside the exact counts."""
    remove_leftovers(_new_path(workspace))


@contextmanager
def _rewritten(workspace: Workspace) -> Iterator[Connection]:
    """Yield a copy of the exact counts to write on; it takes their place when all went well.

    Written in place, a run that is killed at its first release would leave a file without a table.
    """
    path, new = moments_path(workspace), _new_path(workspace)
    remove_leftovers(new)
    try:
        if any(file.exists() for file in companions(path)):
            with open_encrypted(path, read_key(), read_only=False):
                pass  # what a killed run of an older version left beside it goes into the file
        if path.exists():
            shutil.copyfile(path, new)
            os.chmod(new, 0o600)
        with open_encrypted(new, read_key(), read_only=False) as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        replace_durably(new, path)
    finally:
        remove_leftovers(new)


def read_moments(workspace: Workspace) -> dict[str, dict[str, pd.DataFrame]]:
    """Return release → population → exact counts by finest codes; empty when there are none."""
    path = moments_path(workspace)
    if not path.exists():
        return {}
    found: dict[str, dict[str, pd.DataFrame]] = {}
    try:
        with open_encrypted(path, read_key()) as connection:
            listed = connection.execute("SELECT * FROM moment ORDER BY tabel").fetchall()
            for release_id, population, table in listed:
                frame = connection.execute(f'SELECT * FROM "{table}" ORDER BY ALL').df()
                found.setdefault(release_id, {})[population] = frame
    except duckdb.Error:
        raise DisclosureError(f"{path} does not open with the key in use") from None
    return found


def add_moment(workspace: Workspace, release_id: str, atoms: Atoms) -> None:
    """Keep the exact counts of a release; again for the same release changes nothing.

    Raises WorkspaceError, with the file as it was, when the disk is full.
    """
    path = moments_path(workspace)
    try:
        with _rewritten(workspace) as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS moment "
                "(release_id VARCHAR, population VARCHAR, tabel VARCHAR)"
            )
            connection.execute("DELETE FROM moment WHERE release_id = ?", [release_id])
            for population, frame in atoms.items():
                table = f"{release_id}_{population}"
                _write_frame(connection, table, frame)
                row = [release_id, population, table]
                connection.execute("INSERT INTO moment VALUES (?, ?, ?)", row)
    except (duckdb.Error, OSError):
        raise WorkspaceError(f"cannot write {path}; nothing was published") from None


def _write_frame(connection: Connection, table: str, frame: pd.DataFrame) -> None:
    """Write dimensions as text and `aantal` as a whole number, a column at a time."""
    types = ["BIGINT" if name == "aantal" else "VARCHAR" for name in frame.columns]
    named = list(zip(frame.columns, types, strict=True))
    declared = ", ".join(f'"{name}" {kind}' for name, kind in named)
    connection.execute(f'CREATE OR REPLACE TABLE "{table}" ({declared})')
    if len(frame):
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        values = [frame[name].tolist() for name in frame.columns]
        connection.execute(f'INSERT INTO "{table}" SELECT {lists}', values)


def forget_moment(workspace: Workspace, release_id: str) -> None:
    """Drop the exact counts of a release that was never published."""
    with _rewritten(workspace) as connection:
        rows = connection.execute("SELECT tabel FROM moment WHERE release_id = ?", [release_id])
        for (table,) in rows.fetchall():
            connection.execute(f'DROP TABLE "{table}"')
        connection.execute("DELETE FROM moment WHERE release_id = ?", [release_id])


def check_complete(ledger: Ledger, moments: Mapping[str, Atoms], published: str | None) -> None:
    """Refuse a ledger of which lines are gone, or exact counts of which releases are gone.

    A release that stopped half-way was forgotten before this is called.
    """
    known = {entry.release_id for entry in ledger.releases}
    if published is not None and published not in known:
        raise DisclosureError(
            f"release {published} is in force but not in the ledger; put back a copy of the ledger"
        )
    gone = sorted(set(moments) - known)
    if gone:
        raise DisclosureError(
            f"the ledger lacks release {gone[0]}, which was published; "
            f"put back a copy of the ledger"
        )
    absent = sorted(known - set(moments))
    if absent:
        raise DisclosureError(
            f"momenten.duckdb lacks {len(absent)} releases of the ledger, so what each directie "
            f"knew cannot be tried; put back a copy of it"
        )
