"""Builds the `stg_*` tables in memory from plain rows, in bulk, and judges the norms on them.

For a few drawn cases use tests/spec/drawn_marts.py (marts) or tests/support/situations.py (norms);
this is for thousands of made ones.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.engine import DuckDB
from pipeline.marts.reference import write_thresholds
from pipeline.norms.build import judge_units
from pipeline.norms.counting import norm_view
from pipeline.paths import SQL
from pipeline.schema.meldcode import DEFAULT, read_meldcode
from pipeline.schema.tables import tables
from pipeline.warehouse import stored_columns
from tests.support.prepared import prepared

Row = Mapping[str, Any]
SCHOOL = "S1"
PEILDATUM = "2026-07-15"


@dataclass(frozen=True)
class Delivery:
    """When a school delivered, and which tables (`melding`) or columns it did not.

    A column is named with its table: `hulp.datum_verwijzing`.
    """

    peildatum: str = PEILDATUM
    absent: frozenset[str] = frozenset()


def stage(
    rows: Mapping[str, Iterable[Row]],
    *,
    peildatum: str = PEILDATUM,
    schools: Iterable[str] = (SCHOOL,),
) -> duckdb.DuckDBPyConnection:
    """Return a database with the given rows in `stg_<table>`; keys are numbers, as stored.

    A row of zaak needs zaak_nr and datum_signalering; the rest is filled in. What the meldcode
    declares is beside them. Each school delivers every table and column.
    """
    return stage_schools(rows, dict.fromkeys(schools, Delivery(peildatum)))


def stage_schools(
    rows: Mapping[str, Iterable[Row]], deliveries: Mapping[str, Delivery], meldcode: str = DEFAULT
) -> duckdb.DuckDBPyConnection:
    """Return what `stage` does, of schools (school_id → delivery) that deliver each their own."""
    connection = prepared(meldcode)
    _deliver(connection, deliveries)
    write_thresholds(connection)
    for table, given in rows.items():
        _insert(connection, table, list(given))
    return connection


class WhenRead(DuckDB):
    """An engine that makes a temporary table only when a table that is made reads it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self.waiting: dict[str, str] = {}

    def make_temporary(self, name: str, query: str) -> None:
        self.waiting[name] = query

    def make_table(self, name: str, query: str) -> None:
        self._make_what_is_read(query)
        super().make_table(name, query)

    def select(self, query: str) -> duckdb.DuckDBPyConnection:
        """Return the result of a query, after making what it reads."""
        self._make_what_is_read(query)
        return self.connection.execute(query)

    def _make_what_is_read(self, query: str) -> None:
        for name in dict.fromkeys(re.findall(r"\btoets_\w+", query)):
            if name in self.waiting:
                needed = self.waiting.pop(name)
                self._make_what_is_read(needed)
                super().make_temporary(name, needed)


def judge_norms(
    rows: Mapping[str, Iterable[Row]], *norm_ids: str, peildatum: str = PEILDATUM
) -> duckdb.DuckDBPyConnection:
    """Make `mart_norm` with the verdicts on these norms alone, or on all, and count nothing.

    Compiling a hundred norms that nobody asks for takes most of the time of a small test.
    """
    code = read_meldcode()
    norms = tuple(norm for norm in code.norms if norm.id in norm_ids or not norm_ids)
    chosen = replace(code, norms=norms)
    engine = WhenRead(stage(rows, peildatum=peildatum))
    make_cases(engine.connection)
    judge_units(engine, chosen)
    engine.make_view("mart_norm", norm_view(chosen))
    return engine.connection


def make_cases(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `mart_zaak` of what is staged."""
    mart_zaak = (SQL / "mart_zaak.sql").read_text(encoding="utf-8")
    connection.execute(f"CREATE OR REPLACE TABLE mart_zaak AS {mart_zaak}")


def _deliver(connection: duckdb.DuckDBPyConnection, deliveries: Mapping[str, Delivery]) -> None:
    """Note each delivery, and the columns that came with it."""
    days = [(school, delivery.peildatum) for school, delivery in deliveries.items()]
    columns = [
        (school, table.name, column.name)
        for school, delivery in deliveries.items()
        for table in tables().values()
        for column in table.columns
        if not {table.name, f"{table.name}.{column.name}"} & delivery.absent
    ]
    _append(
        connection,
        "INSERT INTO stg_levering (levering_nr, school_id, bestuur_id, vakantieregio, peildatum)"
        " SELECT 1, school_id, 'B1', 'midden', CAST(peildatum AS DATE) FROM gegeven",
        pd.DataFrame(days, columns=["school_id", "peildatum"]),
    )
    _append(
        connection,
        "INSERT INTO stg_geleverd SELECT school_id, tabel, kolom FROM gegeven",
        pd.DataFrame(columns, columns=["school_id", "tabel", "kolom"]),
    )


def _append(connection: duckdb.DuckDBPyConnection, insert: str, given: pd.DataFrame) -> None:
    connection.register("gegeven", given)
    connection.execute(insert)
    connection.unregister("gegeven")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, given: list[Row]) -> None:
    """Append rows in bulk, every cell as text that DuckDB casts to the stored type."""
    if not given:
        return
    if table == "zaak":
        given = [_whole_case(row) for row in given]
    stored = stored_columns(tables()[table])
    names = list(dict.fromkeys(name for row in given for name in row))
    text = [[_text(row.get(name)) for name in names] for row in given]
    cells = ", ".join(f"CAST({name} AS {stored[name]})" for name in names)
    _append(
        connection,
        f"INSERT INTO stg_{table} ({', '.join(names)}) SELECT {cells} FROM gegeven",
        pd.DataFrame(text, columns=names, dtype=object),
    )


def _whole_case(row: Row) -> Row:
    return {
        "school_id": SCHOOL,
        "zaak_id": f"t{row['zaak_nr']}",
        "status": "lopend",
        "acuut": "nee",
        "buiten_stappenplan": "nee",
        **row,
    }


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell)


def read_ids(path: Path) -> dict[str, str]:
    """Return norm id → toets letter (C, A, O or X) as the domain inventory lists them."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(";") for line in lines)
