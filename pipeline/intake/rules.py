"""Runs the declared rules: one query per table judges all of its rows on all of its rules."""

from collections.abc import Sequence
from functools import cache

import duckdb

from pipeline.intake.cells import add_findings
from pipeline.intake.frames import make_temp_table
from pipeline.intake.joins import SQL, is_reachable, joined
from pipeline.schema.calendar import school_years
from pipeline.schema.rules import Condition, conditions, rules
from pipeline.schema.tables import Table, code_lists
from pipeline.warehouse import Connection


def prepare_rules(connection: Connection) -> None:
    """Make what every condition may use: `soort_onder_stap` and the view `kalender`."""
    kinds = code_lists()["soort_gebeurtenis"]
    allowed = ", ".join(f"'{kind}/{step}'" for kind, steps in kinds.stap.items() for step in steps)
    connection.execute(
        "CREATE OR REPLACE TEMP MACRO soort_onder_stap(soort, stap) AS"
        f" (soort || '/' || stap) IN ({allowed})"
    )
    first, last = _calendar_years()
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW kalender AS SELECT DATE '{first}-08-01' AS van,"
        f" DATE '{last}-07-31' AS tot"
    )


@cache
def _calendar_years() -> tuple[str, str]:
    """Return the year in which the school calendar begins, and the one in which it ends."""
    years = school_years()
    return years[0][:4], years[-1][5:]


def prepare_overviews(connection: Connection) -> None:
    """Make `ronde`, `overzicht` and `feiten_<table>`, once every table has its good rows."""
    for name in ("ronde", "overzicht", *(path.stem for path in sorted(SQL.glob("feiten_*.sql")))):
        select = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")


def run_rules(
    connection: Connection,
    table: Table,
    severities: tuple[str, ...],
    delivered: Sequence[frozenset[str]],
) -> list[str]:
    """Add a row to `fout` for every broken rule and row; returns the rules that crashed.

    `delivered` are the tables and 'table.column's of each delivery: without what it needs a rule
    judges nothing there.
    """
    wanted = [
        condition
        for rule in rules().values()
        if rule.severity in severities
        for condition in conditions(rule.name)
        if condition.table == table.name and is_reachable(table, condition.holds)
    ]
    if not wanted or not connection.execute(f"SELECT 1 FROM goed_{table.name} LIMIT 1").fetchall():
        return []
    crashed: list[str] = []
    try:
        _judge(connection, table, wanted)
    except duckdb.Error:
        crashed = _run_one_by_one(connection, table, wanted)
    _drop_unjudged(connection, table, wanted, delivered)
    return crashed


def _run_one_by_one(connection: Connection, table: Table, wanted: Sequence[Condition]) -> list[str]:
    crashed = []
    for condition in wanted:
        try:
            _judge(connection, table, [condition])
        except duckdb.Error:
            crashed.append(condition.rule.name)
    return crashed


def _judge(connection: Connection, table: Table, wanted: Sequence[Condition]) -> None:
    """Find the rows for which at least one condition is false, then say which ones."""
    places = ", ".join(
        f"CASE WHEN NOT ({c.holds}) THEN {i} END" for i, c in enumerate(wanted, start=1)
    )
    broken = " OR ".join(f"NOT ({c.holds})" for c in wanted)
    names = ", ".join(f"'{c.rule.name}'" for c in wanted)
    columns = ", ".join(f"'{c.column}'" for c in wanted)
    add_findings(
        connection,
        f"SELECT ([{names}])[plaats], '{table.name}', lev, tekst_nr, rij, ([{columns}])[plaats]"
        f" FROM (SELECT {table.name}.lev, {table.name}.tekst_nr, {table.name}.rij,"
        f" unnest([{places}]) AS plaats FROM {joined(table, [c.holds for c in wanted])}"
        f" WHERE {broken}) WHERE plaats IS NOT NULL",
    )


def _drop_unjudged(
    connection: Connection,
    table: Table,
    wanted: Sequence[Condition],
    delivered: Sequence[frozenset[str]],
) -> None:
    """Delete findings in deliveries that lack what the condition needs: not delivered is not no."""
    needs = {(condition.rule.name, condition.column): condition.needs for condition in wanted}
    found = connection.execute(
        "SELECT DISTINCT regel, kolom, lev FROM fout WHERE tabel = ?", [table.name]
    ).fetchall()
    unjudged = [
        (rule, column, lev)
        for rule, column, lev in found
        if not delivered[lev].issuperset(needs.get((rule, column), ()))
    ]
    if unjudged:
        columns = {"regel": "VARCHAR", "kolom": "VARCHAR", "lev": "INTEGER"}
        make_temp_table(connection, "onbeoordeeld", columns, unjudged)
        connection.execute(
            "DELETE FROM fout WHERE tabel = ? AND (regel, kolom, lev) IN"
            " (SELECT (regel, kolom, lev) FROM onbeoordeeld)",
            [table.name],
        )
