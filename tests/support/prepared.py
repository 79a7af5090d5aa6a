"""A database in memory with every declared table, copied from one that is made once per process."""

import tempfile
from functools import cache
from pathlib import Path

import duckdb

from pipeline.marts.reference import write_reference
from pipeline.norms.declared import write_references
from pipeline.schema.meldcode import DEFAULT, read_meldcode
from pipeline.warehouse import create_tables


def prepared(meldcode: str = DEFAULT) -> duckdb.DuckDBPyConnection:
    """Return a connection with empty `stg_*` tables, the calendar and every `ref_*` table.

    Thresholds are per school: who adds a delivery writes `ref_drempel` after it.
    """
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH '{_made(meldcode)}' AS voorbeeld (READ_ONLY)")
    connection.execute("COPY FROM DATABASE voorbeeld TO memory")
    connection.execute("DETACH voorbeeld")
    return connection


@cache
def _made(meldcode: str) -> Path:
    path = Path(_folder().name) / f"{meldcode}.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_tables(connection)
        write_reference(connection)
        write_references(connection, read_meldcode(meldcode))
    return path


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="meldcode-tests-", ignore_cleanup_errors=True)
