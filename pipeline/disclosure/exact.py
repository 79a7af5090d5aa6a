"""What is read from the case database as it is: exact counts of one school, and registers.

Exact counts go to the school's own directie. A register counts schools or deliveries, not children.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from pipeline.disclosure.drafts import Scope
from pipeline.disclosure.safe_table import SafeTable, Value
from pipeline.errors import BuildError, DeclarationError, DisclosureError
from pipeline.schema.releases import ReleaseTable

Connection = duckdb.DuckDBPyConnection
_CASE_KEYS = {"zaak_nr", "zaak_id", "gebeurtenis_nr", "evaluatie_nr", "besluit_nr", "melding_nr"}


@dataclass(frozen=True)
class Base:
    """Whose data this is and of which day."""

    bestuur_id: str
    peildatum: date
    scope: Scope


def read_base(
    connection: Connection,
    clusters: Mapping[str, str],
    mergers: Mapping[str, tuple[str, ...]],
) -> Base:
    """Return bestuur, peildatum (the latest delivered) and scope of what is loaded.

    Raises DisclosureError when nothing or more than one bestuur is loaded, and for a school that
    the clusters leave out.
    """
    rows = connection.execute(
        "SELECT school_id, bestuur_id, peildatum FROM stg_levering ORDER BY school_id"
    ).fetchall()
    besturen = {bestuur for _, bestuur, _ in rows}
    if len(besturen) != 1:
        raise DisclosureError(
            f"the workspace holds deliveries of {len(besturen)} besturen; "
            f"use a workspace of its own for each bestuur"
        )
    schools = tuple(school for school, _, _ in rows)
    _check_units(schools, clusters, mergers)
    merged = {school: mergers[school] for school in schools if school in mergers}
    scope = Scope(schools, clusters, _school_years(connection), merged)
    return Base(besturen.pop(), max(day for _, _, day in rows), scope)


def _check_units(
    schools: Sequence[str], clusters: Mapping[str, str], mergers: Mapping[str, tuple[str, ...]]
) -> None:
    absent = [school for school in schools if clusters and school not in clusters]
    if absent:
        raise DisclosureError(f"clusters.csv leaves out {len(absent)} schools that delivered")
    still = set(schools) & {old for merged in mergers.values() for old in merged}
    if still:
        raise DisclosureError(
            f"fusies.csv says that {len(still)} schools no longer exist, but they delivered; "
            f"purge them or mend fusies.csv"
        )


def _school_years(connection: Connection) -> tuple[str, ...]:
    query = "SELECT DISTINCT schooljaar FROM mart_zaak WHERE in_noemer ORDER BY schooljaar"
    try:
        return tuple(year for (year,) in connection.execute(query).fetchall() if year)
    except duckdb.Error:
        raise BuildError("mart_zaak is not built; next: meldcode build") from None


def _plain(value: Any) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value  # type: ignore[no-any-return]


def _query(connection: Connection, table: ReleaseTable, query: str) -> list[tuple[Value, ...]]:
    try:
        rows = connection.execute(query).fetchall()
    except duckdb.Error:
        raise BuildError(
            f"{table.source} is not built or lacks a column that {table.tier}/{table.name}.yml "
            f"names; next: meldcode build"
        ) from None
    return [tuple(_plain(value) for value in row) for row in rows]


def _refuse_cases(connection: Connection, table: ReleaseTable) -> None:
    """A mart of counts has no case key; if it grows one, nothing of it leaves."""
    query = "SELECT column_name FROM (DESCRIBE " + str(table.source) + ")"
    try:
        columns = {name for (name,) in connection.execute(query).fetchall()}
    except duckdb.Error:
        columns = set()
    if columns & _CASE_KEYS:
        raise DeclarationError(f"{table.tier}/{table.name}.yml: {table.source} holds rows of cases")


def _safe(table: ReleaseTable, rows: Sequence[tuple[Value, ...]]) -> SafeTable:
    names = [name for name in table.columns if name in ("school_id", "schooljaar")]
    measures = [name for name in table.columns if name not in names]
    order = [table.columns.index(name) for name in [*names, *measures]]
    cells = tuple(tuple(row[place] for place in order) for row in rows)
    return SafeTable(
        table.name, table.tier, table.kind, table.title, tuple(names), tuple(measures), {}, cells
    )


def read_register(connection: Connection, table: ReleaseTable) -> SafeTable:
    """Return a register: rows about schools, in the order of all its columns."""
    columns = ", ".join(table.columns)
    rows = _query(connection, table, f"SELECT {columns} FROM ({table.select}) ORDER BY ALL")
    return _safe(table, rows)


def read_exact(
    connection: Connection, tables: Iterable[ReleaseTable]
) -> dict[str, dict[str, SafeTable]]:
    """Return school → name → exact table of that school alone; 'alle' rows stay behind."""
    found: dict[str, dict[str, SafeTable]] = defaultdict(dict)
    for table in tables:
        _refuse_cases(connection, table)
        place = table.columns.index("school_id")
        query = f"SELECT {', '.join(table.columns)} FROM {table.source} ORDER BY ALL"
        rows: dict[str, list[tuple[Value, ...]]] = defaultdict(list)
        for row in _query(connection, table, query):
            rows[str(row[place])].append(row)
        for (school,) in connection.execute("SELECT school_id FROM stg_levering").fetchall():
            found[school][table.name] = _safe(table, rows[school])
    return found
