"""The tables that the program makes, as DuckDB sees them: built once on empty deliveries."""

from dataclasses import dataclass
from functools import cache

import duckdb

from pipeline.marts import build_marts
from pipeline.paths import SQL
from pipeline.schema.glossary import explain_column, glossary
from pipeline.warehouse import create_tables

LAYERS = ("ref", "mart", "log")
"""The layers whose tables are explained one by one; stg and reject follow the delivered tables."""


@dataclass(frozen=True)
class Made:
    """One table with the DuckDB type of each column, in their order."""

    name: str
    columns: dict[str, str]

    @property
    def layer(self) -> str:
        return self.name.partition("_")[0]

    @property
    def grain(self) -> str:
        """Return one row per what; empty when no declaration says it."""
        path = SQL / f"{self.name}.sql"
        if path.exists():
            return path.read_text("utf-8").partition("\n")[0].removeprefix("-- Grain: ")
        known = glossary().tables.get(self.name)
        return known.grain or "" if known else ""


@cache
def made_tables() -> dict[str, Made]:
    """Return every table and view of the case database after a build, by name."""
    with duckdb.connect(":memory:") as connection:
        create_tables(connection)
        build_marts(connection)
        rows = connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns()"
            " WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
        ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return {name: Made(name, columns) for name, columns in found.items()}


def unexplained() -> list[str]:
    """Return the tables and columns that no declaration explains, as `table` or `table.column`."""
    found = [one.name for one in explained_tables() if one.name not in glossary().tables]
    for one in explained_tables():
        found += [f"{one.name}.{c}" for c in one.columns if not explain_column(one.name, c)]
    return found


def explained_tables() -> list[Made]:
    """Return the tables whose columns are explained one by one, layer by layer."""
    names = sorted(made_tables(), key=lambda name: (name.partition("_")[0], name))
    chosen = [made_tables()[name] for name in names]
    return [one for layer in LAYERS for one in chosen if one.layer == layer] + [
        made_tables()["stg_geleverd"]
    ]
