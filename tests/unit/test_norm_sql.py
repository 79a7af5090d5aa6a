"""The SQL of the norms: wide tables as declared, one query per grain, portable."""

import re
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from pipeline.engine import DuckDB
from pipeline.norms import build
from pipeline.norms.counting import norm_view, number_counts
from pipeline.norms.verdicts import unit_sql, used_grains
from pipeline.paths import SQL
from pipeline.schema.meldcode import meldcode_names, read_meldcode
from pipeline.schema.norms import VERDICTS
from pipeline.schema.toets import grains
from tests.spec.grid import Grid
from tests.spec.test_second_reading import GRIDS
from tests.support.stg import make_cases, stage

FILES = [*sorted(SQL.glob("toets_*.sql")), *sorted(Path(build.__file__).parent.glob("*.sql"))]


def all_queries() -> dict[str, str]:
    """Return every query of the default meldcode by name."""
    code = read_meldcode()
    queries = {path.stem: path.read_text("utf-8") for path in FILES}
    for grain in used_grains(code):
        queries[f"oordeel_{grain}"] = unit_sql(code, grain, f"toets_{grain}")
    queries["toets_telling"] = number_counts(code)
    queries["mart_norm"] = norm_view(code)
    return queries


QUERIES = all_queries()
SPARK = sqlglot.Dialect.get_or_raise("spark")


@cache
def parse(query: str) -> exp.Expression:
    (statement,) = sqlglot.parse(query, read="duckdb")
    return statement


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_one_select_that_begins_with_its_grain(path):
    text = path.read_text("utf-8")
    assert re.match(r"-- Grain: one row per \S", text)
    assert isinstance(parse(text), exp.Select)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_carries_over_to_spark(name):
    statement = parse(QUERIES[name])
    windows = [node for node in statement.find_all(exp.Window) if isinstance(node.this, exp.Filter)]
    assert not windows, "Spark has no FILTER in a window"
    # To copy a tree takes longer than to write it down: this is the last that looks at it.
    assert SPARK.generate(statement, copy=False, unsupported_level=sqlglot.ErrorLevel.RAISE)


@pytest.fixture(scope="module")
def wide():
    """Return a database with every wide table, made from the small cases of the second reading.

    One case is of the school year before, and two more are of another school.
    """
    grid = Grid()
    for fill in GRIDS:
        fill(grid)
    grid.case(datum_signalering="2024-11-04")
    for day in ("2024-11-04", "2025-09-01"):
        grid.case(school_id="S2", datum_signalering=day)
    connection = stage(grid.rows, peildatum="2025-10-10", schools=("S1", "S2"))
    build_wide_tables(connection)
    return connection


def build_wide_tables(connection) -> None:
    make_cases(connection)
    for name in (*build.SHARED_TABLES, *(g for g in grains() if g not in build.SHARED_TABLES)):
        query = (SQL / f"toets_{name}.sql").read_text("utf-8")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE toets_{name} AS {query}")


TYPES = {"BIGINT": "INTEGER", "HUGEINT": "INTEGER", "SMALLINT": "INTEGER"}


@pytest.mark.parametrize("grain", grains())
def test_a_wide_table_has_the_columns_that_are_declared_with_their_types(wide, grain):
    found = {
        row[0]: TYPES.get(row[1], row[1])
        for row in wide.execute(f"DESCRIBE toets_{grain}").fetchall()
    }
    declared = {c.name: c.sql_type for c in grains()[grain].columns.values()}
    assert found == declared


def test_the_columns_of_the_school_are_declared_with_their_types(wide):
    found = {row[0]: row[1] for row in wide.execute("DESCRIBE toets_school").fetchall()}
    declared = {c.name: c.sql_type for c in grains()["zaak"].school_columns.values()}
    assert declared.items() <= found.items()


@pytest.mark.parametrize("grain", grains())
def test_a_flag_or_count_that_is_never_empty_by_declaration_is_never_empty(wide, grain):
    """An empty cell is what a condition cannot judge, so each column that may be empty says so."""
    for column in grains()[grain].columns.values():
        may_be_empty = "empty" in column.label.en or column.default is None
        if not may_be_empty and column.type in ("boolean", "integer"):
            rows = f"SELECT count(*) FROM toets_{grain} WHERE {column.name} IS NULL"
            assert wide.execute(rows).fetchall()[0][0] == 0, column.name


def conditions_on(grain: str) -> str:
    """Return every condition and day that some meldcode has on a grain, as one text."""
    norms = [norm for name in meldcode_names() for norm in read_meldcode(name).norms_on(grain)]
    rules = [rule for norm in norms for rule in norm.rules]
    return " ".join(" ".join([rule.day, *rule.conditions.values()]) for rule in rules)


def test_every_column_of_a_wide_table_is_used():
    keys = {"zaak_nr", "school_id", "schooljaar", "peildatum", "in_noemer", "datum"}
    routes = Path(build.__file__).with_name("mart_route.sql").read_text("utf-8")
    everywhere = " ".join(conditions_on(grain) for grain in grains())
    for grain, declared in grains().items():
        text = f"{conditions_on(grain)} {declared.unit} " + (routes if grain == "ronde" else "")
        assert set(declared.columns) - keys - set(re.findall(r"\w+", text)) == set(), grain
    school = set(grains()["zaak"].school_columns)
    assert school - set(re.findall(r"\w+", everywhere)) == set()


@pytest.fixture(scope="module")
def judged(wide):
    """The same database with the verdicts of every norm, and the counts of them."""
    code, engine = read_meldcode(), DuckDB(wide)
    build.judge_units(engine, code)
    engine.make_view("mart_norm", norm_view(code))
    build.count_verdicts(engine, code)
    return wide


def test_one_query_per_grain_judges_every_norm_of_it_and_every_unit_gets_one_verdict(judged):
    code = read_meldcode()
    for grain in used_grains(code):
        units = (
            judged.execute(f"SELECT count(*) FROM toets_{grain}").fetchall()[0][0]
            if grain != "zaak"
            else judged.execute("SELECT count(*) FROM mart_zaak").fetchall()[0][0]
        )
        found, distinct, known = judged.execute(
            "SELECT count(*), count(DISTINCT (norm_id, eenheid_nr)), count(*) FILTER (verdict IN"
            f" ({', '.join(repr(v) for v in VERDICTS)})) FROM mart_norm WHERE eenheid = '{grain}'"
        ).fetchall()[0]
        assert found == distinct == known == units * len(code.norms_on(grain))
    exceptions = judged.execute(
        "SELECT count(*) FROM mart_norm"
        " WHERE (uitzondering IS NOT NULL) <> (verdict = 'uitzondering')"
    )
    assert exceptions.fetchall()[0][0] == 0


def test_the_counts_are_those_of_the_verdicts(judged):
    for column, mart in (
        ("verdict", "mart_norm_telling"),
        ("uitzondering", "mart_norm_uitzondering"),
    ):
        keys = f"norm_id, {column}, school_id, schooljaar"
        counted = judged.execute(f"SELECT {keys}, aantal FROM {mart} ORDER BY ALL").fetchall()
        plain = judged.execute(
            f"SELECT {keys}, count(*) FROM mart_norm WHERE {column} IS NOT NULL"
            f" GROUP BY {keys} ORDER BY ALL"
        ).fetchall()
        assert counted == plain and counted


def test_a_case_about_an_employee_applies_to_no_norm_but_the_hand_over(judged):
    found = judged.execute(
        "SELECT DISTINCT norm_id FROM mart_norm WHERE verdict <> 'niet_van_toepassing'"
        " AND zaak_nr IN (SELECT zaak_nr FROM mart_zaak WHERE NOT in_noemer)"
    ).fetchall()
    assert found == [("G-06",)]


def test_an_organisational_norm_belongs_to_no_case(judged):
    rows = judged.execute(
        "SELECT count(*), count(zaak_nr) FROM mart_norm WHERE eenheid = 'school_jaar'"
    ).fetchall()
    assert rows[0][0] > 0 and rows[0][1] == 0
