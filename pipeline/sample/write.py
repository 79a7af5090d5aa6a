"""Writes delivered tables in the dialect of each school, without a loop over rows."""

import io
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import xlsxwriter

from pipeline.sample.block import Rows
from pipeline.sample.codes import code_names
from pipeline.sample.days import NEVER
from pipeline.sample.parameters import Dialect
from pipeline.schema.tables import Column, Table

Texts = list[str]
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
SLAB = 200_000
LAST_DAY = 40_000  # 2079: no date in a made-up case lies later


def delivered_columns(table: Table, gaps: tuple[str, ...]) -> list[Column]:
    """Return the columns that a school with these gaps delivers; none when it lacks the table."""
    if table.name in gaps:
        return []
    return [column for column in table.columns if f"{table.name}.{column.name}" not in gaps]


def write_header(path: Path, columns: list[Column], dialect: Dialect) -> None:
    """Start a file: the column names, after a byte order mark where the dialect has one."""
    text = dialect.separator.join(column.name for column in columns) + "\r\n"
    path.write_bytes(text.encode(dialect.encoding))


def append_rows(path: Path, rows: Rows, columns: list[Column], dialect: Dialect) -> None:
    """Add rows to a file that has its header."""
    n = len(rows[columns[0].name])
    if n == 0:
        return
    encoding = dialect.encoding.removesuffix("-sig")
    with path.open("ab") as file:
        for first in range(0, n, SLAB):
            part = slice(first, min(first + SLAB, n))
            texts = [column_texts(rows[c.name][part], c, dialect.date) for c in columns]
            file.write(join_rows(texts, dialect.separator).encode(encoding))


def join_rows(columns: list[Texts], separator: str, end: str = "\r\n") -> str:
    """Return the rows as lines. No value holds a separator or a quote, so none is quoted."""
    lines = map(separator.join, zip(*columns, strict=True))
    return end.join(lines) + end


def column_texts(values: npt.NDArray[np.generic], column: Column, date_format: str) -> Texts:
    """Return the cells of one column as text, '' for an empty one."""
    if column.type == "date":
        return date_texts(values, date_format)
    if column.type == "integer":
        return ["" if value < 0 else str(value) for value in values.tolist()]
    if column.codes and values.dtype.kind == "i":
        return code_texts(values, column.codes)
    return values.astype("U").tolist()


def date_texts(values: npt.NDArray[np.generic], date_format: str) -> Texts:
    """Return day numbers as dates in a format."""
    texts = _all_dates(date_format)
    return texts[np.where(values == NEVER, LAST_DAY, values)].tolist()


def code_texts(values: npt.NDArray[np.generic], code_list: str) -> Texts:
    return np.array(code_names(code_list), dtype=object)[values].tolist()


@cache
def _all_dates(date_format: str) -> npt.NDArray[np.object_]:
    """Return the text of every day since 1970-01-01, and '' as the last one."""
    start = date(1970, 1, 1)
    texts = [(start + timedelta(days=k)).strftime(date_format) for k in range(LAST_DAY)]
    return np.array([*texts, ""], dtype=object)


def write_workbook(path: Path, sheets: dict[str, tuple[list[Column], Rows]]) -> None:
    """Write one sheet per table with real dates; the same rows always give the same bytes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 31)})
        as_date = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [column.name for column in columns])
            for position, column in enumerate(columns):
                _write_column(sheet, position, column, rows[column.name], as_date)
    path.write_bytes(content.getvalue())


def _write_column(
    sheet: xlsxwriter.workbook.Worksheet,
    position: int,
    column: Column,
    values: npt.NDArray[np.generic],
    as_date: xlsxwriter.workbook.Format,
) -> None:
    texts = column_texts(values, column, "%Y-%m-%d")
    for row, text in enumerate(texts, start=1):
        if not text:
            continue
        if column.type == "date":
            sheet.write_datetime(row, position, datetime.fromisoformat(text), as_date)
        elif column.type == "integer":
            sheet.write_number(row, position, int(text))
        else:
            sheet.write_string(row, position, text)
