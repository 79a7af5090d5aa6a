"""`purge_workspace`: rows, files, and the proof that they went."""

import json
import os
from datetime import date
from pathlib import Path

import duckdb

from pipeline.encrypted_file import companions, quote, remove_leftovers, replace_durably
from pipeline.errors import WorkspaceError
from pipeline.key import read_key
from pipeline.log_tables import PURGE_LOG
from pipeline.retention.files import delete_files
from pipeline.retention.rows import LOG, copy_what_stays
from pipeline.schema.retention import retention
from pipeline.warehouse import Connection, is_encrypted, open_cases
from pipeline.workspace import Workspace


def proof_path(workspace: Workspace) -> Path:
    """Return the file with one line per purge: number, date and counts, nothing else."""
    return workspace.root / "verwijderd.jsonl"


def closed_until(today: date) -> date:
    """Return the last day of closing that a purge on `today` deletes."""
    try:
        return today.replace(year=today.year - retention().years["zaak"])
    except ValueError:  # 29 February
        return today.replace(year=today.year - retention().years["zaak"], day=28)


def purge_workspace(workspace: Workspace, today: date) -> dict[str, int]:
    """Delete what is past its term on `today`; return counts per table and kind of file.

    The register of deliveries stays: a school whose cases are all gone has still delivered.
    A purge that stops before its end leaves the case database as it was; run it again.
    Raises WorkspaceError when nothing is loaded, the disk is full or the file is in use.
    """
    workspace.require_cases()
    fresh = workspace.cases.with_name(workspace.cases.name + ".vers")
    remove_leftovers(fresh)
    try:
        deleted = _write_fresh(workspace, fresh, today)
        replace_durably(fresh, workspace.cases)
    except (duckdb.Error, OSError) as problem:
        raise WorkspaceError(
            f"the purge stopped ({type(problem).__name__}); {workspace.cases} is as it was"
        ) from None
    finally:
        remove_leftovers(fresh)
    with open_cases(workspace, read_only=True) as connection:
        loaded, log = _loaded(connection), _log(connection)
    files = delete_files(workspace, retention(), loaded, today)
    _write_proof(workspace, log, files)
    return deleted | files


def _write_fresh(workspace: Workspace, fresh: Path, today: date) -> dict[str, int]:
    """Write the fresh database and close both; the old one must leave no journal behind."""
    with open_cases(workspace, read_only=False) as connection:
        connection.execute(PURGE_LOG)
        connection.execute("CHECKPOINT zaken")  # a journal of the old file would outlive it
    reachable = [fresh, *companions(fresh)]
    with open_cases(workspace, read_only=True, readable=reachable) as connection:
        # made-up data may stand in the clear; anything else stays as it was, encrypted
        key = f" (ENCRYPTION_KEY '{read_key()}')" if is_encrypted(workspace.cases) else ""
        connection.execute(f"ATTACH {quote(fresh)} AS vers{key}")
        os.chmod(fresh, 0o600)
        deleted = copy_what_stays(connection, retention(), today)
        connection.execute("CHECKPOINT vers")
        connection.execute("DETACH vers")
    if any(journal.exists() for journal in (*companions(workspace.cases), *companions(fresh))):
        raise WorkspaceError(f"{workspace.cases} still has a journal; next: run purge again")
    return deleted


def _loaded(connection: Connection) -> dict[str, date]:
    """Return per delivery, by sha256, the day on which it was last loaded."""
    return dict(
        connection.execute(
            "SELECT bestand_sha256, max(geladen_op)::DATE FROM log_levering GROUP BY 1"
        ).fetchall()
    )


def _log(connection: Connection) -> list[dict[str, object]]:
    """Return one entry per purge so far, from the log inside the database."""
    rows = connection.execute(
        f"SELECT volgnr, datum, tabel, aantal FROM {LOG} ORDER BY volgnr, tabel"
    ).fetchall()
    entries: dict[int, dict[str, object]] = {}
    for number, day, table, count in rows:
        start: dict[str, object] = {"nr": number, "datum": day.isoformat(), "verwijderd": {}}
        counts = entries.setdefault(number, start)["verwijderd"]
        if table and isinstance(counts, dict):
            counts[table] = count
    return list(entries.values())


def _write_proof(workspace: Workspace, log: list[dict[str, object]], files: dict[str, int]) -> None:
    """Append the purges that the proof does not hold yet; files count with the last one.

    The log in the database and the deletion are one step, so a purge that stopped after it is
    written down here by the next one.
    """
    path = proof_path(workspace)
    known = len(path.read_text(encoding="utf-8").splitlines()) if path.exists() else 0
    lines = [entry | ({"bestanden": files} if entry is log[-1] else {}) for entry in log[known:]]
    with path.open("a", encoding="utf-8") as proof:
        proof.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        proof.flush()
        os.fsync(proof.fileno())
