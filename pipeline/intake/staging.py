"""Puts the text of deliveries in temporary tables: `tekst_<table>`, one row per delivered row.

They live in DuckDB's temporary catalogue, never in the case database: text that was not let
through does not reach the file. Columns: lev and tekst_nr (the delivery and the file or sheet, by
number), rij (row in that file or sheet, the header counted), then every declared column: '' for an
empty cell, NULL where the column was not delivered.

Row numbers come from DuckDB's rowid, which counts from 0 only outside a transaction: check first,
then begin.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import duckdb

from pipeline.intake.frames import make_temp_table
from pipeline.intake.row_by_row import read_slow
from pipeline.intake.staged import Obstacles, Staged
from pipeline.reading import Delivery, TableText, limits
from pipeline.schema.tables import Table, tables
from pipeline.warehouse import Connection

GLOB_MARKS = set("*?[]{}")

NO_NULL = "\\x1Fleeg\\x1F"
"""A text that stands in no file: an empty cell stays an empty text, apart from no cell at all."""


def number_texts(deliveries: Sequence[Delivery]) -> list[Staged]:
    """Number every delivery and every text in it."""
    pairs = [(lev, text) for lev, each in enumerate(deliveries) for text in each.texts]
    return [Staged(lev, number, text) for number, (lev, text) in enumerate(pairs)]


def stage_texts(connection: Connection, staged: Sequence[Staged]) -> Obstacles:
    """Make `tekst_<table>` for every declared table; returns what stood in the way."""
    obstacles = Obstacles()
    for table in tables().values():
        parts = [_select_nothing(table)]
        slow: list[Staged] = []
        for group in _groups([each for each in staged if each.text.table == table.name]):
            parts += _read_group(connection, table, group, slow)
        if slow:
            parts.append(read_slow(connection, table, slow, obstacles))
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW tekst_{table.name} AS " + " UNION ALL ".join(parts)
        )
    return obstacles


def _groups(staged: Sequence[Staged]) -> Iterator[list[Staged]]:
    """Bring together the texts that DuckDB can read in one go: one dialect, one header."""

    def key(each: Staged) -> tuple[object, ...]:
        dialect, columns = each.text.dialect, each.text.columns
        return (
            _is_fast(each.text),
            _encoding(each),
            dialect.delimiter,
            dialect.header_row,
            dialect.is_quoted,
            tuple(column or "" for column in columns),
        )

    for _, group in groupby(sorted(staged, key=key), key=key):
        yield list(group)


def _is_fast(text: TableText) -> bool:
    """Return whether DuckDB can read this file itself."""
    return text.dialect.is_plain and not GLOB_MARKS & set(str(text.path))


def _read_group(
    connection: Connection, table: Table, group: list[Staged], slow: list[Staged]
) -> list[str]:
    """Return the SELECTs of what DuckDB could read; the few files that it could not go to `slow`.

    One file that is not plain after all stops them all, so it is sought by halves.
    """
    if not _is_fast(group[0].text):
        slow += group
        return []
    if _read_fast(connection, table, group):
        return [_select_fast(table, group)]
    if len(group) == 1:
        slow += group
        return []
    middle = len(group) // 2
    return [
        part
        for half in (group[:middle], group[middle:])
        for part in _read_group(connection, table, half, slow)
    ]


def _encoding(staged: Staged) -> str:
    """Return what DuckDB calls the encoding of a plain file."""
    return "latin-1" if staged.text.dialect.encoding == "cp1252" else "utf-8"


def _read_fast(connection: Connection, table: Table, group: list[Staged]) -> bool:
    """Read the files into one temporary table; False when not every line became one row."""
    first, part = group[0].text, _part(group)
    kept = {f"k{place}": column for place, column in enumerate(first.columns) if column}
    quote = '"' if first.dialect.is_quoted else ""
    kinds = ", ".join(f"k{place}: 'VARCHAR'" for place in range(len(first.columns)))
    is_large = any(each.text.path.stat().st_size > limits.READ_BYTES for each in group)
    buffer = f", buffer_size={2 * limits.READ_BYTES}" if is_large else ""
    names = ", ".join(f"{place} AS {name}" for place, name in kept.items())
    number = ", file_index AS bestand_nr" if len(group) > 1 else ""
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {part} AS SELECT {names}{number} FROM read_csv($paths,"
            " encoding=$encoding, delim=$delimiter, quote=$quote, escape=$quote,"
            " header=false, skip=$skip,"
            f" auto_detect=false, nullstr='{NO_NULL}', columns={{{kinds}}}{buffer})",
            {
                "paths": [str(each.text.path) for each in group],
                "encoding": _encoding(group[0]),
                "delimiter": first.dialect.delimiter,
                "quote": quote,
                "skip": first.dialect.header_row,
            },
        )
    except (duckdb.Error, OSError):
        return False
    if not _number_files(connection, group):
        return False
    _clean_part(connection, table, part, first.delivered)
    return True


def _number_files(connection: Connection, group: list[Staged]) -> bool:
    """Note for each file its numbers and its first rowid; False when a row count is not right."""
    part = _part(group)
    if len(group) == 1:
        found = connection.execute(f"SELECT count(*) FROM {part}").fetchall()
        return bool(found[0][0] == group[0].text.lines)
    make_temp_table(
        connection,
        "bestand",
        {"bestand_nr": "BIGINT", "lev": "INTEGER", "tekst_nr": "INTEGER", "lines": "BIGINT"},
        [(n, each.lev, each.tekst_nr, each.text.lines) for n, each in enumerate(group)],
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {part}_bestand AS"
        " SELECT b.*, coalesce(r.eerste, 0) AS eerste, coalesce(r.aantal, 0) AS aantal"
        " FROM bestand b LEFT JOIN (SELECT bestand_nr, min(rowid) AS eerste,"
        f" count(*) AS aantal FROM {part} GROUP BY 1) r USING (bestand_nr)"
    )
    wrong = connection.execute(
        f"SELECT count(*) FROM {part}_bestand WHERE aantal <> lines"
    ).fetchall()
    return not wrong[0][0]


def _clean_part(connection: Connection, table: Table, part: str, delivered: Sequence[str]) -> None:
    """Delete rows of empty cells, such as Excel leaves below a table, and trim the tokens."""
    blank = " AND ".join(f"{column} = ''" for column in delivered)
    if connection.execute(f"SELECT 1 FROM {part} WHERE {blank} LIMIT 1").fetchall():
        connection.execute(f"DELETE FROM {part} WHERE {blank}")
    for column in delivered:
        edge = f"{column} LIKE ' %' OR {column} LIKE '% '"
        if (
            table.column(column).token
            and connection.execute(f"SELECT 1 FROM {part} WHERE {edge} LIMIT 1").fetchall()
        ):
            connection.execute(f"UPDATE {part} SET {column} = trim({column}) WHERE {edge}")


def _part(group: Sequence[Staged]) -> str:
    return f"deel_{group[0].tekst_nr}"


def _select_nothing(table: Table) -> str:
    columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in table.column_names)
    return f"SELECT 0 AS lev, 0 AS tekst_nr, 0::BIGINT AS rij, {columns} WHERE false"


def _select_fast(table: Table, group: list[Staged]) -> str:
    delivered = set(group[0].text.delivered)
    columns = ", ".join(f"d.{c}" if c in delivered else "NULL" for c in table.column_names)
    first_row = group[0].text.dialect.header_row + 1
    name = _part(group)
    if len(group) == 1:
        numbers = f"{group[0].lev}, {group[0].tekst_nr}, d.rowid + {first_row}"
        return f"SELECT {numbers}, {columns} FROM {name} d"
    return (
        f"SELECT b.lev, b.tekst_nr, d.rowid - b.eerste + {first_row}, {columns}"
        f" FROM {name} d JOIN {name}_bestand b USING (bestand_nr)"
    )
