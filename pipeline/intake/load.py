"""`check_deliveries` and `load_deliveries`: the two ways into this package."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from pipeline.errors import WorkspaceError
from pipeline.intake.checking import check_batch
from pipeline.intake.findings import Check
from pipeline.intake.store import store_batch
from pipeline.intake.summary import summarise_batch
from pipeline.key import ensure_key
from pipeline.reading import find_deliveries, open_delivery
from pipeline.warehouse import Connection, create_tables, open_cases
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]


def check_deliveries(paths: Sequence[Path]) -> list[Check]:
    """Return every finding in each delivery; stores nothing."""
    deliveries = [open_delivery(path) for path in find_deliveries(paths)]
    connection = duckdb.connect(":memory:")
    try:
        batch = check_batch(connection, deliveries, today=date.today())
        return summarise_batch(connection, batch, set())
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
    deliveries = [open_delivery(path) for path in find_deliveries(paths)]
    files = [text.path for delivery in deliveries for text in delivery.texts]
    workspace.create()
    ensure_key()
    with open_cases(workspace, memory_limit=memory_limit, readable=files) as connection:
        batch = check_batch(connection, deliveries, today=date.today(), peildatum=peildatum)
        checks = summarise_batch(connection, batch, _stored_schools(connection))
        with _transaction(connection, workspace):
            create_tables(connection)
            store_batch(connection, checks)
    return checks


def _stored_schools(connection: Connection) -> set[str]:
    try:
        return {
            row[0] for row in connection.execute("SELECT school_id FROM stg_levering").fetchall()
        }
    except duckdb.CatalogException:
        return set()


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
