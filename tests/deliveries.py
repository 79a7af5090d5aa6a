"""Small deliveries for tests, drawn as text: a table is its header and rows, cells by |."""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.intake import Check, check_deliveries

SCHOOL = "S4e5ce861d6f8d0f9a41e9a2f6d"
BESTUUR = "Bc1a8074512bd22f3e103269a15"

Drawing = Callable[[Path], Path]
"""Writes a delivery in an empty folder and returns what is to be checked: it, or a place in it."""


def token(name: str, school: str = "") -> str:
    """Return a token for a short name: 'z1' is always the same 104 bits, and others per school."""
    return name[0] + hashlib.sha256(f"{school}{name}".encode()).hexdigest()[:26]


def drawn(text: str, school: str = "") -> list[list[str]]:
    """Return the rows of a drawn table; a cell such as @z1 becomes a token, no line no row."""
    lines = [line.strip().strip("|") for line in text.splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [[token(c[1:], school) if c.startswith("@") else c for c in row] for row in cells]


LEVERING = f"""
school_id | bestuur_id | vakantieregio | peildatum | bron | schema_versie
{SCHOOL} | {BESTUUR} | midden | 2026-01-31 | esis | 1
"""
ZAAK = """
zaak_id | datum_signalering | status
@z1     | 2025-09-15        | lopend
"""
GEBEURTENIS = """
gebeurtenis_id | zaak_id | stap | ronde | soort      | datum
@g1            | @z1     | 1    | 1     | observatie | 2025-09-16
"""


def write_delivery(
    folder: Path,
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    end: str = "\n",
    school: str = "",
    **tables: str,
) -> Path:
    """Write a delivery of CSV files; the three required tables are good unless given.

    A delivery of another `school` than SCHOOL, by its code, has other tokens for the same names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    levering = LEVERING.replace(SCHOOL, school or SCHOOL)
    drawings = {"levering": levering, "zaak": ZAAK, "gebeurtenis": GEBEURTENIS} | tables
    for name, text in drawings.items():
        lines = [delimiter.join(row) for row in drawn(text, school)]
        content = end.join(lines) + end
        (folder / f"{name}.csv").write_bytes(content.encode(encoding))
    return folder


def found(check: Check, *severities: str) -> Counter[str]:
    """Return how often each rule was broken, of all severities or of the ones given."""
    counts: Counter[str] = Counter()
    for finding in check.findings:
        if not severities or finding.ernst in severities:
            counts[finding.regel] += finding.aantal
    return counts


def check_all(folders: Mapping[Any, Path]) -> dict[Any, Check]:
    """Check many deliveries in one go; that they are all of one school is not counted."""
    checks = check_deliveries(list(folders.values()))
    return {
        name: replace(
            check, findings=tuple(f for f in check.findings if f.regel != "levering_ingehaald")
        )
        for name, check in zip(folders, checks, strict=True)
    }


def drawing(**options: Any) -> Drawing:
    """Return a drawing of a delivery of CSV files, as `write_delivery` writes it."""
    return lambda folder: write_delivery(folder, **options)


def deliveries(drawings: Mapping[Any, Drawing]) -> Callable[[Any], Any]:
    """Draw the deliveries that a test looks at; it gets them checked by name, as `checks`.

    All that the tests of a module are drawn with is checked in one go: a check of a hundred small
    deliveries takes little longer than a check of one.
    """

    def draw(test: Any) -> Any:
        test.drawings = drawings
        return test

    return draw


def delivery(**options: Any) -> Callable[[Any], Any]:
    """Draw the one delivery that a test looks at; it gets it checked, as `check`."""
    return deliveries({"it": drawing(**options)})


def check_drawn(module: ModuleType, folder: Path) -> dict[str, dict[Hashable, Check]]:
    """Check the deliveries of every test of a module in one go: test → name → check."""
    drawn_in = {name: getattr(test, "drawings", {}) for name, test in vars(module).items()}
    every = [(test, name) for test, drawings in drawn_in.items() for name in drawings]
    written = {}
    for number, (test, name) in enumerate(every):
        (empty := folder / str(number)).mkdir()
        written[test, name] = drawn_in[test][name](empty)
    checked = check_all(written)
    return {
        test: {name: checked[test, name] for name in drawings}
        for test, drawings in drawn_in.items()
    }


def places(check: Check, rule: str) -> list[tuple[str | None, str | None, str]]:
    """Return table, column and rows of every finding of one rule."""
    return [(f.tabel, f.kolom, f.bereik) for f in check.findings if f.regel == rule]


def everything_shown(check: Check) -> str:
    """Return all that a check can show, as one text, to look for what may not be in it."""
    parts = [*check.findings, *check.rules, *check.fills, *check.readings]
    return json.dumps([repr(part) for part in parts], ensure_ascii=False)


@cache
def drawn_book() -> bytes:
    """Return the drawn delivery as one workbook, a sheet per table."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in {"levering": LEVERING, "zaak": ZAAK, "gebeurtenis": GEBEURTENIS}.items():
        sheet = book.create_sheet(name)
        for row in drawn(text):
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
