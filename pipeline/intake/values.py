"""Reads the text of each column as date, code or number; `rij_<table>` holds what came out.

A column has few different texts. `tel_<table>_<column>` (lev, tekst, aantal) counts them; each is
read once, in a dictionary `lees_<table>_<column>` (tekst, kaal, waarde, fout), and joined back.
Dates: dd-mm-jjjj (also / and .), ISO, jjjjmmdd and Excel's day numbers. An empty cell in a ja/nee
column is 'onbekend', never 'nee'.
"""

from pipeline.intake.cells import parent_number
from pipeline.schema.tables import Column, Table, code_lists
from pipeline.warehouse import SQL_TYPES, Connection

BLANKS = r"[\s\x{A0}\x{200B}\x{FEFF}]+"
"""What an empty cell may hold, and what is cut off at both ends of a text."""

_DATE = r"""
SELECT tekst, kaal, vorm, CASE vorm
    WHEN 'iso' THEN try_strptime(regexp_extract(kaal, '^[0-9-]+'), '%Y-%m-%d')::DATE
    WHEN 'dmj' THEN
        try_strptime(regexp_extract(translate(kaal, '/.', '--'), '^[0-9-]+'), '%d-%m-%Y')::DATE
    WHEN 'jmd' THEN try_strptime(kaal, '%Y%m%d')::DATE
    WHEN 'excel' THEN DATE '1899-12-30' + CAST(left(kaal, 5) AS INTEGER)
    END AS waarde, CASE
    WHEN kaal = '' OR waarde IS NOT NULL THEN NULL
    WHEN vorm = 'kort' THEN 'datum_jaartal_kort'
    WHEN vorm IS NOT NULL THEN 'datum_bestaat_niet'
    ELSE 'datum_onleesbaar' END AS fout
FROM (SELECT *, CASE
    WHEN regexp_full_match(kaal, '\d{4}-\d{1,2}-\d{1,2}([T ]00:00(:00(\.0+)?)?)?') THEN 'iso'
    WHEN regexp_full_match(kaal, '\d{1,2}([-/.])\d{1,2}[-/.]\d{4}( 0?0:00(:00)?)?') THEN 'dmj'
    WHEN regexp_full_match(kaal, '(19|20)\d{6}') THEN 'jmd'
    WHEN regexp_full_match(kaal, '\d{5}([.,]0+)?')
        AND left(kaal, 5) BETWEEN '36526' AND '54788' THEN 'excel'
    WHEN regexp_full_match(kaal, '\d{1,2}[-/.]\d{1,2}[-/.]\d{2}') THEN 'kort'
    END AS vorm FROM kaal)
"""

_CODE = r"""
SELECT tekst, kaal, CASE WHEN kaal = '' THEN {empty} ELSE code END::ENUM({choices}) AS waarde,
    CASE WHEN kaal <> '' AND code IS NULL THEN 'code_onbekend' END AS fout
FROM (SELECT *, regexp_replace(kaal, '^(\d+)[.,]0+$', '\1') AS getal FROM kaal) k
LEFT JOIN spelling s ON s.lijst = '{codes}' AND s.spelling = coalesce(nullif(trim(
    regexp_replace(lower(strip_accents(getal)), '[^a-z0-9]+', '_', 'g'), '_'), ''), getal)
"""

_INTEGER = r"""
SELECT tekst, kaal, CASE WHEN getal BETWEEN {minimum} AND {maximum} THEN getal END AS waarde,
    CASE WHEN kaal = '' THEN NULL WHEN getal IS NULL THEN 'getal_onleesbaar'
    WHEN getal NOT BETWEEN {minimum} AND {maximum} THEN 'getal_buiten_bereik' END AS fout
FROM (SELECT *,
    try_cast(regexp_extract(kaal, '^(-?\d{{1,9}})([.,]0{{1,2}})?$', 1) AS INTEGER) AS getal
    FROM kaal)
"""

_PATTERN = r"""
SELECT tekst, kaal, CASE WHEN regexp_full_match(getal, '{pattern}') THEN getal END AS waarde,
    CASE WHEN kaal <> '' AND waarde IS NULL THEN 'vorm_onjuist' END AS fout
FROM (SELECT *, regexp_replace(kaal, '^(\d+)[.,]0+$', '\1') AS getal FROM kaal)
"""


def read_values(connection: Connection, table: Table, delivered: set[str]) -> None:
    """Make `rij_<table>`: lev, tekst_nr, rij, each declared column typed (NULL where it could not
    be read), and per foreign key the number of the row it refers to. A token of a foreign key is
    kept only where it finds no row.

    The parents' `goed_<table>` must be there. The dictionaries stay, for the findings.
    """
    read = [column for column in table.columns if column.name in delivered and not column.token]
    for column in read:
        _read_column(connection, table, column)
    links = {link.column for link in table.foreign_keys}
    columns = [
        _typed(column, column.name in delivered, column.name in links) for column in table.columns
    ]
    columns += [f"p_{link.column}.nr AS {parent_number(link)}" for link in table.foreign_keys]
    joins = [
        f"LEFT JOIN lees_{table.name}_{column.name} l_{column.name}"
        f" ON t.{column.name} = l_{column.name}.tekst"
        for column in read
    ]
    joins += [
        f"LEFT JOIN goed_{link.target} p_{link.column} ON p_{link.column}.lev = t.lev"
        f" AND p_{link.column}.{link.target_column} = t.{link.column}"
        for link in table.foreign_keys
    ]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE rij_{table.name} AS SELECT t.lev, t.tekst_nr, t.rij,"
        f" {', '.join(columns)} FROM tekst_{table.name} t {' '.join(joins)}"
    )


def _read_column(connection: Connection, table: Table, column: Column) -> None:
    name = f"{table.name}_{column.name}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE tel_{name} AS SELECT lev, {column.name} AS tekst,"
        f" count(*) AS aantal FROM tekst_{table.name} WHERE {column.name} IS NOT NULL GROUP BY ALL"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE lees_{name} AS WITH kaal AS ("
        f"SELECT tekst, regexp_replace(tekst, '^{BLANKS}|{BLANKS}$', '', 'g') AS kaal"
        f" FROM (SELECT DISTINCT tekst FROM tel_{name})) {_reader(column)}"
    )


def _reader(column: Column) -> str:
    """Return the SELECT that reads one column's texts from `kaal` (tekst, kaal)."""
    if column.type == "date":
        return _DATE
    if column.type == "integer":
        lowest = -999_999_999 if column.minimum is None else column.minimum
        highest = 999_999_999 if column.maximum is None else column.maximum
        return _INTEGER.format(minimum=lowest, maximum=highest)
    if column.codes:
        empty = "'onbekend'" if column.is_jn else "NULL"
        choices = ", ".join(f"'{code}'" for code in code_lists()[column.codes].codes)
        reader = _CODE.replace("{codes}", column.codes).replace("{empty}", empty)
        return reader.replace("{choices}", choices)
    return _PATTERN.replace("{pattern}", column.pattern or "")


def _typed(column: Column, is_delivered: bool, is_link: bool) -> str:
    kind = SQL_TYPES[column.type]
    if not is_delivered:
        return f"NULL::{kind} AS {column.name}"
    if column.token:
        token = f"nullif(t.{column.name}, '')"
        unfound = f"CASE WHEN p_{column.name}.nr IS NULL THEN {token} END"
        return f"{unfound if is_link else token} AS {column.name}"
    return f"l_{column.name}.waarde AS {column.name}"
