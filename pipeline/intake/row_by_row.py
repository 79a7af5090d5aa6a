"""Reads what DuckDB cannot: workbooks, other encodings, quoted line breaks, blank lines."""

from collections.abc import Iterator, Sequence
from itertools import islice

import pandas as pd

from pipeline.errors import UnreadableFile
from pipeline.intake.staged import Obstacles, Staged
from pipeline.reading import limits
from pipeline.reading.csv_text import read_fitted_rows
from pipeline.schema.example_row import is_example
from pipeline.schema.tables import Table
from pipeline.warehouse import Connection


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
    for each in staged:
        try:
            _guard_size(each)
            _read_text(connection, table, each, obstacles)
        except UnreadableFile as problem:
            rows = () if problem.row is None else (problem.row,)
            obstacles.add(each, problem.rule, rows)
    return f"SELECT * FROM deel_{table.name}"


def _guard_size(staged: Staged) -> None:
    text = staged.text
    if text.rows is None and text.path.stat().st_size > limits.AWKWARD_FILE_BYTES:
        raise UnreadableFile(f"{text.file}: too large to read row by row", "bestand_te_groot")


def _read_text(connection: Connection, table: Table, staged: Staged, obstacles: Obstacles) -> None:
    rows = _numbered_rows(table, staged, obstacles)
    while chunk := list(islice(rows, limits.CHUNK_ROWS)):
        _insert_chunk(connection, table, staged, chunk)


def _numbered_rows(
    table: Table, staged: Staged, obstacles: Obstacles
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, with their number, and without the template's example."""
    text = staged.text
    tokens = [
        place
        for place, name in enumerate(text.columns)
        if name is not None and table.column(name).token
    ]
    first = text.dialect.header_row + 1
    for row, (cells, is_wide) in enumerate(read_fitted_rows(text), start=first):
        if is_wide:
            obstacles.wide_rows.append((table.name, staged.lev, staged.tekst_nr, row))
        if is_example(cells[token] for token in tokens):
            obstacles.examples.add(staged.lev)
        elif any(cell.strip() for cell in cells):
            yield row, cells


def _insert_chunk(
    connection: Connection, table: Table, staged: Staged, chunk: list[tuple[int, list[str]]]
) -> None:
    """Append rows; a column that is not delivered stays NULL."""
    columns = list(zip(*(cells for _, cells in chunk), strict=True))
    places = {name: place for place, name in enumerate(staged.text.columns) if name is not None}
    frame = pd.DataFrame({"rij": [row for row, _ in chunk]})
    for name, place in places.items():
        frame[name] = pd.Series(columns[place], dtype=object)
    connection.register("rijen_frame", frame)
    names = ", ".join(places)
    values = ", ".join(
        f"trim({name}::VARCHAR)" if table.column(name).token else f"{name}::VARCHAR"
        for name in places
    )
    connection.execute(
        f"INSERT INTO deel_{table.name} (lev, tekst_nr, rij, {names})"
        f" SELECT {staged.lev}, {staged.tekst_nr}, rij, {values} FROM rijen_frame"
    )
    connection.unregister("rijen_frame")
