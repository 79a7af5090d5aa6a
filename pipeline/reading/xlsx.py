"""Reads the sheets of a workbook through calamine, as the text that a CSV would hold."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

import python_calamine

from pipeline.errors import UnreadableFile
from pipeline.reading import limits
from pipeline.reading.headers import check_header, check_headless, find_header
from pipeline.reading.source import Dialect, Problem, TableText
from pipeline.reading.workbook_guard import guard_workbook
from pipeline.schema.tables import Table

Cell = object


def open_sheets(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the name and the rows, as text, of each sheet; row 1 of the sheet is the first row.

    Raises UnreadableFile, with the rule that is broken, for a workbook that should not be read.
    """
    guard_workbook(path)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                yield name, [[cell_text(cell) for cell in row] for row in rows]
    except (python_calamine.CalamineError, OSError, ValueError):
        raise _unreadable(path) from None
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # the reader's own way to give up
            raise
        raise _unreadable(path) from None


def _unreadable(path: Path) -> UnreadableFile:
    return UnreadableFile(f"{path.name}: no sound workbook", "bestand_onleesbaar")


def cell_text(cell: Cell) -> str:
    """Return a cell as text: dates in ISO, whole numbers without a decimal, truth in Dutch."""
    if isinstance(cell, bool):
        return "waar" if cell else "onwaar"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def read_sheet(
    path: Path, sheet: str, rows: list[list[str]], table: Table, source: str | None
) -> tuple[TableText | None, list[Problem]]:
    """Return the text of one sheet, or None with what stands in the way."""
    top = rows[: limits.TITLE_ROWS + 1]
    header = find_header(top, table, source)
    if header is None:
        found = check_headless(top, table.name, path.name, sheet)
        return None, found or [Problem("kopregel_ontbreekt", path.name, sheet, table.name)]
    problems = check_header(header, rows[header.row], table, path.name, sheet)
    body = tuple(tuple(row) for row in _without_trailing_blanks(rows[header.row + 1 :]))
    dialect = Dialect("xlsx", "", header.row + 1)
    text = TableText(
        table.name, path.name, sheet, header.columns, dialect, path, len(body), rows=body
    )
    return text, problems


def _without_trailing_blanks(rows: Iterable[list[str]]) -> list[list[str]]:
    kept = list(rows)
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    return kept
