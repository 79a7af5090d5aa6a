"""Counts how each column is filled: the figures of the spiegelrapport."""

from collections import defaultdict

from pipeline.intake.checking import Batch
from pipeline.intake.findings import Fill
from pipeline.schema.tables import Table, code_lists, tables
from pipeline.warehouse import Connection

Counts = dict[tuple[int, str], tuple[int, int, int]]
"""(delivery, column) → rows, filled cells, cells read as onbekend."""


def count_fills(connection: Connection, batch: Batch) -> dict[int, tuple[Fill, ...]]:
    """Return for each delivery one Fill per declared table × column, also the ones not there."""
    delivered: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for each in batch.staged:
        delivered[each.lev] |= {(each.text.table, column) for column in each.text.delivered}
    counts: dict[str, Counts] = defaultdict(dict)
    for name in {each.text.table for each in batch.staged}:
        counts[name] = _count_table(connection, tables()[name])
    return {
        lev: tuple(
            _fill(table.name, column, (table.name, column) in delivered[lev], counts, lev)
            for table in tables().values()
            for column in table.column_names
        )
        for lev in range(len(batch.deliveries))
    }


def _fill(table: str, column: str, is_delivered: bool, counts: dict[str, Counts], lev: int) -> Fill:
    rows, filled, unknown = counts[table].get((lev, column), (0, 0, 0))
    if not is_delivered:
        return Fill(table, column, False, rows, 0, 0, rows)
    return Fill(table, column, True, rows, filled - unknown, unknown, rows - filled)


def _count_table(connection: Connection, table: Table) -> Counts:
    """Count in one scan of the text, and one of the typed rows for what says 'onbekend'."""
    names = table.column_names
    filled = ", ".join(f"count(nullif({name}, ''))" for name in names)
    rows = connection.execute(
        f"SELECT lev, count(*), {filled} FROM tekst_{table.name} GROUP BY lev"
    ).fetchall()
    unknown = _count_unknown(connection, table)
    return {
        (lev, name): (total, cells, unknown.get((lev, name), 0))
        for lev, total, *all_cells in rows
        for name, cells in zip(names, all_cells, strict=True)
    }


def _count_unknown(connection: Connection, table: Table) -> dict[tuple[int, str], int]:
    """Count the cells that say onbekend themselves; an empty ja/nee cell says nothing."""
    names = [
        column.name
        for column in table.columns
        if column.codes and "onbekend" in code_lists()[column.codes].codes
    ]
    if not names:
        return {}
    sums = ", ".join(f"count(*) FILTER ({name} = 'onbekend')" for name in names)
    empty = ", ".join(f"count(*) FILTER ({name} = '')" for name in names)
    typed = connection.execute(f"SELECT lev, {sums} FROM rij_{table.name} GROUP BY lev").fetchall()
    blank = connection.execute(
        f"SELECT lev, {empty} FROM tekst_{table.name} GROUP BY lev"
    ).fetchall()
    blanks = {lev: counts for lev, *counts in blank}
    jn = {column.name for column in table.columns if column.is_jn}
    return {
        (lev, name): count - (blanks[lev][place] if name in jn else 0)
        for lev, *counts in typed
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    }
