"""Builds every mart in one transaction: references, SQL in order of need, norms, checks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.engine import DuckDB, Engine
from pipeline.errors import BuildError, DeclarationError, WorkspaceError
from pipeline.marts.compile import find_faulty
from pipeline.marts.invariants import check_invariants
from pipeline.marts.order import Step, order_steps, read_steps
from pipeline.marts.reference import write_reference
from pipeline.marts.spark import Cluster, exchange_folder, open_spark, remove_leftovers
from pipeline.norms import build_norms
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class BuildSummary:
    """What was built: rows per mart."""

    tables: dict[str, int]


def build(
    workspace: Workspace,
    *,
    meldcode: str = "basisonderwijs",
    memory_limit: str | None = None,
    spark: Cluster | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Build all marts of the workspace and return their row counts.

    With `spark` the queries run there and their results come back into the case database. Raises
    WorkspaceError when nothing is loaded, DeclarationError for a faulty `drempels.csv` and
    BuildError when a mart breaks an invariant; the marts are then as they were before.
    """
    workspace.require_cases()
    with (
        exchange_folder(workspace, spark) if spark else nullcontext() as folder,
        open_cases(
            workspace, memory_limit=memory_limit, readable=[folder] if folder else []
        ) as connection,
    ):
        _require_rows(connection, workspace)
        remove_leftovers(workspace, spark, folder)
        with (
            _one_transaction(connection, workspace),
            _open_engine(connection, spark, folder) as engine,
        ):
            return build_marts(
                connection,
                meldcode=meldcode,
                thresholds_file=workspace.root / "drempels.csv",
                progress=progress,
                engine=engine,
            )


@contextmanager
def _one_transaction(connection: Connection, workspace: Workspace) -> Iterator[None]:
    """Commit at the end; an error closes the connection, and with it undoes everything."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except duckdb.OutOfMemoryException:
        raise WorkspaceError(
            "the build does not fit in the memory limit; next: a higher --memory-limit"
        ) from None
    except duckdb.CatalogException:
        raise WorkspaceError(
            f"{workspace.root} was made by an earlier version; next: meldcode load, with the"
            " newest delivery of any school"
        ) from None
    except duckdb.Error as problem:
        raise WorkspaceError(
            f"the build in {workspace.root} stopped ({type(problem).__name__}); is the disk"
            " full? Nothing was changed"
        ) from None


def build_marts(
    connection: Connection,
    *,
    meldcode: str = "basisonderwijs",
    thresholds_file: Path | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> BuildSummary:
    """Build all marts on a connection that holds the `stg_*` tables."""
    engine = engine or DuckDB(connection)
    write_reference(connection, thresholds_file)
    steps = order_steps([*read_steps(), _norm_step(meldcode)])
    rows: dict[str, int] = {}
    for done, step in enumerate(steps):
        if progress:
            progress(done, len(steps), step.name)
        rows |= _run_step(engine, step)
    check_invariants(connection)
    _drop_stale(connection, rows)
    if progress:
        progress(len(steps), len(steps), "")
    return BuildSummary(rows)


def _open_engine(
    connection: Connection, spark: Cluster | None, folder: Path | None
) -> AbstractContextManager[Engine]:
    if spark is None or folder is None:
        return nullcontext(DuckDB(connection))
    return open_spark(connection, spark, folder)


def _require_rows(connection: Connection, workspace: Workspace) -> None:
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'stg_levering'"
    ).fetchall()
    if not found[0][0]:
        raise WorkspaceError(
            f"nothing is loaded in {workspace.root}; next: meldcode load DELIVERY..."
        )


def _norm_step(meldcode: str) -> Step:
    """Return the step that judges the norms; it makes `mart_norm` from its own declarations."""
    return Step("mart_norm", run=lambda engine: build_norms(engine.connection, meldcode, engine))


def _run_step(engine: Engine, step: Step) -> dict[str, int]:
    """Run one step and return rows per mart that it made."""
    connection = engine.connection
    try:
        if step.run is not None:
            return step.run(engine)
        engine.make_table(step.name, step.sql)
        rows: int = connection.execute(f"SELECT count(*) FROM {step.name}").fetchall()[0][0]
    except (duckdb.OutOfMemoryException, duckdb.IOException):
        raise
    except duckdb.Error as problem:
        if step.name == "mart_indicator" and (faulty := find_faulty(connection)):
            raise DeclarationError(f"{faulty}.yml: a condition is no SQL on its mart") from None
        raise BuildError(f"{step.name} was not built ({type(problem).__name__})") from None
    return {step.name: rows}


def _drop_stale(connection: Connection, built: Sequence[str] | dict[str, int]) -> None:
    """Drop marts that an earlier version made and this one does not."""
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"
        " AND table_name LIKE 'mart\\_%' ESCAPE '\\'"
    ).fetchall()
    for (name,) in found:
        if name not in built:
            connection.execute(f"DROP TABLE {name}")
