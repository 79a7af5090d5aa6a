"""Tripwires: signs that an identity came along. One hit refuses the delivery.

They look at texts that were not read as a date, code or number, and at tokens: a text that is a
declared code or a plausible date says nothing about a person. Source: domain D.1.
"""

from pipeline.intake.cells import add_findings, holds
from pipeline.schema.tables import Column, Table
from pipeline.warehouse import Connection

TOKEN = (
    r"[A-Za-z]?[0-9A-Fa-f]{24,39}"
    r"|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}"
)
"""A letter if wanted and at least 24 random hexadecimal digits (96 bits), or a random UUID."""

COMPARED_ROWS = 2000
"""Rows per delivery in which tokens are compared with each other."""

_MACROS = (
    # twice: the second time for groups of one digit
    r"aaneen(t) AS regexp_replace(regexp_replace(t, '([0-9])[\s.\-/]+([0-9])', '\1\2', 'g'),"
    r" '([0-9])[\s.\-/]+([0-9])', '\1\2', 'g')",
    r"cijfers(t) AS regexp_extract(aaneen(t),"
    r" '(?:^|[^0-9A-Za-z])([0-9]{8,9})(?:$|[^0-9A-Za-z])', 1)",
    "elfproef(n) AS n <> '' AND n::INTEGER > 0 AND ("
    + " + ".join(f"{9 - i} * substr(lpad(n, 9, '0'), {i + 1}, 1)::INTEGER" for i in range(8))
    + " - substr(lpad(n, 9, '0'), 9, 1)::INTEGER) % 11 = 0",
    r"is_datum(t) AS regexp_full_match(t, '\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(19|20)\d{6}')",
    r"""verdacht(t) AS CASE
        WHEN t = '' OR is_datum(t) THEN NULL
        WHEN elfproef(cijfers(t)) THEN 'burgerservicenummer'
        WHEN regexp_matches(t, '[^\s@]+@[^\s@]+\.[A-Za-z]{2,}') THEN 'emailadres'
        WHEN regexp_full_match(regexp_replace(t, '[\s.\-/()]', '', 'g'),
            '(\+31|0031|0)[1-9][0-9]{8}') THEN 'telefoonnummer'
        WHEN regexp_matches(t, '(^|[^0-9A-Za-z])[1-9][0-9]{3}\s?[A-Za-z]{2}($|[^0-9A-Za-z])')
            THEN 'postcode'
        WHEN regexp_matches(t, '^[=+@]|^-[^0-9\s]') AND length(t) > 1 THEN 'formule'
        WHEN length(t) > 40 OR length(regexp_replace(t, '\S', '', 'g')) > 0
            AND len(string_split_regex(t, '\s+')) > 3 THEN 'vrije_tekst'
        END""",
)


def make_macros(connection: Connection) -> None:
    """Make `verdacht(text)`: the rule that a text breaks, or NULL."""
    for macro in _MACROS:
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")


def spring_tripwires(connection: Connection, table: Table, delivered: set[str]) -> None:
    """Add a finding for every suspicious text and token of one table."""
    for column in table.columns:
        if column.name not in delivered:
            continue
        if column.token:
            _check_tokens(connection, table, column)
        else:
            _check_texts(connection, table, column)
    if table.columns[0].token:
        _compare_tokens(connection, table, table.columns[0].name)


def _check_texts(connection: Connection, table: Table, column: Column) -> None:
    """Look at what the dictionary of this column could not read."""
    name = f"lees_{table.name}_{column.name}"
    if not holds(connection, f"{name} WHERE fout IS NOT NULL"):
        return
    alarm = "verdacht(kaal)"
    if column.type != "date":
        alarm = f"coalesce({alarm}, CASE WHEN is_datum(kaal) THEN 'geboortedatum_mogelijk' END)"
    unread = f"SELECT tekst, {alarm} AS alarm FROM {name} WHERE fout IS NOT NULL"
    if holds(connection, f"({unread}) WHERE alarm IS NOT NULL"):
        add_findings(
            connection,
            f"SELECT l.alarm, '{table.name}', t.lev, t.tekst_nr, t.rij, '{column.name}'"
            f" FROM tekst_{table.name} t JOIN ({unread}) l ON t.{column.name} = l.tekst"
            " WHERE l.alarm IS NOT NULL",
        )


def _check_tokens(connection: Connection, table: Table, column: Column) -> None:
    """A token must have the form of a random one; of references only those that find no row."""
    link = next((link for link in table.foreign_keys if link.column == column.name), None)
    if link and not holds(connection, f"rij_{table.name} WHERE {column.name} IS NOT NULL"):
        return
    unmatched = (
        f" AND {column.name}__nr IS NULL AND (lev, {column.name}) NOT IN"
        f" (SELECT (lev, {link.target_column}) FROM rij_{link.target}"
        f" WHERE {link.target_column} IS NOT NULL)"
        if link
        else ""
    )
    odd = (
        f"rij_{table.name} WHERE {column.name} IS NOT NULL{unmatched}"
        f" AND NOT regexp_full_match({column.name}, '{TOKEN}')"
    )
    if holds(connection, odd):
        add_findings(
            connection,
            f"SELECT coalesce(verdacht({column.name}), 'token_te_kort'), '{table.name}', lev,"
            f" tekst_nr, rij, '{column.name}' FROM {odd}",
        )


def _compare_tokens(connection: Connection, table: Table, column: str) -> None:
    """Random tokens share neither their first nor their last 16 characters."""
    compared = f"rij_{table.name} WHERE rij <= {COMPARED_ROWS} AND length({column}) >= 24"
    for side in ("left", "right"):
        part = f"{side}(lower({column}), 16)"
        alike = f"(SELECT 1 FROM {compared} GROUP BY hash(lev, {part}) HAVING count(*) > 1)"
        if not holds(connection, alike):
            continue
        add_findings(
            connection,
            "SELECT 'token_niet_willekeurig', * FROM (SELECT"
            f" '{table.name}', any_value(lev), any_value(tekst_nr), min(rij), '{column}'"
            f" FROM (SELECT DISTINCT ON (lev, {column}) * FROM {compared})"
            f" GROUP BY lev, {part} HAVING count(*) > 1)",
        )


def find_shared_tokens(connection: Connection, has_stored: bool) -> None:
    """Add a finding for every zaak token that another school delivers or delivered too."""
    schools = (
        "SELECT z.lev, z.tekst_nr, z.rij, z.zaak_id, l.school_id FROM rij_zaak z"
        " JOIN rij_levering l USING (lev) WHERE z.zaak_id IS NOT NULL"
    )
    others = f"SELECT zaak_id, school_id FROM ({schools})"
    if has_stored:
        others += " UNION SELECT zaak_id, school_id FROM stg_zaak"
    add_findings(
        connection,
        f"SELECT 'token_gedeeld', 'zaak', lev, tekst_nr, rij, 'zaak_id' FROM ({schools})"
        f" WHERE zaak_id IN (SELECT zaak_id FROM ({others}) GROUP BY zaak_id"
        " HAVING count(DISTINCT school_id) > 1)",
    )
