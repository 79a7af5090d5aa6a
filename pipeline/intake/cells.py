"""Finds what is wrong in single cells and in the keys of a table, as rows of `fout`.

`fout` has a row per finding: regel, tabel, lev, tekst_nr, rij, kolom.
"""

from pipeline.schema.tables import ForeignKey, Table
from pipeline.warehouse import Connection


def make_findings_table(connection: Connection) -> None:
    """Make the empty `fout`."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fout (regel VARCHAR, tabel VARCHAR, lev INTEGER,"
        " tekst_nr INTEGER, rij BIGINT, kolom VARCHAR)"
    )


def find_cell_faults(connection: Connection, table: Table, delivered: set[str]) -> None:
    """Add a finding per cell that could not be read, and per required cell that is empty."""
    for column in table.columns:
        if column.name not in delivered:
            continue
        if column.token:
            if column.required:
                _find_empty_tokens(connection, table, column.name)
            continue
        name = f"lees_{table.name}_{column.name}"
        wrong = "fout IS NOT NULL" + (" OR waarde IS NULL" if column.required else "")
        if connection.execute(f"SELECT 1 FROM {name} WHERE {wrong} LIMIT 1").fetchall():
            connection.execute(
                f"INSERT INTO fout SELECT coalesce(l.fout, 'verplicht_leeg'), '{table.name}', t.lev,"
                f" t.tekst_nr, t.rij, '{column.name}' FROM tekst_{table.name} t"
                f" JOIN (FROM {name} WHERE {wrong}) l ON t.{column.name} = l.tekst"
            )


def _find_empty_tokens(connection: Connection, table: Table, column: str) -> None:
    connection.execute(
        f"INSERT INTO fout SELECT 'verplicht_leeg', '{table.name}', lev, tekst_nr, rij, '{column}'"
        f" FROM rij_{table.name} WHERE {column} IS NULL"
    )


def find_duplicates(connection: Connection, table: Table) -> None:
    """Add a finding for every row whose key stands on an earlier row of the same delivery."""
    key = ", ".join(table.key)
    same = " AND ".join(f"r.{column} = d.{column}" for column in table.key)
    connection.execute(
        f"INSERT INTO fout SELECT 'sleutel_dubbel', '{table.name}', r.lev, r.tekst_nr, r.rij,"
        f" '{table.key[0]}' FROM goed_{table.name} r JOIN (SELECT lev, {key}, min(rij) AS eerste"
        f" FROM goed_{table.name} GROUP BY ALL HAVING count(*) > 1) d"
        f" ON r.lev = d.lev AND {same} AND r.rij > d.eerste"
    )


def find_orphans(connection: Connection, table: Table, link: ForeignKey) -> None:
    """Add a finding for every reference to a row that is absent or was itself refused."""
    orphans = (
        f"SELECT lev, tekst_nr, rij, {link.column} AS token FROM rij_{table.name}"
        f" WHERE {link.column} IS NOT NULL AND {parent_number(link)} IS NULL"
    )
    if connection.execute(f"{orphans} LIMIT 1").fetchall():
        connection.execute(
            "INSERT INTO fout SELECT CASE WHEN (lev, token) IN"
            f" (SELECT (lev, {link.target_column}) FROM rij_{link.target})"
            f" THEN 'verwijzing_afgekeurd' ELSE 'verwijzing_onbekend' END,"
            f" '{table.name}', lev, tekst_nr, rij, '{link.column}' FROM ({orphans})"
        )


def parent_number(link: ForeignKey) -> str:
    """Return the column of `rij_<table>` that holds the number of the row referred to."""
    return f"{link.column}__nr"


def make_good_view(connection: Connection, table: Table, first_number: int = 1) -> None:
    """Make `goed_<table>`: the rows of `rij_<table>` without a finding, numbered in column nr."""
    refused = f"SELECT lev, rij FROM fout WHERE tabel = '{table.name}'"
    has_refused = connection.execute(f"{refused} LIMIT 1").fetchall()
    only = f" WHERE (lev, rij) NOT IN ({refused})" if has_refused else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW goed_{table.name} AS"
        f" SELECT *, (rowid + {first_number})::INTEGER AS nr FROM rij_{table.name}{only}"
    )
