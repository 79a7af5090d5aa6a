"""Writes delivered tables in the dialect of each school, without a loop over rows."""

import io
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xlsxwriter

from pipeline.sample.block import Rows
from pipeline.sample.codes import code_names
from pipeline.sample.days import NEVER, Ints, day_number
from pipeline.sample.parameters import Dialect
from pipeline.schema.tables import Column, Table

Texts = list[str]
SLAB = 200_000
FIRST_DAY, LAST_DAY = day_number(date(2016, 1, 1)), day_number(date(2046, 1, 1))
WORKBOOK_CREATED = datetime(2026, 1, 31)


def delivered_columns(table: Table, gaps: tuple[str, ...]) -> list[Column]:
    """Return the columns that a school with these gaps delivers; none when it lacks the table."""
    if table.name in gaps:
        return []
    return [column for column in table.columns if f"{table.name}.{column.name}" not in gaps]


def write_header(path: Path, columns: list[Column], dialect: Dialect) -> None:
    """Start a file with its header, after a byte order mark where the dialect has one."""
    text = dialect.separator.join(header_texts(columns, dialect)) + "\r\n"
    path.write_bytes(text.encode(dialect.encoding))


def header_texts(columns: list[Column], dialect: Dialect) -> Texts:
    """Return the headers: names of columns, or their Dutch titles."""
    return [c.title.nl if dialect.words == "labels" else c.name for c in columns]


def append_rows(path: Path, rows: Rows, columns: list[Column], dialect: Dialect) -> None:
    """Add rows to a file that has its header."""
    n = len(rows[columns[0].name])
    encoding = dialect.encoding.removesuffix("-sig")
    with path.open("ab") as file:
        for first in range(0, n, SLAB):
            part = slice(first, min(first + SLAB, n))
            texts = [column_texts(rows[c.name][part], c, dialect) for c in columns]
            file.write(join_rows(texts, dialect.separator).encode(encoding))


def join_rows(columns: list[Texts], separator: str, end: str = "\r\n") -> str:
    """Return the rows as lines. No value holds a separator or a quote, so none is quoted."""
    lines = map(separator.join, zip(*columns, strict=True))
    return end.join([*lines, ""])


def column_texts(values: npt.NDArray[Any], column: Column, dialect: Dialect) -> Texts:
    """Return the cells of one column as text, '' for an empty one."""
    if column.type == "date":
        return date_texts(values, dialect.date)
    if column.type == "integer":
        return integer_texts(values)
    if column.codes:
        return code_texts(values, column.codes, dialect.words == "labels")
    return token_texts(values)


def token_texts(values: npt.NDArray[Any]) -> Texts:
    """Return fixed-width bytes as text; cut from one string where all are of full width."""
    width, joined = values.dtype.itemsize, values.tobytes()
    if b"\0" in joined:
        texts: Texts = values.astype("U").tolist()
        return texts
    text = joined.decode()
    return [text[first : first + width] for first in range(0, len(text), width)]


def integer_texts(values: Ints) -> Texts:
    """Return whole numbers from 0 on; a negative one stands for an empty cell."""
    highest = int(values.max(initial=-1))
    names = np.array([*map(str, range(highest + 1)), ""], dtype=object)
    texts: Texts = names[np.where(values < 0, -1, values)].tolist()
    return texts


def date_texts(values: Ints, date_format: str) -> Texts:
    """Return day numbers as dates in a format."""
    position = np.where(values == NEVER, LAST_DAY, values) - FIRST_DAY
    texts: Texts = _all_dates(date_format)[position].tolist()
    return texts


def code_texts(values: Ints, code_list: str, as_labels: bool = False) -> Texts:
    """Return the codes themselves, or their Dutch labels, '' for an empty cell."""
    texts: Texts = np.array(code_names(code_list, as_labels), dtype=object)[values].tolist()
    return texts


def date_text(day: int, date_format: str) -> str:
    """Return one day number as a date in a format, however long ago."""
    return (date(1970, 1, 1) + timedelta(days=day)).strftime(date_format)


@cache
def _all_dates(date_format: str) -> npt.NDArray[np.object_]:
    """Return the text of every day from FIRST_DAY on, and '' as the last one."""
    texts = [date_text(day, date_format) for day in range(FIRST_DAY, LAST_DAY)]
    return np.array([*texts, ""], dtype=object)


def write_workbook(
    path: Path, sheets: dict[str, tuple[list[Column], Rows]], dialect: Dialect
) -> None:
    """Write one sheet per table with real dates; the same rows always give the same bytes."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": WORKBOOK_CREATED})
        as_date = book.add_format({"num_format": "dd-mm-yyyy"})
        for name, (columns, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header_texts(columns, dialect))
            for position, column in enumerate(columns):
                texts = column_texts(rows[column.name], column, dialect)
                _write_column(sheet, position, column.type, texts, as_date)
    path.write_bytes(content.getvalue())


def _write_column(sheet: Any, position: int, kind: str, texts: Texts, as_date: Any) -> None:
    for row, text in enumerate(texts, start=1):
        if text and kind == "date":
            sheet.write_datetime(row, position, datetime.fromisoformat(text), as_date)
        elif text and kind == "integer":
            sheet.write_number(row, position, int(text))
        elif text:
            sheet.write_string(row, position, text)
