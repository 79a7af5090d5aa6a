"""Reads a CSV: which delimiter, where its header stands, and, where DuckDB cannot, its rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.errors import UnreadableFile
from pipeline.reading import limits
from pipeline.reading.headers import check_header, check_headless, find_header, score_row
from pipeline.reading.source import Dialect, Problem, TableText
from pipeline.reading.survey import Survey
from pipeline.schema.example_row import EXAMPLE
from pipeline.schema.sources import header_map, normalise
from pipeline.schema.tables import Table, tables

DELIMITERS = (";", ",", "\t")
PLAIN_ENCODINGS = ("utf-8", "utf-8-sig")
"""What DuckDB reads itself; Windows-1252 too, where it is the same as Latin-1."""


@dataclass(frozen=True)
class Head:
    """The first rows of a file under one delimiter; `is_even`: each row is one line."""

    delimiter: str
    rows: tuple[tuple[str, ...], ...]
    is_even: bool


def read_csv(
    path: Path, survey: Survey, table: Table, source: str | None
) -> tuple[TableText | None, list[Problem]]:
    """Return the text of one CSV file, or None with what stands in the way."""
    head = _first_line(survey, table, source) or _best_head(survey, table, source)
    header = find_header(head.rows, table, source)
    if header is None:
        found = check_headless(head.rows, table.name, path.name, None)
        return None, found or [Problem("kopregel_ontbreekt", path.name, table=table.name)]
    problems = check_header(header, head.rows[header.row], table, path.name, None)
    dialect = Dialect(
        encoding=survey.encoding or "",
        delimiter=head.delimiter,
        header_row=header.row + 1,
        is_quoted=survey.has_quote,
        is_plain=head.is_even and _is_plain(survey),
    )
    lines = survey.lines - dialect.header_row
    text = TableText(table.name, path.name, None, header.columns, dialect, path, lines)
    return text, problems


def read_headless(path: Path, survey: Survey) -> list[Problem]:
    """Return whether the first row of a file that holds no known table points to a person."""
    heads = [_parse_head(survey.text, mark) for mark in DELIMITERS]
    found = [check_headless(head.rows, None, path.name, None) for head in heads]
    return next(filter(None, found), [])


def _is_plain(survey: Survey) -> bool:
    """Return whether nothing in the bytes keeps DuckDB from reading line by line."""
    is_known = survey.encoding in PLAIN_ENCODINGS or (
        survey.encoding == "cp1252" and survey.fits_latin
    )
    return is_known and not survey.has_lone_return and EXAMPLE.encode() not in survey.head.upper()


def _first_line(survey: Survey, table: Table, source: str | None) -> Head | None:
    """Return the head of a file whose first line is its header, as nearly all are."""
    line = survey.text.partition("\n")[0].rstrip("\r")
    return _known_header(line, table.name, source)


@lru_cache(maxsize=4096)
def _known_header(line: str, table: str, source: str | None) -> Head | None:
    if '"' in line:
        return None
    known = header_map(tables()[table], source)
    for mark in DELIMITERS:
        cells = tuple(line.split(mark))
        if len(cells) <= limits.COLUMNS and all(normalise(cell) in known for cell in cells):
            return Head(mark, (cells,), is_even=True)
    return None


def _best_head(survey: Survey, table: Table, source: str | None) -> Head:
    """Return the head under the delimiter that gives most known headers."""
    known = header_map(table, source)
    heads = [_parse_head(survey.text, mark) for mark in DELIMITERS]
    return max(heads, key=lambda head: max((score_row(row, known) for row in head.rows), default=0))


def _parse_head(text: str, delimiter: str) -> Head:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[str, ...]] = []
    is_even = True
    try:
        for row in reader:
            rows.append(tuple(row))
            is_even = is_even and reader.line_num == len(rows)
            if len(rows) > limits.TITLE_ROWS:
                break
    except csv.Error:
        is_even = False
    return Head(delimiter, tuple(rows), is_even)


def read_rows(text: TableText) -> Iterator[list[str]]:
    """Yield the rows under the header, blank ones too, each as wide as the header.

    Raises UnreadableFile with the row where reading stopped.
    """
    for row in _raw_rows(text):
        yield _fit(row, len(text.columns))


def read_fitted_rows(text: TableText) -> Iterator[tuple[Sequence[str], bool]]:
    """Yield the same rows, each with whether cells beyond the header had to be left out."""
    width = len(text.columns)
    for row in _raw_rows(text):
        if len(row) == width:
            yield row, False
        else:
            yield _fit(row, width), any(cell.strip() for cell in row[width:])


def _fit(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _raw_rows(text: TableText) -> Iterator[Sequence[str]]:
    if text.rows is not None:
        yield from text.rows
        return
    row = 0
    csv.field_size_limit(limits.CELL_CHARACTERS)
    try:
        with text.path.open(encoding=text.dialect.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=text.dialect.delimiter, strict=True)
            for row, cells in enumerate(reader, start=1):
                if row > text.dialect.header_row:
                    yield cells
    except csv.Error:
        message = f"{text.file}: a quotation mark in or after row {row + 1} is not closed"
        raise UnreadableFile(message, "aanhalingstekens", row + 1) from None
    except (OSError, UnicodeError):
        message = f"{text.file}: not readable after row {row}"
        raise UnreadableFile(message, "bestand_onleesbaar", row + 1) from None
