"""How dates are written in each file, and whether day or month comes first in it."""

from collections import defaultdict

from pipeline.intake.cells import add_findings
from pipeline.schema.tables import Table, tables
from pipeline.warehouse import Connection

LOOKED_AT_ROWS = 1000
"""Rows of a file that are looked at to say how its dates are written."""

FORMS = {"iso": "jjjj-mm-dd", "dmj": "dd-mm-jjjj", "jmd": "jjjjmmdd", "excel": "Excel-dagnummer"}

_PARTS = """
SELECT t.lev, t.tekst_nr, t.rij, '{column}' AS kolom, l.kaal LIKE '%/%' AS schuin,
    string_split_regex(l.kaal, '[-/. ]')[1]::INTEGER AS eerste,
    string_split_regex(l.kaal, '[-/. ]')[2]::INTEGER AS tweede
FROM tekst_{table} t JOIN lees_{table}_{column} l ON t.{column} = l.tekst WHERE l.vorm = 'dmj'
"""


def check_date_order(connection: Connection, table: Table, delivered: set[str]) -> None:
    """Refuse a file in which it cannot be settled whether the day or the month comes first.

    Hyphens mean dd-mm-jjjj, as is usual in Dutch, unless at least two dates and a fifth of all
    can only be mm-dd and none only dd-mm. Slashes are also American: they need one date that can
    only be dd/mm, and none that can only be mm/dd.
    """
    doubtful = [
        column
        for column in _date_columns(table, delivered)
        if _is_doubtful(connection, table, column)
    ]
    if not doubtful:
        return
    parts = " UNION ALL ".join(
        _PARTS.format(table=table.name, column=column) for column in _date_columns(table, delivered)
    )
    add_findings(
        connection,
        f"WITH deel AS ({parts}), bestand AS (SELECT lev, tekst_nr, schuin,"
        " count(*) FILTER (eerste > 12) AS dag_eerst, count(*) FILTER (tweede > 12) AS maand_eerst,"
        " count(*) FILTER (eerste <> tweede) AS aantal FROM deel GROUP BY ALL)"
        f" SELECT 'datum_volgorde', '{table.name}', d.lev, d.tekst_nr, d.rij, d.kolom FROM deel d"
        " JOIN bestand b ON d.lev = b.lev AND d.tekst_nr = b.tekst_nr AND d.schuin = b.schuin"
        " WHERE d.eerste <> d.tweede AND CASE WHEN b.schuin"
        " THEN b.dag_eerst = 0 OR b.maand_eerst > 0"
        " ELSE b.dag_eerst = 0 AND b.maand_eerst >= greatest(2, b.aantal / 5) END",
    )


def _date_columns(table: Table, delivered: set[str]) -> list[str]:
    return [c.name for c in table.columns if c.type == "date" and c.name in delivered]


def _is_doubtful(connection: Connection, table: Table, column: str) -> bool:
    """Return whether any date of this column has a slash or a second part above 12."""
    found = connection.execute(
        f"SELECT 1 FROM lees_{table.name}_{column} WHERE vorm = 'dmj' AND (kaal LIKE '%/%'"
        r" OR regexp_matches(kaal, '^\d{1,2}[-/.](1[3-9]|[2-9]\d)')) LIMIT 1"
    ).fetchall()
    return bool(found)


def date_forms(connection: Connection, delivered: dict[str, set[str]]) -> dict[int, str]:
    """Return for each text, by its number, how its dates are written, most frequent first."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for table in tables().values():
        for column in _date_columns(table, delivered.get(table.name, set())):
            for number, form, count in connection.execute(
                f"SELECT t.tekst_nr, l.vorm, count(*) FROM tekst_{table.name} t"
                f" JOIN lees_{table.name}_{column} l ON t.{column} = l.tekst"
                f" WHERE t.rij <= {LOOKED_AT_ROWS} AND l.waarde IS NOT NULL GROUP BY ALL"
            ).fetchall():
                counts[number][FORMS[form]] += count
    return {
        number: ", ".join(sorted(forms, key=lambda form: -forms[form]))
        for number, forms in counts.items()
    }
