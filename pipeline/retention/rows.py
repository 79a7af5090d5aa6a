"""Copies the case database to a fresh file without the rows that are past their term.

The old file is only read: until the fresh one takes its place nothing has happened. What is gone
is then in no page of the file, also what earlier deliveries left behind.
"""

from collections.abc import Mapping
from datetime import date

from pipeline.schema.headings import own_key
from pipeline.schema.retention import Retention
from pipeline.schema.tables import tables
from pipeline.warehouse import SURROGATES, Connection

LOG = "log_verwijdering"
TOUCHED = "log_geschoond"

_DUE = """
CREATE TEMP TABLE vervallen AS
WITH laatste AS (
    SELECT zaak_nr, max(datum) AS datum FROM stg_gebeurtenis GROUP BY zaak_nr
), gesloten AS (
    SELECT z.zaak_nr, z.school_id, z.datum_signalering, z.verwijderen_na,
        CASE WHEN z.status <> 'lopend'
            THEN coalesce(z.datum_status, greatest(l.datum, z.datum_signalering)) END AS op
    FROM stg_zaak z LEFT JOIN laatste l USING (zaak_nr)
)
SELECT zaak_nr, jaren, school_id, datum_signalering AS van, coalesce(op, $today) AS tot
FROM gesloten CROSS JOIN unnest($years) AS t(jaren)
WHERE verwijderen_na < $today OR op + to_years(jaren) <= $today
"""
"""Per term in years: the cases whose rows must go, on the day after verwijderen_na or that many
years after closing. Where that day is missing, the day of the last event stands for it."""


def copy_what_stays(connection: Connection, terms: Retention, today: date) -> dict[str, int]:
    """Fill the attached database `vers` with every table of `zaken`, less what must go.

    Returns the number of rows left out, per table of which there were any.
    """
    years = sorted(set(terms.years.values()))
    connection.execute(_DUE, {"years": years, "today": today})
    connection.execute("COPY FROM DATABASE zaken TO vers (SCHEMA)")
    deleted: dict[str, int] = {}
    for name, columns in _tables(connection).items():
        gone = _gone(name, columns, terms)
        only = f" WHERE ({gone}) IS NOT TRUE" if gone else ""
        connection.execute(f"INSERT INTO vers.{name} SELECT * FROM zaken.{name}{only}")
        if gone:
            deleted[name] = _count(connection, f"zaken.{name} WHERE {gone}")
    deleted = {name: count for name, count in deleted.items() if count}
    _log(connection, deleted, terms, today)
    return deleted


_YEARS = """
WITH jaren AS (
    SELECT DISTINCT school_id, unnest(range(
        year(van) - (month(van) < 8)::INTEGER,
        year(greatest(van, least(tot, l.peildatum)))
            - (month(greatest(van, least(tot, l.peildatum))) < 8)::INTEGER + 1)) AS jaar
    FROM vervallen JOIN stg_levering l USING (school_id)
)
SELECT school_id, jaar || '-' || (jaar + 1) AS schooljaar FROM jaren
"""
"""The school years (1 August to 31 July) in which a case ran of which rows went, per school."""


def _tables(connection: Connection) -> dict[str, list[str]]:
    """Return the columns of every table of the case database."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'zaken'"
        " AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE database_name = 'zaken')"
        " ORDER BY table_name, column_index"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _gone(table: str, columns: list[str], terms: Retention) -> str | None:
    """Return the condition under which a row belongs to a case that must go; None without cases."""
    years = min(terms.years.get(table.removeprefix("stg_"), 99), terms.years["zaak"])
    cases = f"SELECT zaak_nr FROM vervallen WHERE jaren = {years}"
    if "zaak_nr" in columns:
        return f"zaak_nr IN ({cases})"
    for number, parent in _parents().items():
        if number in columns:
            return f"{number} IN (SELECT {number} FROM stg_{parent} WHERE zaak_nr IN ({cases}))"
    if "zaak_id" in columns:
        return f"zaak_id IN (SELECT zaak_id FROM stg_zaak WHERE zaak_nr IN ({cases}))"
    return None


def _parents() -> dict[str, str]:
    """Return, for each number of a row, the table in which that row also names its case."""
    own = {own_key(table): table.name for table in tables().values()}
    return {SURROGATES[key]: name for key, name in own.items() if key in SURROGATES}


def _count(connection: Connection, rows: str) -> int:
    found: int = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()[0][0]
    return found


def _log(connection: Connection, deleted: Mapping[str, int], terms: Retention, today: date) -> None:
    """Write down the purge and the school years that it touched."""
    number = f"(SELECT coalesce(max(volgnr), 0) + 1 FROM vers.{LOG})"
    connection.execute(f"INSERT INTO vers.{TOUCHED} SELECT {number}, * FROM ({_YEARS})")
    rows = deleted or {"": 0}  # that nothing had to go is worth knowing too
    connection.execute(
        f"INSERT INTO vers.{LOG} SELECT {number}, $today, tabel, aantal,"
        " ($today - to_years($years))::DATE"
        " FROM (SELECT unnest($names) AS tabel, unnest($counts) AS aantal)",
        {
            "today": today,
            "years": terms.years["zaak"],
            "names": list(rows),
            "counts": list(rows.values()),
        },
    )
