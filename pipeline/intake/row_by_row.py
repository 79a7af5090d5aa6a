"""Reads what DuckDB cannot: workbooks, other encodings, quoted line breaks, blank lines."""

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

import pandas as pd

from pipeline.errors import UnreadableFile
from pipeline.intake.staged import Obstacles, Staged
from pipeline.reading import limits
from pipeline.reading.csv_text import read_fitted_rows
from pipeline.schema.example_row import EXAMPLE, is_example
from pipeline.schema.tables import Table
from pipeline.warehouse import Connection

Row = tuple[object, ...]
"""lev, tekst_nr, rij, then the declared columns: None for one that is not delivered."""


def read_slow(
    connection: Connection, table: Table, staged: Sequence[Staged], obstacles: Obstacles
) -> str:
    """Read the texts into `deel_<table>`, a bounded number of rows at a time; returns its SELECT.

    Adds to `obstacles` a file too large to read so, one that breaks off, and rows with more cells
    than the header.
    """
    names = ", ".join(f"{column} VARCHAR" for column in table.column_names)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE deel_{table.name}"
        f" (lev INTEGER, tekst_nr INTEGER, rij BIGINT, {names})"
    )
    rows = (row for each in staged for row in _read_text(table, each, obstacles))
    while chunk := list(islice(rows, limits.CHUNK_ROWS)):
        _insert_chunk(connection, table, chunk)
    return f"SELECT * FROM deel_{table.name}"


def _read_text(table: Table, staged: Staged, obstacles: Obstacles) -> Iterator[Row]:
    """Yield the rows of one text; what keeps it from being read further ends it."""
    try:
        _guard_size(staged)
        yield from _rows_with_content(table, staged, obstacles)
    except UnreadableFile as problem:
        obstacles.add(staged, problem.rule, () if problem.row is None else (problem.row,))


def _guard_size(staged: Staged) -> None:
    text = staged.text
    if text.rows is None and text.path.stat().st_size > limits.AWKWARD_FILE_BYTES:
        raise UnreadableFile(f"{text.file}: too large to read row by row", "bestand_te_groot")


def _rows_with_content(table: Table, staged: Staged, obstacles: Obstacles) -> Iterator[Row]:
    """Yield the rows that hold something, without the template's example."""
    lev, tekst_nr, text, columns = staged.lev, staged.tekst_nr, staged.text, staged.text.columns
    absent = len(columns)  # the place of a None behind the cells
    pick = itemgetter(*(columns.index(n) if n in columns else absent for n in table.column_names))
    tokens = [p for p, n in enumerate(columns) if n is not None and table.column(n).token]
    first = text.dialect.header_row + 1
    for row, (cells, is_wide) in enumerate(read_fitted_rows(text), start=first):
        if is_wide:
            obstacles.wide_rows.append((table.name, lev, tekst_nr, row))
        content = "".join(cells)
        if EXAMPLE in content.upper() and is_example(cells[token] for token in tokens):
            obstacles.examples.add(lev)
        elif content.strip():
            yield (lev, tekst_nr, row, *pick((*cells, None)))


def _insert_chunk(connection: Connection, table: Table, chunk: list[Row]) -> None:
    """Insert rows, a column at a time, the tokens trimmed."""
    names = ("lev", "tekst_nr", "rij", *table.column_names)
    columns = dict(zip(names, zip(*chunk, strict=True), strict=True))
    for column in table.columns:
        if column.token:
            cells = columns[column.name]
            columns[column.name] = tuple(cell and cell.strip() for cell in cells)
    frame = pd.DataFrame(
        {
            name: pd.Series(cells, dtype=object if name in table.column_names else "int64")
            for name, cells in columns.items()
        }
    )
    connection.register("rijen_frame", frame)
    values = ", ".join(f"{name}::VARCHAR" for name in table.column_names)
    connection.execute(
        f"INSERT INTO deel_{table.name} SELECT lev, tekst_nr, rij, {values} FROM rijen_frame"
    )
    connection.unregister("rijen_frame")
