"""Records drawn as small tables, and the marts that are built from them."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import duckdb

from pipeline.marts import build_marts
from pipeline.marts.compile import compile_indicators
from pipeline.marts.order import Step, order_steps, read_steps
from pipeline.marts.reference import write_reference, write_thresholds
from pipeline.schema.measures import indicators
from pipeline.schema.tables import tables
from tests.support.prepared import prepared

Row = dict[str, Any]
KEYS = {"zaak", "gebeurtenis", "besluit", "melding", "hulp", "evaluatie", "notitie"}


def draw(text: str) -> list[Row]:
    """Return the rows of a table drawn with | between its columns; an empty cell is None."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    cells = [[cell.strip() or None for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def at_schools(heading: str, rows: Mapping[str, Sequence[str]]) -> str:
    """Return one drawn table of the rows of several schools, by school.

    "a" at two schools is two cases. Where the heading ends with school_id it is filled in.
    """
    drawn = [heading]
    for school, own in rows.items():
        end = f" | {school}" if heading.endswith("school_id") else ""
        drawn += [row.replace("|", f" {school} |", 1) + end for row in own]
    return "\n".join(drawn)


class Numbers:
    """Gives every drawn name ("A", "B") its number, the same in each table."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str], int] = {}

    def number(self, kind: str, name: str) -> int:
        return self.of.setdefault((kind, name), len(self.of) + 1)


def _fill(table: str, row: Row, position: int, numbers: Numbers) -> Row:
    filled: Row = {}
    for column, value in row.items():
        if column in KEYS and column != table:
            filled[f"{column}_nr"] = numbers.number(column, value) if value else None
        elif column == table:
            filled[f"{table}_nr"] = numbers.number(table, value)
        else:
            filled[column] = value
    if table == "zaak":
        filled = {"school_id": "S1", "status": "lopend", "zaak_id": row["zaak"]} | filled
    elif table in KEYS:
        filled.setdefault(f"{table}_nr", numbers.number(table, f"rij {position}"))
    return filled


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(
            f"INSERT INTO stg_{table} ({', '.join(row)}) VALUES ({marks})", list(row.values())
        )


class Marts:
    """Marts, made when they are asked for; `rows` and `one` give plain values.

    `loaded` is the connection with the drawn records and the marts that were made so far.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        numbers: Numbers,
        chosen: tuple[str, ...] = (),
    ) -> None:
        self.numbers = numbers
        self.loaded = connection
        self._steps = _steps(chosen)
        self._made: set[str] = set()

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection with every mart on it, all invariants checked."""
        build_marts(self.loaded)
        self._made |= set(self._steps)
        return self.loaded

    def rows(self, select: str) -> list[Row]:
        cursor = self.holding(select).execute(select)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(
        self, mart: str, columns: str, zaak: str | None = None, **where: Any
    ) -> tuple[Any, ...]:
        """Return `columns` of the only row that fits, of the case by its drawn name."""
        if zaak is not None:
            where = {"zaak_nr": self.numbers.of["zaak", zaak], **where}
        conditions = " AND ".join(f"{name} = ?" for name in where) or "true"
        select = f"SELECT {columns} FROM {mart} WHERE {conditions}"
        found = self.holding(mart).execute(select, list(where.values())).fetchall()
        assert len(found) == 1, f"{len(found)} rows of {mart} fit {where}"
        return found[0]

    def holding(self, text: str) -> duckdb.DuckDBPyConnection:
        """Return the connection with the marts that `text` names, and those that they read."""
        steps = self._steps
        needed = {name for name in re.findall(r"mart_\w+", text) if name not in self._made}
        while more := {r for n in needed & set(steps) for r in steps[n].reads} - needed:
            needed |= more
        if not needed <= set(steps):  # the verdicts of the norms are among them
            return self.connection
        for name in steps:
            if name in needed - self._made:
                self.loaded.execute(f"CREATE TABLE {name} AS {steps[name].sql}")
                self._made.add(name)
        return self.loaded


@cache
def _steps(chosen: tuple[str, ...] = ()) -> dict[str, Step]:
    """Return the marts that are one SELECT, each after what it reads."""
    steps = {step.name: step for step in read_steps()}
    if chosen:
        found = [one for one in indicators().values() if {one.name, one.id} & set(chosen)]
        steps["mart_indicator"] = Step("mart_indicator", compile_indicators(found))
    return {step.name: step for step in order_steps(list(steps.values()))}


def build(
    peildatum: str = "2026-02-02",
    regio: str = "midden",
    absent: Mapping[str, tuple[str, ...]] | None = None,
    schools: Mapping[str, str] | None = None,
    purged: Sequence[tuple[str, str]] = (),
    chosen: tuple[str, ...] = (),
    besturen: Mapping[str, str] | None = None,
    **drawn: str,
) -> Marts:
    """Build the marts from drawn tables.

    `schools` gives school_id: peildatum when there is more than S1. `absent` names tables (with no
    columns: the whole table) or columns that the delivery did not contain. `purged` names each
    school × schooljaar of which a purge deleted cases. `chosen` are the indicators, by name or id,
    that `mart_indicator` holds when a test looks at those alone, else all of them. `besturen` gives
    school_id: bestuur_id of those that are not of B1.
    """
    connection = prepared()
    numbers = Numbers()
    for school, day in (schools or {"S1": peildatum}).items():
        connection.execute(
            "INSERT INTO stg_levering (levering_nr, school_id, bestuur_id, vakantieregio,"
            " peildatum) VALUES (1, ?, ?, ?, ?)",
            [school, (besturen or {}).get(school, "B1"), regio, day],
        )
        _deliver(connection, school, absent or {})
    for table, text in drawn.items():
        rows = draw(text)
        _insert(
            connection, table, [_fill(table, row, place, numbers) for place, row in enumerate(rows)]
        )
    for school, year in purged:
        connection.execute("INSERT INTO log_geschoond VALUES (1, ?, ?)", [school, year])
    if purged:
        write_reference(connection)
    else:
        write_thresholds(connection)
    return Marts(connection, numbers, chosen)


def _deliver(
    connection: duckdb.DuckDBPyConnection, school: str, absent: Mapping[str, tuple[str, ...]]
) -> None:
    delivered = [
        (school, table.name, column.name)
        for table in tables().values()
        if absent.get(table.name) != ()
        for column in table.columns
        if column.name not in absent.get(table.name, ())
    ]
    if delivered:
        columns = [list(column) for column in zip(*delivered, strict=True)]
        connection.execute(
            "INSERT INTO stg_geleverd SELECT unnest(?), unnest(?), unnest(?)", columns
        )
