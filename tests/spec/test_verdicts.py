"""A verdict follows from five conditions; all their combinations are tried, NULL included."""

from dataclasses import replace
from datetime import date
from itertools import product

import duckdb
import pytest

from pipeline.norms.verdicts import VERDICT_CODES, exception_codes, norm_sql
from pipeline.schema.meldcode import read_meldcode
from pipeline.schema.norms import Norm, Rule, Source

NAMES = ("in_noemer", "a", "h", "x", "y", "d", "r")
TRUTH = (True, False, None)


def second_reading(in_noemer, a, h, x, y, d, r, strength):
    """Say the verdict in the words of the documentation, without looking at the SQL."""
    if in_noemer is not True:
        return "niet_van_toepassing"
    if a is None:
        return "niet_geregistreerd"
    if a is False:
        return "niet_van_toepassing"
    if h is True:
        return "voldaan"
    for excuse, code in ((x, "U4"), (y, "U5")):
        if excuse is True:
            return code
    if d is not True:
        return "nog_open"
    if r is not True:
        return "niet_geregistreerd"
    if strength == "mag":
        return "niet_van_toepassing"
    return "niet_geregistreerd" if h is None else "niet_voldaan"


def made_norm(strength: str, population: str = "stappenplan") -> Norm:
    """Return a norm whose conditions are plain columns."""
    model = next(norm for norm in read_meldcode().norms if norm.id == "S2-03")
    source = Source("meldcode", "x", None, model.source.valid_from, None)
    rule = Rule(source, strength, "dag", "a", "h", "d", "r", (("U4", "x"), ("U5", "y")))
    return replace(model, strength=strength, population=population, rules=(rule,))


@pytest.fixture(scope="module")
def combinations():
    """Return a database with every combination of what the conditions say, 3^7 rows."""
    each = ", ".join(f"(VALUES (TRUE), (FALSE), (NULL)) AS {name}_ ({name})" for name in NAMES)
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"CREATE TABLE breed AS SELECT {', '.join(NAMES)}, DATE '2025-09-01' AS dag,"
            f" DATE '2026-07-15' AS peildatum FROM {each}"
        )
        yield connection


def judge(combinations, norm: Norm) -> dict[tuple, str]:
    """Return combination → verdict."""
    code = read_meldcode()
    names = VERDICT_CODES | exception_codes(code)
    found = combinations.execute(f"SELECT {norm_sql(code, norm)}, {', '.join(NAMES)} FROM breed")
    return {tuple(row): names[number] for number, *row in found.fetchall()}


@pytest.mark.parametrize("strength", ["moet", "belangrijk", "bij_voorkeur", "mag"])
def test_every_combination_of_conditions_gets_the_one_verdict_that_the_text_gives_it(
    combinations, strength
):
    expected = {row: second_reading(*row, strength) for row in product(TRUTH, repeat=len(NAMES))}
    assert judge(combinations, made_norm(strength)) == expected


def test_a_condition_that_is_unknown_never_makes_a_shortfall(combinations):
    found = judge(combinations, made_norm("moet"))
    unknown = {row: verdict for row, verdict in found.items() if None in (row[1], row[2], row[6])}
    assert len(unknown) == 3**7 - 3**4 * 2**3
    assert "niet_voldaan" not in unknown.values()


def test_a_norm_that_only_allows_something_is_never_broken(combinations):
    assert "niet_voldaan" not in judge(combinations, made_norm("mag")).values()


def test_what_is_not_due_is_open_even_where_nothing_was_recorded(combinations):
    found = judge(combinations, made_norm("moet"))
    assert found[True, True, False, False, False, False, False] == "nog_open"


def test_what_was_done_counts_as_done_also_where_an_exception_would_excuse_it(combinations):
    found = judge(combinations, made_norm("moet"))
    assert found[True, True, True, True, True, True, True] == "voldaan"


def test_a_norm_about_cases_outside_the_plan_is_judged_on_those_alone(combinations):
    found = judge(combinations, made_norm("moet", "buiten_stappenplan"))
    assert found[False, True, True, None, None, True, True] == "voldaan"
    assert found[True, True, True, None, None, True, True] == "niet_van_toepassing"


def test_a_case_is_judged_by_the_line_in_force_on_the_day_that_the_norm_speaks_of():
    norm = made_norm("moet")
    (new,) = norm.rules
    years = replace(new.source, valid_from=date(2015, 1, 1), until=date(2018, 12, 31))
    dated = replace(norm, rules=(replace(new, holds="FALSE", source=years), new))
    code = read_meldcode()
    with duckdb.connect(":memory:") as connection:
        days = "('2014-12-31'), ('2015-01-01'), ('2018-12-31'), ('2019-01-01'), (NULL)"
        found = connection.execute(
            f"SELECT {norm_sql(code, dated)} FROM (SELECT TRUE AS in_noemer, TRUE AS a, TRUE AS h,"
            " FALSE AS x, FALSE AS y, TRUE AS d, TRUE AS r, CAST(dag AS DATE) AS dag,"
            f" DATE '2026-07-15' AS peildatum FROM (VALUES {days}) AS t (dag))"
        ).fetchall()
    names = [VERDICT_CODES[number] for (number,) in found]
    assert names == ["niet_van_toepassing", "niet_voldaan", "niet_voldaan", "voldaan", "voldaan"]
