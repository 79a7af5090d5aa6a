"""How far a workspace is: who delivered, what was built, released, reported, and what is stale."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pipeline.browse import has_deliveries, publications
from pipeline.errors import WorkspaceError
from pipeline.manifest import read_manifest
from pipeline.warehouse import Connection, open_cases
from pipeline.workspace import Workspace

NOT_DELIVERED = "niet_geleverd"

_DELIVERIES = """
SELECT l.school_id, CASE
    WHEN l.rijen - l.afgekeurd_rijen <= 1 + coalesce(e.rijen, 0) THEN 'nul_zaken'
    WHEN g.keer > 1 THEN 'herlevering'
    ELSE 'geleverd' END AS status, l.peildatum, coalesce(z.zaken, 0) AS zaken,
    l.afgekeurd_rijen
FROM stg_levering l
LEFT JOIN (SELECT school_id, count(*) AS zaken FROM stg_zaak GROUP BY 1) z USING (school_id)
LEFT JOIN (SELECT school_id, count(*) AS keer FROM log_levering GROUP BY 1) g USING (school_id)
LEFT JOIN (
    SELECT school_id, count(*) AS rijen FROM (
        SELECT school_id FROM stg_school_jaar
        UNION ALL SELECT school_id FROM stg_organisatie_maatregel
    ) GROUP BY 1
) e USING (school_id)
ORDER BY l.school_id
"""
"""Grain: one row per school that delivered. Which school years it covers is in mart_levering.

A delivery of zero cases had no other rows than levering and what is about the school itself; a
school whose cases were purged since has delivered all the same.
"""


@dataclass(frozen=True)
class DeliveryRow:
    """One school, by its name in `scholen.csv`; `refused` rows of its delivery were not taken."""

    school: str
    status: str
    peildatum: date | None
    cases: int | None
    refused: int | None


@dataclass(frozen=True)
class Status:
    """Every expected or delivering school, and one line per stage of the work."""

    deliveries: tuple[DeliveryRow, ...]
    lines: tuple[str, ...]


def workspace_status(workspace: Workspace) -> Status:
    """Return who delivered and how far the work is; an empty workspace gives the next command."""
    names = school_names(workspace)
    found, marts = _read_cases(workspace)
    delivered = {row.school for row in found}
    missing = [school for school in names if school not in delivered]
    rows = [*found, *(DeliveryRow(school, NOT_DELIVERED, None, None, None) for school in missing)]
    named = tuple(replace(row, school=names.get(row.school, row.school)) for row in rows)
    return Status(named, tuple(_lines(workspace, found, missing, names, marts)))


def school_names(workspace: Workspace) -> dict[str, str]:
    """Return the schools that are expected to deliver, from `scholen.csv`; empty without it."""
    if not workspace.school_names.exists():
        return {}
    try:
        with workspace.school_names.open(encoding="utf-8-sig", newline="") as file:
            sample = file.readline()
            file.seek(0)
            rows = list(csv.DictReader(file, delimiter=";" if ";" in sample else ","))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise WorkspaceError(f"{workspace.school_names} cannot be read as UTF-8") from None
    if rows and not {"school_id", "naam"} <= set(rows[0]):
        raise WorkspaceError(f"{workspace.school_names} needs the columns school_id and naam")
    return {row["school_id"]: row["naam"] or row["school_id"] for row in rows}


def _read_cases(workspace: Workspace) -> tuple[list[DeliveryRow], int]:
    """Return the schools that delivered and how many marts there are."""
    if not workspace.cases.exists():
        return [], 0
    with open_cases(workspace, read_only=True) as connection:
        if not has_deliveries(connection):
            return [], 0
        rows = connection.execute(_DELIVERIES).fetchall()
        return [DeliveryRow(*row) for row in rows], _count_marts(connection)


def _count_marts(connection: Connection) -> int:
    found: int = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE starts_with(table_name, 'mart_')"
    ).fetchall()[0][0]
    return found


def _lines(
    workspace: Workspace,
    found: list[DeliveryRow],
    missing: list[str],
    names: Mapping[str, str],
    marts: int,
) -> list[str]:
    if not found:
        return ["nothing is loaded; next: meldcode load DELIVERY..., or meldcode demo"]
    at = {stage: str(entry.get("at", "")) for stage, entry in read_manifest(workspace).items()}
    changed = max(at.get("load", ""), at.get("purge", ""))
    lines = [f"loaded: {len(found)} schools, {sum(row.cases or 0 for row in found)} cases"]
    if missing:
        who = ", ".join(names[school] for school in missing)
        lines.append(f"not delivered: {len(missing)} of {len(names)} expected schools: {who}")
    elif not names:
        lines.append(f"not delivered: unknown; {workspace.school_names} would say who is expected")
    lines.append(_stage("built", f"{marts} marts" if marts else "", "build", at, changed))
    released = [publication.edition for publication in publications(workspace)]
    what = released[0].release_id + f", {len(released)} files" if released else ""
    lines.append(_stage("released", what, "release", at, max(changed, at.get("build", ""))))
    reports = _count_reports(workspace)
    needed = max(changed, at.get("build", ""), at.get("release", ""))
    lines.append(_stage("reported", f"{reports} pages" if reports else "", "report", at, needed))
    return lines


def _stage(word: str, what: str, command: str, at: Mapping[str, str], changed: str) -> str:
    """Return one line about a stage; it is stale when what it starts from changed after it ran."""
    if not what:
        return f"{word}: nothing yet; next: meldcode {command}"
    if command not in at:
        return f"{word}: {what}; when is not recorded"
    if at[command] < changed:
        return f"{word}: {what}, {at[command]}; stale, next: meldcode {command}"
    return f"{word}: {what}, {at[command]}; up to date"


def _count_reports(workspace: Workspace) -> int:
    tiers = ("intern", "vertrouwelijk", "vrijgave")
    return sum(1 for tier in tiers for _ in (workspace.reports / tier).rglob("*.html"))
