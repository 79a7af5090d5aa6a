"""Scans the files of one report together, before they are written."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from pipeline.disclosure.scan.allowed import Allowed
from pipeline.disclosure.scan.forbidden import (
    find_forbidden,
    find_person_numbers,
    may_hold_person_number,
)
from pipeline.disclosure.scan.notebook_text import read_notebook
from pipeline.disclosure.scan.numbers import (
    find_numbers,
    without_days,
    without_names,
    written_numbers,
)
from pipeline.disclosure.scan.page_text import read_page
from pipeline.disclosure.scan.pdf_text import read_pdf
from pipeline.disclosure.scan.pieces import Content, Reader
from pipeline.disclosure.scan.workbook_text import read_workbook
from pipeline.errors import DisclosureError

READERS: Mapping[str, Reader] = {
    ".html": read_page,
    ".xlsx": read_workbook,
    ".pdf": read_pdf,
    ".ipynb": read_notebook,
}
"""The kinds of files that may lie below reports/vrijgave and reports/vertrouwelijk."""


@dataclass(frozen=True)
class Leak:
    """Something in a finished file that may not be there: how often, and what kind of thing."""

    file: str
    kind: str
    times: int

    @property
    def words(self) -> str:
        """What was found, without what it says."""
        return f"{self.times} x {self.kind}"


def scan_files(files: Mapping[str, bytes], allowed: Allowed | None) -> list[Leak]:
    """Return what may not stand in the files of one report.

    Without `allowed` no number is looked at. A PDF is printed from the page beside it: of numbers
    it may hold those that the page holds.
    """
    contents = {name: _read(name, content) for name, content in sorted(files.items())}
    found: list[Leak] = []
    for name, content in contents.items():
        mine = allowed
        if allowed is not None and name.endswith(".pdf"):
            mine = _with_page(allowed, contents.get(f"{name.removesuffix('.pdf')}.html"))
        kinds = Counter(_look(content, mine))
        found += [Leak(name, kind, times) for kind, times in sorted(kinds.items())]
    return found


def check_files(files: Mapping[str, bytes], allowed: Allowed | None) -> None:
    """Raise DisclosureError, in one line, when something in these files may not be there."""
    leaks = scan_files(files, allowed)
    if leaks:
        names = sorted({leak.file for leak in leaks})
        kinds = Counter[str]()
        for leak in leaks:
            kinds[leak.kind] += leak.times
        what = ", ".join(f"{times} x {kind}" for kind, times in sorted(kinds.items()))
        raise DisclosureError(
            f"{', '.join(names)}: holds what may not leave ({what}); nothing of it was written"
        )


def _read(name: str, content: bytes) -> Content:
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        return Content((), "", ("kind of file that is not looked through",))
    return reader(content)


def _look(content: Content, allowed: Allowed | None) -> Iterator[str]:
    yield from content.foreign
    yield from find_forbidden(content.raw, allowed.names if allowed else ())
    names = allowed.names if allowed else ()
    for piece in dict.fromkeys(content.pieces):
        if may_hold_person_number(piece.text):
            yield from find_person_numbers(without_days(without_names(piece.text, names)))
        if allowed is not None:
            yield from find_numbers(piece, allowed)


def _with_page(allowed: Allowed, page: Content | None) -> Allowed:
    if page is None:
        return allowed
    written = {number for piece in page.pieces for number in written_numbers(piece.text)}
    numbers, percents = allowed.numbers | written, allowed.percents | written
    return replace(allowed, numbers=numbers, percents=percents)
