"""What runs the queries of a build: DuckDB, or another engine that carries out the same SQL."""

from typing import Protocol

from pipeline.warehouse import Connection


class Engine(Protocol):
    """Makes tables of SELECTs. `connection` holds what is loaded, and in the end every mart."""

    connection: Connection

    def make_table(self, name: str, query: str) -> None:
        """Make or replace a table of the case database."""

    def make_temporary(self, name: str, query: str) -> None:
        """Make or replace a table that only later queries of the same build read."""

    def make_view(self, name: str, query: str) -> None:
        """Make or replace a view; what is to be a view may have been a table."""


class DuckDB:
    """The engine that is always there: every query runs on the case database itself."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def make_table(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def make_temporary(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def make_view(self, name: str, query: str) -> None:
        replace_by_view(self.connection, name, query)


def replace_by_view(connection: Connection, name: str, query: str) -> None:
    """Make a view, also where a table of that name is in its place."""
    found = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND table_name = ?",
        [name],
    )
    if found.fetchall():
        connection.execute(f"DROP TABLE {name}")
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
