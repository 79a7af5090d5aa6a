"""Scans everything that lies below reports/vrijgave and reports/vertrouwelijk."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.disclosure.safe_table import Publication, open_publication
from pipeline.disclosure.scan.allowed import Allowed, allow
from pipeline.disclosure.scan.files import Leak, scan_files
from pipeline.disclosure.scan.published import school_names
from pipeline.errors import DisclosureError
from pipeline.schools import Schools, read_schools
from pipeline.workspace import Workspace

FOLDERS = ("vrijgave", "vertrouwelijk")


def scan_reports(workspace: Workspace) -> list[Leak]:
    """Return what may not stand in the reports that lie there.

    A report of an earlier release is looked through for what may stand nowhere; its numbers are
    those of a publication that is no longer here.
    """
    schools = read_schools(workspace)
    publications = dict(_publications(workspace, schools))
    found: list[Leak] = []
    for folder in FOLDERS:
        for report in _reports(workspace.reports / folder):
            names = [path.relative_to(workspace.reports).as_posix() for path in report]
            files = dict(zip(names, (path.read_bytes() for path in report), strict=True))
            place = names[0].rpartition("/")[0]
            found += scan_files(files, _allowed(publications.get(place), schools, files))
    return found


def _reports(folder: Path) -> Iterator[list[Path]]:
    """Yield the files of each report: those that differ in their ending only."""
    found: dict[Path, list[Path]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.setdefault(path.with_suffix(""), []).append(path)
    yield from found.values()


def _publications(workspace: Workspace, schools: Schools) -> Iterator[tuple[str, Publication]]:
    """Yield each publication with the folder of the reports that are made from it."""
    for path in (workspace.released, *workspace.publication.glob("vertrouwelijk/*.duckdb")):
        try:
            publication = open_publication(path)
        except DisclosureError:
            continue
        school = publication.edition.school_id
        yield f"vertrouwelijk/{schools.slug(school)}" if school else "vrijgave", publication


def _allowed(
    publication: Publication | None, schools: Schools, files: dict[str, bytes]
) -> Allowed | None:
    if publication is None:
        return None
    is_current = any(publication.edition.release_id.encode() in file for file in files.values())
    return allow(publication, school_names(publication, schools)) if is_current else None
