"""Makes a larger case database out of a small one: each copy has schools and numbers of its own."""

from pipeline.warehouse import Connection

NAMED = {"school_id", "bestuur_id", "zaak_id"}


def copy_rows(connection: Connection, copies: int) -> None:
    """Add `copies` copies of every row about a school or a case; what joins still joins."""
    numbers = _number_steps(connection)
    tables = _columns(connection)
    for name in tables:
        connection.execute(f"CREATE TEMP TABLE eerst_{name} AS FROM {name}")
    for copy in range(1, copies + 1):
        for name, columns in tables.items():
            values = ", ".join(_value(column, copy, numbers) for column in columns)
            connection.execute(f"INSERT INTO {name} SELECT {values} FROM temp.eerst_{name}")


def count_rows(connection: Connection) -> dict[str, float]:
    cases, events = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        for table in ("stg_zaak", "stg_gebeurtenis")
    )
    return {"cases": cases, "events": events}


def _columns(connection: Connection) -> dict[str, list[str]]:
    """Return the columns of every table that a load fills and a build reads."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'zaken'"
        " AND (starts_with(table_name, 'stg_') OR table_name = 'log_levering')"
        " ORDER BY table_name, column_index"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _number_steps(connection: Connection) -> dict[str, int]:
    """Return, per column that numbers rows, one more than its highest number."""
    found: dict[str, int] = {}
    for table, columns in _columns(connection).items():
        for column in columns:
            if column.endswith("_nr"):
                highest = f"SELECT coalesce(max({column}), 0) FROM {table}"
                number = connection.execute(highest).fetchall()[0][0] + 1
                found[column] = max(found.get(column, 0), number)
    steps = found | {"herziet_besluit_nr": found["besluit_nr"]}
    return steps


def _value(column: str, copy: int, numbers: dict[str, int]) -> str:
    if column in numbers:
        return f"{column} + {copy * numbers[column]}"
    return f"{column} || '-{copy}'" if column in NAMED else column
