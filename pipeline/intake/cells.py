"""Finds what is wrong in single cells and in the keys of a table, as rows of `fout`.

`fout` has a row per finding: regel, tabel, lev, tekst_nr, rij, kolom, ernst.
"""

from pipeline.intake.frames import make_temp_table
from pipeline.schema.rules import rules
from pipeline.schema.tables import ForeignKey, Table
from pipeline.warehouse import Connection


def make_findings_table(connection: Connection) -> None:
    """Make the empty `fout`, and `regel` with the severity of each rule."""
    severities = [(rule.name, rule.severity) for rule in rules().values()]
    make_temp_table(connection, "regel", {"regel": "VARCHAR", "ernst": "VARCHAR"}, severities)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE fout (regel VARCHAR, tabel VARCHAR, lev INTEGER,"
        " tekst_nr INTEGER, rij BIGINT, kolom VARCHAR, ernst VARCHAR)"
    )


def add_findings(connection: Connection, found: str) -> None:
    """Add the rows of a SELECT of regel, tabel, lev, tekst_nr, rij and kolom, in that order."""
    connection.execute(
        "INSERT INTO fout SELECT f.*, r.ernst FROM"
        f" ({found}) AS f (regel, tabel, lev, tekst_nr, rij, kolom) JOIN regel r USING (regel)"
    )


def holds(connection: Connection, rows: str) -> bool:
    """Return whether there is any such row: a look that saves the costly question."""
    return bool(connection.execute(f"SELECT 1 FROM {rows} LIMIT 1").fetchall())


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
        if holds(connection, f"{name} WHERE {wrong}"):
            add_findings(
                connection,
                f"SELECT coalesce(l.fout, 'verplicht_leeg'), '{table.name}', t.lev,"
                f" t.tekst_nr, t.rij, '{column.name}' FROM tekst_{table.name} t"
                f" JOIN (FROM {name} WHERE {wrong}) l ON t.{column.name} = l.tekst",
            )


def _find_empty_tokens(connection: Connection, table: Table, column: str) -> None:
    links = {link.column for link in table.foreign_keys}
    unfound = f" AND {column}__nr IS NULL" if column in links else ""
    empty = f"rij_{table.name} WHERE {column} IS NULL{unfound}"
    if holds(connection, empty):
        add_findings(
            connection,
            f"SELECT 'verplicht_leeg', '{table.name}', lev, tekst_nr, rij, '{column}' FROM {empty}",
        )


def find_duplicates(connection: Connection, table: Table) -> None:
    """Add a finding for every row whose key stands on an earlier row of the same delivery."""
    links = {link.column for link in table.foreign_keys}
    key = [f"{column}__nr" if column in links else column for column in table.key]
    listed = ", ".join(("lev", *key))
    is_unique = connection.execute(
        f"SELECT count(*) = count(DISTINCT hash({listed})) FROM goed_{table.name}"
    ).fetchall()
    if is_unique[0][0]:
        return
    same = " AND ".join(f"r.{column} IS NOT DISTINCT FROM d.{column}" for column in key)
    add_findings(
        connection,
        f"SELECT 'sleutel_dubbel', '{table.name}', r.lev, r.tekst_nr, r.rij, '{table.key[0]}'"
        f" FROM goed_{table.name} r JOIN (SELECT {listed}, min(rij) AS eerste"
        f" FROM goed_{table.name} GROUP BY ALL HAVING count(*) > 1) d"
        f" ON r.lev = d.lev AND {same} AND r.rij > d.eerste",
    )


def find_orphans(connection: Connection, table: Table, link: ForeignKey) -> None:
    """Add a finding for every reference to a row that is absent or was itself refused.

    Where the other table could not be read at all that is the finding, not its every row.
    """
    orphans = (
        f"SELECT lev, tekst_nr, rij, {link.column} AS token FROM rij_{table.name}"
        f" WHERE {link.column} IS NOT NULL AND {parent_number(link)} IS NULL"
        f" AND lev IN (SELECT lev FROM geleverd WHERE tabel = '{link.target}')"
    )
    if holds(connection, f"({orphans})"):
        add_findings(
            connection,
            "SELECT CASE WHEN (lev, token) IN"
            f" (SELECT (lev, {link.target_column}) FROM rij_{link.target})"
            f" THEN 'verwijzing_afgekeurd' ELSE 'verwijzing_onbekend' END,"
            f" '{table.name}', lev, tekst_nr, rij, '{link.column}' FROM ({orphans})",
        )


def parent_number(link: ForeignKey) -> str:
    """Return the column of `rij_<table>` that holds the number of the row referred to."""
    return f"{link.column}__nr"


def make_good_view(connection: Connection, table: Table, first_number: int = 1) -> None:
    """Make `goed_<table>`: the rows of `rij_<table>` without a finding, numbered in column nr."""
    refused = f"fout WHERE tabel = '{table.name}' AND ernst <> 'waarschuwing'"
    has_refused = holds(connection, refused)
    only = f" WHERE (lev, rij) NOT IN (SELECT lev, rij FROM {refused})" if has_refused else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW goed_{table.name} AS"
        f" SELECT *, (rowid + {first_number})::INTEGER AS nr FROM rij_{table.name}{only}"
    )
