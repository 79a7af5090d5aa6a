"""Counts how each column is filled: the figures of the spiegelrapport."""

from collections import defaultdict

from pipeline.intake.checking import Batch
from pipeline.intake.findings import Fill
from pipeline.schema.tables import Column, code_lists, tables
from pipeline.warehouse import Connection

Counts = dict[int, tuple[int, int]]
"""Per delivery: cells filled, and how many of those say onbekend."""


def count_fills(connection: Connection, batch: Batch) -> dict[int, tuple[Fill, ...]]:
    """Return for each delivery one Fill per declared table × column, also the ones not there."""
    delivered: dict[tuple[str, str], set[int]] = defaultdict(set)
    for each in batch.staged:
        for column in each.text.delivered:
            delivered[each.text.table, column].add(each.lev)
    names = {each.text.table for each in batch.staged}
    rows = {name: _count_rows(connection, name) for name in names}
    cells = {
        (table, column): _count_cells(connection, table, tables()[table].column(column))
        for table, column in delivered
    }
    return {
        lev: tuple(
            _fill(name, column, lev in delivered[name, column], rows, cells, lev)
            for name, table in tables().items()
            for column in table.column_names
        )
        for lev in range(len(batch.deliveries))
    }


def _fill(
    table: str,
    column: str,
    is_delivered: bool,
    rows: dict[str, dict[int, int]],
    cells: dict[tuple[str, str], Counts],
    lev: int,
) -> Fill:
    total = rows.get(table, {}).get(lev, 0)
    filled, unknown = cells[table, column].get(lev, (0, 0)) if is_delivered else (0, 0)
    return Fill(table, column, is_delivered, total, filled - unknown, unknown, total - filled)


def _count_rows(connection: Connection, table: str) -> dict[int, int]:
    found = connection.execute(f"SELECT lev, count(*) FROM rij_{table} GROUP BY lev").fetchall()
    return dict(found)


def _count_cells(connection: Connection, table: str, column: Column) -> Counts:
    """Count from the dictionary of a column; an empty ja/nee cell says nothing, not onbekend."""
    name = f"{table}_{column.name}"
    if column.token:
        query = (
            f"SELECT lev, count(*) FILTER ({column.name} <> ''), 0 FROM tekst_{table} GROUP BY lev"
        )
    else:
        says_unknown = column.codes and "onbekend" in code_lists()[column.codes].codes
        unknown = "l.waarde = 'onbekend'" if says_unknown else "false"
        query = (
            "SELECT t.lev, coalesce(sum(t.aantal) FILTER (l.kaal <> ''), 0)::BIGINT,"
            f" coalesce(sum(t.aantal) FILTER (l.kaal <> '' AND {unknown}), 0)::BIGINT"
            f" FROM tel_{name} t JOIN lees_{name} l USING (tekst) GROUP BY t.lev"
        )
    return {lev: (filled, said) for lev, filled, said in connection.execute(query).fetchall()}
