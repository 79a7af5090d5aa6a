"""`check_deliveries` and `load_deliveries`: the two ways into this package."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.intake.checking import check_batch
from pipeline.intake.findings import Check
from pipeline.intake.restore import clear_errors, restored_after_failure
from pipeline.intake.store import store_batch
from pipeline.intake.summary import summarise_batch
from pipeline.key import ensure_key
from pipeline.reading import Delivery, find_deliveries, open_delivery
from pipeline.warehouse import (
    Connection,
    create_tables,
    is_encrypted,
    is_stored,
    open_cases,
    open_scratch,
)
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]

STAGES = ("controleren", "opslaan")
"""What comes after reading, for the progress bar."""


def check_deliveries(
    paths: Sequence[Path], *, progress: Progress | None = None, memory_limit: str | None = None
) -> list[Check]:
    """Return every finding in each delivery; stores nothing."""
    deliveries = _read(paths, progress)
    readable = _files(deliveries)
    with (
        clear_errors("the check"),
        open_scratch(readable, memory_limit=memory_limit) as connection,
    ):
        batch = check_batch(connection, deliveries, today=date.today())
        return summarise_batch(connection, batch, set())


def load_deliveries(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    peildatum: date | None = None,
    progress: Progress | None = None,
    memory_limit: str | None = None,
    unencrypted_sample: bool = False,
) -> list[Check]:
    """Check the deliveries and store those that are not refused, all in one transaction.

    A school's rows replace what it delivered before. After any error, and when nothing is taken,
    the workspace is as it was. `peildatum` replaces the one delivered. `unencrypted_sample` makes
    a new case database in the clear, and takes made-up data only.
    """
    deliveries = _read(paths, progress)
    with restored_after_failure(workspace) as outcome, clear_errors(f"loading {workspace.cases}"):
        workspace.create()
        if not (unencrypted_sample or workspace.cases.exists()):
            ensure_key()
        with open_cases(
            workspace,
            memory_limit=memory_limit,
            readable=_files(deliveries),
            unencrypted=unencrypted_sample,
        ) as connection:
            _say(progress, deliveries, 0)
            batch = check_batch(connection, deliveries, today=date.today(), peildatum=peildatum)
            _require_made_up(connection, workspace)
            checks = summarise_batch(connection, batch, _stored_schools(connection))
            _say(progress, deliveries, 1)
            outcome.is_kept = any(check.is_taken for check in checks)
            if outcome.is_kept:
                _store(connection, checks)
    return checks


def _read(paths: Sequence[Path], progress: Progress | None) -> list[Delivery]:
    found = find_deliveries(paths)
    deliveries = []
    for done, path in enumerate(found):
        if progress:
            progress(done, len(found) + len(STAGES), "lezen")
        deliveries.append(open_delivery(path))
    return deliveries


def _say(progress: Progress | None, deliveries: Sequence[Delivery], stage: int) -> None:
    if progress:
        progress(len(deliveries) + stage, len(deliveries) + len(STAGES), STAGES[stage])


def _files(deliveries: Sequence[Delivery]) -> list[Path]:
    return [text.path for delivery in deliveries for text in delivery.texts]


def _stored_schools(connection: Connection) -> set[str]:
    """Return the schools that have delivered before."""
    if not is_stored(connection, "stg_levering"):
        return set()
    return {row[0] for row in connection.execute("SELECT school_id FROM stg_levering").fetchall()}


def _require_made_up(connection: Connection, workspace: Workspace) -> None:
    """Refuse anything but made-up data when the case database is not encrypted.

    Made-up data says so in its origin, and each of its cases carries the mark of `sample`.
    """
    if is_encrypted(workspace.cases):
        return
    from pipeline.sample.tokens import CANARY

    found = connection.execute(
        "SELECT (SELECT count(*) FROM rij_levering WHERE bron IS DISTINCT FROM 'synthetisch')"
        f" + (SELECT count(*) FROM rij_zaak WHERE zaak_id NOT LIKE '%{CANARY}%')"
    ).fetchall()
    if found[0][0]:
        raise UsageError(
            f"{workspace.cases} is not encrypted and takes made-up data only;"
            " next: load into another workspace, without --unencrypted-sample"
        )


def _store(connection: Connection, checks: Sequence[Check]) -> None:
    """Write in one transaction; a failure closes the connection, and with it undoes everything."""
    connection.execute("BEGIN")
    create_tables(connection)
    store_batch(connection, checks)
    connection.execute("COMMIT")
