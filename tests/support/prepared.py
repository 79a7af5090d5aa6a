"""A database in memory with every declared table, copied from one that is made once per process."""

import weakref
from functools import cache
from itertools import count

import duckdb

from pipeline.marts.reference import write_reference
from pipeline.norms.declared import write_references
from pipeline.schema.meldcode import DEFAULT, read_meldcode
from pipeline.warehouse import create_tables

_NUMBERS = count(1)


def prepared(meldcode: str = DEFAULT) -> duckdb.DuckDBPyConnection:
    """Return a connection to a new database: empty `stg_*` tables, the calendar, every `ref_*`.

    Thresholds are per school: who adds a delivery writes `ref_drempel` after it.
    """
    connection = _open(name := f"proef_{next(_NUMBERS)}")
    connection.execute(f"COPY FROM DATABASE {_made(meldcode)} TO {name}")
    weakref.finalize(connection, _all_databases().execute, f"DETACH {name}").atexit = False
    return connection


def _open(name: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to a database of this name beside the others of the process."""
    connection = _all_databases().cursor()
    connection.execute(f"ATTACH ':memory:' AS {name}")
    connection.execute(f"USE {name}")
    return connection


@cache
def _all_databases() -> duckdb.DuckDBPyConnection:
    """Return what holds every database: to start DuckDB anew takes longer than to copy one.

    A database that nobody holds any more is detached: each one makes the others slower.
    """
    return duckdb.connect(":memory:")


@cache
def _made(meldcode: str) -> str:
    """Return the name of the database that is copied: the meldcodes differ in what they declare."""
    connection = _open(name := f"voorbeeld_{meldcode}")
    connection.execute(f"COPY FROM DATABASE {_plain()} TO {name}")
    write_references(connection, read_meldcode(meldcode))
    return name


@cache
def _plain() -> str:
    connection = _open(name := "voorbeeld")
    create_tables(connection)
    write_reference(connection)
    return name
