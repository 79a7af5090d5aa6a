"""Binds each norm on its own to the wide table of its grain, so that one mistake names one file."""

import re

import duckdb

from pipeline.errors import DeclarationError
from pipeline.norms.verdicts import used_grains
from pipeline.schema.meldcode import Meldcode
from pipeline.schema.norm_files import check_column
from pipeline.schema.norms import Norm
from pipeline.schema.toets import Grain

_UNKNOWN_COLUMN = re.compile(r'Referenced column "([^"]+)" not found')


def check_norms(meldcode: Meldcode) -> None:
    """Raise DeclarationError at the first condition that is no yes-or-no about its wide table."""
    with duckdb.connect(":memory:") as connection:
        for grain in used_grains(meldcode):
            connection.execute(empty_table(meldcode.grains[grain]))
        for norm in meldcode.checked:
            _check_norm(connection, meldcode, norm)


def empty_table(grain: Grain) -> str:
    """Return the SQL that makes the wide table of a grain without rows."""
    columns = ", ".join(f"{c.name} {c.sql_type}" for c in grain.all_columns.values())
    return f"CREATE TABLE toets_{grain.name} ({columns})"


def _check_norm(connection: duckdb.DuckDBPyConnection, meldcode: Meldcode, norm: Norm) -> None:
    for rule in norm.rules:
        for key, condition in rule.conditions.items():
            where = f"{norm.file}: {key}"
            _check_condition(connection, meldcode, norm, where, meldcode.resolve(where, condition))


def _check_condition(
    connection: duckdb.DuckDBPyConnection,
    meldcode: Meldcode,
    norm: Norm,
    where: str,
    condition: str,
) -> None:
    try:
        found = connection.sql(f"SELECT ({condition}) AS waarde FROM toets_{norm.grain}")
    except duckdb.Error as problem:
        unknown = _UNKNOWN_COLUMN.search(str(problem))
        if unknown:
            columns = meldcode.grains[str(norm.grain)].all_columns
            check_column(where, unknown.group(1), columns)
        raise DeclarationError(f"{where}: not a condition that DuckDB can read") from None
    if [str(kind) for kind in found.types] != ["BOOLEAN"]:
        raise DeclarationError(f"{where}: gives {found.types[0]}, expected a condition (yes or no)")
