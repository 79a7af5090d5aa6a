"""Deletes loose files with case data from the workspace: raw deliveries, old worklists."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from pipeline.errors import MeldcodeError
from pipeline.reading import open_delivery
from pipeline.schema.retention import Retention
from pipeline.workspace import Workspace

_GOING = ".weg-"
"""A delivery that goes gets this name first: once some of its files are gone nobody could tell any
more that it was loaded, and the rest would stay."""


def delete_files(
    workspace: Workspace, terms: Retention, loaded: Mapping[str, date], today: date
) -> dict[str, int]:
    """Delete what is past its term and return how many deliveries and reports went.

    `loaded` says per sha256 when a delivery was last loaded. A delivery that was never loaded
    stays: nothing else holds its rows. Nothing outside the workspace's own folders is touched.
    What an earlier purge was killed at goes first, and counts.
    """
    half = [place for place in _own(workspace) if place.name.startswith(_GOING)]
    for place in half:
        _remove(place)
    last = today - timedelta(days=terms.days["deliveries"])
    deliveries = [
        place for place in _deliveries(workspace) if loaded.get(_sha256(place), date.max) <= last
    ]
    for place in deliveries:
        _remove(place.rename(place.with_name(_GOING + place.name)))
    reports = _old_reports(workspace, today - timedelta(days=terms.days["intern_reports"]))
    for report in reports:
        report.unlink()
    counts = {
        "leveringen (bestanden)": len(half + deliveries),
        "reports/intern (bestanden)": len(reports),
    }
    return {name: count for name, count in counts.items() if count}


def _remove(place: Path) -> None:
    shutil.rmtree(place) if place.is_dir() else place.unlink()


def _deliveries(workspace: Workspace) -> Iterator[Path]:
    """Yield the deliveries below the workspace: folders with a table levering, and workbooks."""
    for place in _own(workspace):
        if place.is_dir():
            is_delivery = any(f.name.lower() == "levering.csv" for f in place.iterdir())
        else:
            is_delivery = place.suffix.lower() == ".xlsx"
        if is_delivery:
            yield place


def _own(workspace: Workspace) -> Iterator[Path]:
    """Yield every file and folder that somebody may have put in the workspace."""
    ours = {workspace.publication, workspace.temp, workspace.root / "reports"}
    return _walk(workspace.root, ours)


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
