"""Judges all norms of a meldcode on the loaded cases: wide tables, one query per grain, counts."""

from pathlib import Path

import duckdb

from pipeline.errors import BuildError
from pipeline.norms.binding import check_norms
from pipeline.norms.counting import exception_counts, norm_view, verdict_counts
from pipeline.norms.declared import write_references
from pipeline.norms.verdicts import grain_sql, used_grains, wide_source
from pipeline.paths import SQL
from pipeline.schema.meldcode import DEFAULT, Meldcode, read_meldcode
from pipeline.warehouse import Connection

# In the order in which they read each other: toets_<name>.sql, each made once as a temporary
# table. The wide tables of the other grains are read once, inside the query that judges them.
SHARED_TABLES = (
    "dag",
    "school",
    "rol",
    "verloop",
    "notitie",
    "antwoord",
    "hulp_per_zaak",
    "evaluatie_per_zaak",
    "duur",
    "afweging",
    "ronde",
)
_MART_ROUTE = Path(__file__).with_name("mart_route.sql")


def build_norms(connection: Connection, meldcode: str = DEFAULT) -> dict[str, int]:
    """Judge every norm and write the result; returns rows per table or view.

    Needs the `stg_*` tables, `ref_kalender`, `ref_drempel` and `mart_zaak`. Writes `ref_norm`,
    `ref_lezing`, `ref_oordeel`, `ref_route`, a table `oordeel_<grain>` per grain (one row per unit,
    one column per norm), the view `mart_norm` over them (one row per norm × unit),
    `mart_norm_telling` (norm × verdict × school × schooljaar), `mart_norm_uitzondering` (the same
    per exception) and `mart_route` (zaak × ronde). Raises DeclarationError for a mistake in a norm,
    with its file.
    """
    code = read_meldcode(meldcode)
    try:
        write_references(connection, code)
        judge_units(connection, code)
        _drop_table(connection, "mart_norm")
        connection.execute(f"CREATE OR REPLACE VIEW mart_norm AS {norm_view(code)}")
        for name, query in (
            ("mart_norm_telling", verdict_counts(code)),
            ("mart_norm_uitzondering", exception_counts(code)),
            ("mart_route", _MART_ROUTE.read_text(encoding="utf-8")),
        ):
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as problem:
        check_norms(code)
        raise BuildError(f"the norms were not judged ({type(problem).__name__})") from None
    for name in SHARED_TABLES:
        connection.execute(f"DROP TABLE temp.toets_{name}")
    return _row_counts(connection)


def judge_units(connection: Connection, code: Meldcode) -> None:
    """Make the wide tables and `oordeel_<grain>`: one row per unit, one column per norm."""
    for name in SHARED_TABLES:
        query = _read_sql(f"toets_{name}")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE toets_{name} AS {query}")
    for grain in used_grains(code):
        wide = f"toets_{grain}" if grain in SHARED_TABLES else f"({_read_sql(f'toets_{grain}')})"
        query = grain_sql(code, grain, wide_source(code, grain, wide))
        connection.execute(f"CREATE OR REPLACE TABLE oordeel_{grain} AS {query}")


def _drop_table(connection: Connection, name: str) -> None:
    """Drop `name` where it is a table: what is to be a view may have been one."""
    found = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name])
    if found.fetchall():
        connection.execute(f"DROP TABLE {name}")


def _read_sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _row_counts(connection: Connection) -> dict[str, int]:
    rows = {}
    for name in ("mart_norm_telling", "mart_norm_uitzondering", "mart_route"):
        rows[name] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    judged = connection.execute("SELECT coalesce(sum(aantal), 0) FROM mart_norm_telling").fetchall()
    return {"mart_norm": int(judged[0][0]), **rows}
