"""Reads a CSV: which delimiter, where its header stands, and, where DuckDB cannot, its rows."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from pipeline.reading import limits
from pipeline.reading.headers import Header, check_header, find_header
from pipeline.reading.source import Dialect, Problem, TableText
from pipeline.reading.survey import Survey
from pipeline.schema.sources import header_map, normalise
from pipeline.schema.tables import Table

DELIMITERS = (";", ",", "\t")


def read_csv(
    path: Path, survey: Survey, table: Table, source: str | None
) -> tuple[TableText | None, list[Problem]]:
    """Return the text of one CSV file, or None with what stands in the way."""
    head = _head_rows(survey, table, source)
    if head is None:
        return None, [Problem("kopregel_ontbreekt", path.name, table=table.name)]
    delimiter, rows = head
    header = find_header(rows, table, source)
    if header is None:
        return None, [Problem("kopregel_ontbreekt", path.name, table=table.name)]
    problems = check_header(header, rows[header.row], table, path.name, None)
    dialect = Dialect(survey.encoding or "", delimiter, header.row + 1, survey.has_quote)
    text = TableText(
        table=table.name,
        file=path.name,
        sheet=None,
        columns=header.columns,
        dialect=dialect,
        path=path,
        lines=survey.lines - dialect.header_row,
    )
    return text, problems


def _head_rows(
    survey: Survey, table: Table, source: str | None
) -> tuple[str, list[list[str]]] | None:
    """Return the delimiter under which most headers are known, with the first rows."""
    known = header_map(table, source)

    def score(rows: list[list[str]]) -> int:
        return max((sum(normalise(cell) in known for cell in row) for row in rows), default=0)

    text = survey.text.removeprefix("\ufeff")
    found = {mark: _parse_head(text, mark) for mark in DELIMITERS}
    best = max(found, key=lambda mark: score(found[mark]))
    return (best, found[best]) if found[best] else None


def _parse_head(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.TITLE_ROWS:
                break
    except csv.Error:
        pass
    return rows


def read_rows(text: TableText) -> Iterator[list[str]]:
    """Yield the rows under the header, each as wide as the header."""
    width = len(text.columns)
    with text.path.open(encoding=text.dialect.encoding, newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter=text.dialect.delimiter), start=1):
            if number > text.dialect.header_row:
                yield (row + [""] * width)[:width]


__all__ = ["Header", "read_csv", "read_rows"]
