"""Builds every mart in one transaction: references, SQL in order of need, norms, checks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.errors import BuildError, DeclarationError, WorkspaceError
from pipeline.marts.compile import find_faulty
from pipeline.marts.invariants import check_invariants
from pipeline.marts.order import Step, order_steps, read_steps
from pipeline.marts.reference import write_reference
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
    progress: Progress | None = None,
) -> BuildSummary:
    """Build all marts of the workspace and return their row counts.

    Raises WorkspaceError when nothing is loaded, DeclarationError for a faulty `drempels.csv` and
    BuildError when a mart breaks an invariant; the marts are then as they were before.
    """
    workspace.require_cases()
    with open_cases(workspace, memory_limit=memory_limit) as connection:
        _require_rows(connection, workspace)
        connection.execute("BEGIN")
        try:
            summary = build_marts(
                connection,
                meldcode=meldcode,
                thresholds_file=workspace.root / "drempels.csv",
                progress=progress,
            )
            connection.execute("COMMIT")
        except duckdb.OutOfMemoryException:
            raise WorkspaceError(
                "the build does not fit in the memory limit; next: a higher --memory-limit"
            ) from None
        except duckdb.Error as problem:
            raise WorkspaceError(
                f"the build in {workspace.root} stopped ({type(problem).__name__}); is the disk"
                " full? Nothing was changed"
            ) from None
    return summary


def build_marts(
    connection: Connection,
    *,
    meldcode: str = "basisonderwijs",
    thresholds_file: Path | None = None,
    progress: Progress | None = None,
) -> BuildSummary:
    """Build all marts on a connection that holds the `stg_*` tables."""
    write_reference(connection, thresholds_file)
    steps = order_steps([*read_steps(), _norm_step(meldcode)])
    rows: dict[str, int] = {}
    for done, step in enumerate(steps):
        if progress:
            progress(done, len(steps), step.name)
        rows |= _run_step(connection, step)
    check_invariants(connection)
    _drop_stale(connection, rows)
    if progress:
        progress(len(steps), len(steps), "")
    return BuildSummary(rows)


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
    return Step("mart_norm", run=lambda connection: build_norms(connection, meldcode))


def _run_step(connection: Connection, step: Step) -> dict[str, int]:
    """Run one step and return rows per mart that it made."""
    try:
        if step.run is not None:
            return step.run(connection)
        connection.execute(f"CREATE OR REPLACE TABLE {step.name} AS {step.sql}")
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
        "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'mart\\_%' ESCAPE '\\'"
    ).fetchall()
    for (name,) in found:
        if name not in built:
            connection.execute(f"DROP TABLE {name}")
