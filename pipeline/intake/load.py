"""`check_deliveries` and `load_deliveries`: the two ways into this package."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Iterator

import duckdb
import pandas as pd

from pipeline.errors import MeldcodeError, WorkspaceError
from pipeline.intake.checking import check_batch
from pipeline.intake.findings import Check
from pipeline.intake.report import summarise_batch
from pipeline.intake.staging import Staged
from pipeline.intake.store import store_batch
from pipeline.key import ensure_key
from pipeline.reading import Delivery, open_delivery
from pipeline.warehouse import Connection, create_tables, open_cases
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]


def check_deliveries(paths: Sequence[Path]) -> list[Check]:
    """Return every finding in each delivery; stores nothing."""
    deliveries = [open_delivery(Path(path)) for path in paths]
    connection = duckdb.connect(":memory:")
    try:
        return _check(connection, deliveries)
    finally:
        connection.close()


def load_deliveries(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    peildatum: date | None = None,
    progress: Progress | None = None,
    memory_limit: str | None = None,
) -> list[Check]:
    """Check the deliveries and store those that are not refused, all in one transaction.

    A school's rows replace what it delivered before. After any error the workspace is as it was.
    """
    deliveries = [open_delivery(Path(path)) for path in paths]
    files = [text.path for delivery in deliveries for text in delivery.texts]
    workspace.create()
    ensure_key()
    with open_cases(workspace, memory_limit=memory_limit, readable=files) as connection:
        checks = _check(connection, deliveries)
        taken = [lev for lev, check in enumerate(checks) if check.status != "geweigerd"]
        with _transaction(connection, workspace):
            create_tables(connection)
            store_batch(connection, deliveries, taken)
    return checks


@contextmanager
def _transaction(connection: Connection, workspace: Workspace) -> Iterator[None]:
    """Commit when all went well; else leave the database as it was."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except duckdb.Error as problem:
        raise WorkspaceError(
            f"the load into {workspace.cases} stopped ({type(problem).__name__});"
            " nothing was changed"
        ) from None


def _check(connection: Connection, deliveries: Sequence[Delivery]) -> list[Check]:
    staged = check_batch(connection, deliveries)
    _write_origins(connection, staged)
    return summarise_batch(connection, deliveries, staged)


def _write_origins(connection: Connection, staged: Sequence[Staged]) -> None:
    """Make `herkomst` (tekst_nr, bestand, blad) and `geleverd` (lev, tabel, kolom)."""
    origin = pd.DataFrame(
        [(each.tekst_nr, each.text.file, each.text.sheet) for each in staged],
        columns=["tekst_nr", "bestand", "blad"],
    )
    delivered = pd.DataFrame(
        [(each.lev, each.text.table, c) for each in staged for c in each.text.delivered],
        columns=["lev", "tabel", "kolom"],
    )
    for name, frame in (("herkomst", origin), ("geleverd", delivered)):
        connection.register("overzicht_frame", frame)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM overzicht_frame")
        connection.unregister("overzicht_frame")


__all__ = ["MeldcodeError", "check_deliveries", "load_deliveries"]
