"""How dates are written in each file, and whether day or month comes first in it."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.intake.cells import add_findings
from pipeline.intake.staged import Staged
from pipeline.schema.tables import Table, tables
from pipeline.warehouse import Connection

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


def date_forms(connection: Connection, staged: Sequence[Staged]) -> dict[int, str]:
    """Return for each text, by its number, how its dates are written, most frequent first."""
    delivered: dict[str, set[str]] = defaultdict(set)
    for each in staged:
        delivered[each.text.table] |= set(each.text.delivered)
    counts = {
        name: _count_forms(connection, tables()[name], columns)
        for name, columns in delivered.items()
    }
    return {each.tekst_nr: _in_words(counts[each.text.table][each.lev]) for each in staged}


def _count_forms(
    connection: Connection, table: Table, delivered: set[str]
) -> dict[int, Counter[str]]:
    """Return per delivery how many dates of one table are written in each form."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for column in _date_columns(table, delivered):
        name = f"{table.name}_{column}"
        for lev, form, count in connection.execute(
            f"SELECT t.lev, l.vorm, sum(t.aantal)::BIGINT FROM tel_{name} t"
            f" JOIN lees_{name} l USING (tekst) WHERE l.waarde IS NOT NULL GROUP BY ALL"
        ).fetchall():
            counts[lev][FORMS[form]] += count
    return counts


def _in_words(forms: Counter[str]) -> str:
    return ", ".join(form for form, _ in forms.most_common())
