"""Opens one delivery: a folder with a CSV per table, or a workbook with a sheet per table."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DeliveryRefused
from pipeline.reading.csv_text import read_csv
from pipeline.reading.source import Problem, TableText
from pipeline.reading.survey import survey_file
from pipeline.reading.xlsx import open_sheets, read_sheet
from pipeline.schema.example_row import DELIVERY_MANIFEST
from pipeline.schema.sources import is_skipped_sheet, normalise, table_name
from pipeline.schema.tables import tables

Reader = Callable[[str, str | None], tuple[TableText | None, list[Problem]]]
"""Reads one table, given its name and the source that says how headers are written."""


@dataclass(frozen=True)
class Delivery:
    """One delivery as text. `sha256` covers the names and contents of all its files."""

    path: Path
    texts: tuple[TableText, ...]
    problems: tuple[Problem, ...]
    sha256: str


def find_files(path: Path) -> list[Path]:
    """Return the files of one delivery; raises DeliveryRefused when there is nothing to read."""
    if not path.exists():
        raise DeliveryRefused(f"there is no delivery at {path}")
    if path.is_file():
        return [path]
    skipped = (".", DELIVERY_MANIFEST)
    return sorted(f for f in path.iterdir() if f.is_file() and not f.name.startswith(skipped))


def open_delivery(path: Path) -> Delivery:
    """Return the text of every table of one delivery, with what stood in the way of reading."""
    readers, problems, digest = _open_files(find_files(path))
    texts: list[TableText] = []
    source: str | None = None
    for table in sorted(readers, key=lambda name: name != "levering"):
        text, found = readers[table](table, None if table == "levering" else source)
        problems += found
        if text is not None:
            texts.append(text)
            source = _source(text) if table == "levering" else source
    return Delivery(path, tuple(texts), tuple(problems), digest)


def _open_files(files: list[Path]) -> tuple[dict[str, Reader], list[Problem], str]:
    readers: dict[str, Reader] = {}
    problems: list[Problem] = []
    digest = hashlib.sha256()
    for file in files:
        survey = survey_file(file)
        digest.update(f"{file.name} {survey.sha256}\n".encode())
        if file.suffix.lower() == ".xlsx":
            found = _sheet_readers(file)
        elif file.suffix.lower() == ".csv":
            found = {file.stem: _csv_reader(file)}
        else:
            continue
        for name, reader in found.items():
            table = table_name(name)
            if table is None or table in readers:
                rule = "tabel_onbekend" if table is None else "tabel_dubbel"
                problems.append(Problem(rule, file.name, table=table))
            else:
                readers[table] = reader
    return readers, problems, digest.hexdigest()


def _csv_reader(file: Path) -> Reader:
    return lambda table, source: read_csv(file, survey_file(file), tables()[table], source)


def _sheet_readers(file: Path) -> dict[str, Reader]:
    def reader(sheet: str, rows: list[list[str]]) -> Reader:
        return lambda table, source: read_sheet(file, sheet, rows, tables()[table], source)

    return {
        sheet: reader(sheet, rows)
        for sheet, rows in open_sheets(file)
        if not is_skipped_sheet(sheet)
    }


def _source(levering: TableText) -> str | None:
    """Return the origin that the delivery gives for itself, read from its first row."""
    from pipeline.reading.csv_text import read_rows

    if "bron" not in levering.columns:
        return None
    rows = levering.rows if levering.rows is not None else read_rows(levering)
    first = next(iter(rows), None)
    return normalise(first[levering.columns.index("bron")]) if first else None
