"""Judges all norms of a meldcode on the loaded cases: wide tables, one query per grain, counts."""

from pathlib import Path

import duckdb

from pipeline.engine import DuckDB, Engine
from pipeline.errors import BuildError
from pipeline.norms.binding import check_norms
from pipeline.norms.counting import norm_view, number_counts
from pipeline.norms.declared import write_references
from pipeline.norms.verdicts import unit_sql, used_grains
from pipeline.paths import SQL
from pipeline.schema.meldcode import DEFAULT, Meldcode, read_meldcode
from pipeline.warehouse import Connection

# In the order in which they read each other: toets_<name>.sql, each made once as a temporary
# table. The wide tables of the other grains are read once, inside the query that judges them.
SHARED_TABLES = (
    "dag",
    "school",
    "school_jaar",
    "rol",
    "verloop",
    "notitie",
    "antwoord",
    "hulp_per_zaak",
    "evaluatie_per_zaak",
    "duur",
    "afweging",
    "feit",
    "ronde",
)
_COUNTS = ("mart_norm_telling", "mart_norm_uitzondering")
_HERE = Path(__file__).parent


def build_norms(
    connection: Connection, meldcode: str = DEFAULT, engine: Engine | None = None
) -> dict[str, int]:
    """Judge every norm and write the result; returns rows per table or view.

    Needs the `stg_*` tables, `ref_kalender`, `ref_drempel` and `mart_zaak`. Writes `ref_norm`,
    `ref_lezing`, `ref_oordeel`, `ref_route`, a table `oordeel_<grain>` per grain (one row per unit,
    with the number of its school × schooljaar and one column per norm), the view `mart_norm` over
    them (one row per norm × unit), `mart_norm_telling` (norm × verdict × school × schooljaar),
    `mart_norm_uitzondering` (the same per exception) and `mart_route` (zaak × ronde). The queries
    run on `engine`, DuckDB by default.
    Raises DeclarationError for a mistake in a norm, with its file.
    """
    code, engine = read_meldcode(meldcode), engine or DuckDB(connection)
    try:
        write_references(connection, code)
        judge_units(engine, code)
        engine.make_view("mart_norm", norm_view(code))
        count_verdicts(engine, code)
        engine.make_table("mart_route", _read_sql("mart_route", _HERE))
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as problem:
        check_norms(code)
        raise BuildError(f"the norms were not judged ({type(problem).__name__})") from None
    for name in (*SHARED_TABLES, "telling"):
        connection.execute(f"DROP TABLE temp.toets_{name}")
    return _row_counts(connection)


def judge_units(engine: Engine, code: Meldcode) -> None:
    """Make the wide tables and `oordeel_<grain>`: one row per unit, one column per norm."""
    for name in SHARED_TABLES:
        engine.make_temporary(f"toets_{name}", _read_sql(f"toets_{name}"))
    for grain in used_grains(code):
        wide = f"toets_{grain}" if grain in SHARED_TABLES else f"({_read_sql(f'toets_{grain}')})"
        engine.make_table(f"oordeel_{grain}", unit_sql(code, grain, wide))


def count_verdicts(engine: Engine, code: Meldcode) -> None:
    """Make mart_norm_telling and mart_norm_uitzondering of what `judge_units` made."""
    engine.make_temporary("toets_telling", number_counts(code))
    for name in _COUNTS:
        engine.make_table(name, _read_sql(name, _HERE))


def _read_sql(name: str, folder: Path = SQL) -> str:
    return (folder / f"{name}.sql").read_text(encoding="utf-8")


def _row_counts(connection: Connection) -> dict[str, int]:
    rows = {}
    for name in (*_COUNTS, "mart_route"):
        rows[name] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]
    judged = connection.execute("SELECT coalesce(sum(aantal), 0) FROM mart_norm_telling").fetchall()
    return {"mart_norm": int(judged[0][0]), **rows}
