"""What a workspace holds, so that two can be compared: contents, never times or running numbers."""

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.workspace import Workspace

VOLATILE = {"geladen_op", "levering_nr", "vorige_nr", "volgnr"}
"""Columns that tell a second run from a first one, or one clock from another."""
RUNS = {"log_levering", "log_verwijdering", "log_geschoond", "log_zaken", "log_bevinding"}
RUNS |= {"log_regel", "log_spiegel", "log_lezing"}
"""Tables with a row per run rather than per case: a run that was done again has more of them."""


def cases(workspace: Workspace) -> dict[str, tuple[int, str]]:
    """Return per table of the case database its number of rows and a fingerprint of them.

    Numbers that stand for tokens differ from load to load and are left out; that children still
    have their parents is counted under `orphans`.
    """
    from pipeline.warehouse import open_cases

    if not workspace.cases.exists():
        return {}
    with open_cases(workspace) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns()"
            " WHERE database_name = 'zaken' ORDER BY ALL"
        ).fetchall()
        found = {}
        for table in sorted({name for name, *_ in columns} - RUNS):
            kept = [(c, kind) for name, c, kind in columns if name == table]
            found[table] = _fingerprint(connection, table, kept)
        if not any(_has_rows(connection, table) for table in {name for name, *_ in columns}):
            return {}  # a file in which nothing was loaded yet is as no file
        found["orphans"] = (_orphans(connection, columns), "")
    return found


def _has_rows(connection: Any, table: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM zaken.{table} LIMIT 1").fetchall())


def _fingerprint(connection: Any, table: str, columns: list[tuple[str, str]]) -> tuple[int, str]:
    values = [
        f'round("{name}", 8)' if kind in ("DOUBLE", "FLOAT") else f'"{name}"'
        for name, kind in columns
        if name not in VOLATILE and not name.endswith("_nr")
    ]
    row = ", ".join(values) or "1"
    query = f"SELECT count(*), coalesce(sum(hash({row})::HUGEINT), 0) FROM zaken.{table}"
    count, total = connection.execute(query).fetchall()[0]
    return int(count), str(total)


def _orphans(connection: Any, columns: list[tuple[str, str, str]]) -> int:
    tables = {name for name, column, _ in columns if column == "zaak_nr" and name[:4] == "stg_"}
    if "stg_zaak" not in tables:
        return 0
    return sum(
        connection.execute(
            f"SELECT count(*) FROM zaken.{table} WHERE zaak_nr IS NOT NULL"
            " AND zaak_nr NOT IN (SELECT zaak_nr FROM zaken.stg_zaak)"
        ).fetchall()[0][0]
        for table in sorted(tables)
    )


def published(workspace: Workspace) -> dict[str, str]:
    """Return per published file the hash of its content; raises when one is not whole."""
    from pipeline.disclosure.safe_table import open_publication

    files = [workspace.released, *workspace.publication.glob("vertrouwelijk/*.duckdb")]
    return {
        str(file.relative_to(workspace.root)): open_publication(file).edition.content_sha256
        for file in sorted(files)
        if file.exists()
    }


def releases(workspace: Workspace) -> list[str]:
    """Return the content of every release in the ledger, oldest first; a torn last line is none."""
    if not workspace.ledger.exists():
        return []
    found = []
    for line in workspace.ledger.read_text(encoding="utf-8").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry["kind"] == "uitgave":
            found.append(str(entry["body"]["content"]))
    return found


def reports(workspace: Workspace) -> dict[str, str]:
    """Return per report the hash of its file; the index names the time and is left out."""
    return {
        str(file.relative_to(workspace.reports)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(workspace.reports.rglob("*.html"))
        if file.name != "index.html"
    }


def purged(workspace: Workspace) -> dict[str, int]:
    """Return how many rows the proof says went, over all purges together."""
    path = workspace.root / "verwijderd.jsonl"
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        entry = json.loads(line)
        for table, count in entry["verwijderd"].items():
            counts[table] = counts.get(table, 0) + count
    return counts


def deliveries(workspace: Workspace) -> list[str]:
    """Return the raw deliveries that lie in the workspace, also under the name of one that goes."""
    folders = {p.parent.name for p in workspace.root.rglob("levering.csv")}
    return sorted(name.removeprefix(".weg-") for name in folders)


def leftovers(workspace: Workspace) -> list[str]:
    """Return what should not lie about once a run has ended well."""
    names = (
        ".nieuw-*",
        ".weg-*",
        "*.vers",
        "*.vers.wal",
        "*.new",
        "*.nieuw",
        "kern-*",
        "meldcode-*",
    )
    found = {file for name in names for file in workspace.root.rglob(name)}
    return sorted(str(file.relative_to(workspace.root)) for file in found)


def everything(root: Path) -> dict[str, Any]:
    """Return all of the above; raises when anything is not whole."""
    workspace = Workspace(root)
    return {
        "cases": cases(workspace),
        "published": published(workspace),
        "releases": releases(workspace),
        "reports": reports(workspace),
        "purged": purged(workspace),
        "deliveries": deliveries(workspace),
    }
