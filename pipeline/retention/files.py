"""Deletes loose files with case data from the workspace: raw deliveries, old worklists."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from pipeline.errors import MeldcodeError
from pipeline.reading import open_delivery
from pipeline.schema.retention import Retention
from pipeline.workspace import Workspace


def delete_files(
    workspace: Workspace, terms: Retention, loaded: Mapping[str, date], today: date
) -> dict[str, int]:
    """Delete what is past its term and return how many deliveries and reports went.

    `loaded` says per sha256 when a delivery was last loaded. A delivery that was never loaded
    stays: nothing else holds its rows. Nothing outside the workspace's own folders is touched.
    """
    last = today - timedelta(days=terms.days["deliveries"])
    deliveries = [
        place for place in _deliveries(workspace) if loaded.get(_sha256(place), date.max) <= last
    ]
    for place in deliveries:
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    reports = _old_reports(workspace, today - timedelta(days=terms.days["intern_reports"]))
    for report in reports:
        report.unlink()
    counts = {"leveringen (bestanden)": len(deliveries), "reports/intern (bestanden)": len(reports)}
    return {name: count for name, count in counts.items() if count}


def _deliveries(workspace: Workspace) -> Iterator[Path]:
    """Yield the deliveries below the workspace: folders with a table levering, and workbooks."""
    own = {workspace.publication, workspace.temp, workspace.root / "reports"}
    for place in _walk(workspace.root, own):
        if place.is_dir():
            is_delivery = any(f.name.lower() == "levering.csv" for f in place.iterdir())
        else:
            is_delivery = place.suffix.lower() == ".xlsx"
        if is_delivery:
            yield place


def _walk(folder: Path, skipped: set[Path]) -> Iterator[Path]:
    """Yield every file and folder below, deepest first; links are not followed and not given."""
    for place in sorted(folder.iterdir()):
        if place.is_symlink() or place in skipped:
            continue
        if place.is_dir():
            yield from _walk(place, skipped)
        yield place


def _sha256(place: Path) -> str:
    try:
        return open_delivery(place).sha256
    except (MeldcodeError, OSError):
        return ""


def _old_reports(workspace: Workspace, last: date) -> list[Path]:
    folder = workspace.reports / "intern"
    if not folder.is_dir() or folder.is_symlink():
        return []
    files = [file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
    return [file for file in files if datetime.fromtimestamp(file.stat().st_mtime).date() <= last]
