"""The SQL of the marts: one SELECT per file, readable by a second engine, numbered as declared."""

import re
from functools import cache

import pytest
import sqlglot
from sqlglot import exp

from pipeline.errors import DeclarationError
from pipeline.marts.order import Step, order_steps, read_steps
from pipeline.paths import SQL
from pipeline.schema.tables import code_lists

STEPS = {step.name: step.sql for step in read_steps()}
FILES = sorted(SQL.glob("mart_*.sql"))


@cache
def parse(name: str) -> exp.Expression:
    (statement,) = sqlglot.parse(STEPS[name], read="duckdb")
    return statement


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_one_select_that_begins_with_its_grain(path):
    assert re.match(r"-- Grain: one row per \S", path.read_text("utf-8"))
    assert isinstance(parse(path.stem), exp.Select)


@pytest.mark.parametrize("name", STEPS)
def test_every_mart_carries_over_to_spark(name):
    assert parse(name).sql(dialect="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


# Functions that sqlglot passes on in silence and Spark does not have, or has in another form.
ONLY_DUCKDB = {"product", "quantile_cont", "quantile_disc", "arg_min", "arg_max", "list", "unnest"}


@pytest.mark.parametrize("name", STEPS)
def test_a_mart_uses_no_function_of_one_engine_alone(name):
    tree = parse(name)
    used = {
        node.name.lower() if isinstance(node, exp.Anonymous) else node.sql_name().lower()
        for node in tree.find_all(exp.Func)
    }
    assert not used & ONLY_DUCKDB
    filtered = [node for node in tree.find_all(exp.Window) if isinstance(node.this, exp.Filter)]
    assert not filtered, "Spark has no FILTER in a window"


@pytest.mark.parametrize("name", STEPS)
def test_a_function_of_the_row_before_or_after_has_no_frame(name):
    named = {
        window.alias_or_name: window.args.get("spec")
        for select in parse(name).find_all(exp.Select)
        for window in select.args.get("windows") or ()
    }
    for window in parse(name).find_all(exp.Window):
        if isinstance(window.this, exp.Lag | exp.Lead | exp.RowNumber):
            frame = window.args.get("spec") or named.get(window.args.get("alias"))
            assert frame is None, "Spark refuses a frame there"


def test_the_pivot_numbers_the_kinds_of_event_as_they_are_declared():
    numbered = re.findall(r"^\s+(\d+) AS (\w+),?$", STEPS["mart_zaak"], flags=re.MULTILINE)
    declared = enumerate(code_lists()["soort_gebeurtenis"].codes, start=1)
    assert [(int(number), name) for number, name in numbered] == list(declared)


def test_every_kind_of_event_has_its_first_and_last_date():
    columns = {column.alias_or_name for column in parse("mart_zaak").expressions}
    for name in code_lists()["soort_gebeurtenis"].codes:
        assert {f"eerste_{name}", f"laatste_{name}"} <= columns


def test_a_mart_comes_after_what_it_reads():
    steps = [
        Step("mart_c", "SELECT * FROM mart_b INNER JOIN mart_norm ON true"),
        Step("mart_b", "SELECT * FROM mart_a"),
        Step("mart_norm", run=lambda connection: None),
        Step("mart_a", "SELECT 1"),
    ]
    assert [step.name for step in order_steps(steps)] == ["mart_a", "mart_b", "mart_norm", "mart_c"]


def test_marts_that_read_each_other_are_refused():
    steps = [Step("mart_a", "SELECT * FROM mart_b"), Step("mart_b", "SELECT * FROM mart_a")]
    with pytest.raises(DeclarationError, match="in a circle"):
        order_steps(steps)
