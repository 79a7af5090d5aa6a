"""The pass rule on one or two numbers: could each be nought up to four?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.disclosure.judge import (
    Question,
    Reader,
    can_be_high,
    judge,
    needs_care,
    outsider,
    true_values,
)
from pipeline.disclosure.model import ATOMS, TOTALS, Model, Source, make_model
from pipeline.disclosure.seen import Seen, SeenCell
from pipeline.disclosure.targets import CHANGE, HIDDEN, LANDING, REST, Target
from pipeline.schema.releases import Catalogue
from tests.privacy.drawn import drawn_catalogue, drawn_seen_table

UP_TO = 4
CODES = ("a", "b", "c", "ab", "ac", "bc", "bd", "cd", "abc", "abd", "bcd", "abcd")
KNOWN = {code: tuple(code) for code in CODES}


def release(name: str, **tables: dict[str, tuple[int, int]]) -> Seen:
    """Draw a release: table → code → the number lies between these two."""
    drawn = tuple(
        drawn_seen_table(
            table,
            ["d"],
            {"d": {code: KNOWN[code] for code in shown}},
            tuple(SeenCell((code,), low, high) for code, (low, high) in shown.items()),
        )
        for table, shown in tables.items()
    )
    return Seen(name, (), (), drawn, ())


def catalogue() -> Catalogue:
    return drawn_catalogue(["d"], ["t", "u", "v"])


def target(kind: str, code: str, moment: int = 0, since: int | None = None) -> Target:
    return Target(kind, moment, "t", "geteld", (code,), {"d": frozenset(KNOWN[code])}, since)


def judged(reader_of, *moments: Seen, wanted: Target, mode: str = ATOMS, explain: bool = False):
    model = make_model(moments, [wanted], catalogue(), mode)
    one = np.array([0])
    return judge(reader_of(model), model, one, one, UP_TO, explain=explain)


def strict(model: Model) -> Reader:
    return outsider("lezer", model, strict=True)


def lenient(model: Model) -> Reader:
    return outsider("lezer", model, strict=False)


def proven(verdict) -> list[tuple[float | None, float | None]]:
    return [(failure.low, failure.high) for failure in verdict.failures]


@pytest.mark.parametrize(
    ("shown", "of_strict", "of_lenient", "excused"),
    [
        ((0, 4), [], [], ()),
        ((0, 3), [(None, 3)], [(None, 3)], ()),
        ((1, 9), [(1, None)], [(1, None)], ()),
        ((2, 3), [(2, None), (None, 3)], [(2, None), (None, 3)], ()),
        # Four or more may still be a small number; five or more is none.
        ((4, 9), [(4, None)], [(4, None)], ()),
        ((5, 9), [(5, None)], [], (0,)),
    ],
)
def test_a_hidden_number_must_be_able_to_be_nought_and_four(shown, of_strict, of_lenient, excused):
    given = release("r1", t={"a": shown})
    found = judged(strict, given, wanted=target(HIDDEN, "a"))
    assert (proven(found), found.excused) == (of_strict, ())
    found = judged(lenient, given, wanted=target(HIDDEN, "a"))
    assert (proven(found), found.excused) == (of_lenient, excused)


def test_what_is_no_cell_may_be_proven_large_before_any_reader():
    found = judged(strict, release("r1", t={"a": (5, 9)}), wanted=target(REST, "a"))
    assert (found.failures, found.excused) == ((), (0,))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [((3, 9), []), ((3, 6), [(None, 3)]), ((4, 9), [(1, None)]), ((8, 9), [])],
)
def test_what_a_reader_has_in_a_number_is_taken_off(shown, expected):
    """Three of it are the reader's own: the rest must be able to be nought and four."""

    def owner(model: Model) -> Reader:
        return replace(lenient(model), own=np.array([3.0]))

    assert proven(judged(owner, release("r1", t={"a": shown}), wanted=target(HIDDEN, "a"))) == (
        expected
    )


TWELVE = (12, 12)


@pytest.mark.parametrize(
    ("before", "after", "expected", "excused"),
    [
        # No change for certain; and one of one for certain.
        (TWELVE, TWELVE, [], (0,)),
        (TWELVE, (13, 13), [(1, None), (None, 1)], ()),
        ((10, 14), (10, 14), [], ()),
        # At most three more: told, unless it can be four fewer as well.
        ((10, 13), (10, 13), [(None, 3)], ()),
        ((10, 14), (9, 13), [], (0,)),
        ((10, 14), (10, 13), [], (0,)),
        # No more for certain, and perhaps one fewer.
        ((12, 13), (12, 12), [(None, 0)], ()),
        ((12, 17), (12, 12), [], (0,)),
        # Six more or fewer is no small number, four fewer is.
        (TWELVE, (18, 18), [], (0,)),
        (TWELVE, (6, 6), [], (0,)),
        (TWELVE, (7, 7), [], (0,)),
        (TWELVE, (8, 8), [(None, -4)], ()),
    ],
)
def test_a_change_passes_when_it_is_none_or_large_or_can_be_as_large_downwards(
    before, after, expected, excused
):
    """No case of a school year goes away between the two: what one code loses another gets."""
    change = target(CHANGE, "a", moment=1, since=0)
    days = {"r1": before, "r2": after}
    moments = [release(name, t={"a": shown, "b": (0, 50)}) for name, shown in days.items()]
    found = judged(strict, *moments, wanted=change, mode=TOTALS)
    assert (proven(found), found.excused) == (expected, excused)
    assert all(failure.release_id == "r2" for failure in found.failures)


def test_a_failure_names_the_cells_that_prove_it_and_what_hiding_each_closes_at_most():
    """Two and three are at least five together: of those, two or three."""
    given = release("r1", t={"a": (2, 2), "b": (3, 3)}, u={"c": TWELVE})
    (low,) = judged(strict, given, wanted=target(HIDDEN, "ab")).failures
    assert (low.profile, low.low, low.high) == ("lezer", 5, None)
    assert dict(low.sources) == pytest.approx(
        {Source("r1", "t", ("a",)): 2 / 5, Source("r1", "t", ("b",)): 3 / 5}
    )


@pytest.mark.parametrize("own", [0, 2])
def test_what_keeps_a_number_low_is_weighed_by_what_is_missing_up_to_four(own):
    """Of b and c there are at least two each: a is at most one beside the reader's own part."""

    def owner(model: Model) -> Reader:
        return replace(lenient(model), own=np.array([float(own)]))

    given = release("r1", t={"abc": (5 + own, 5 + own), "b": (2, 9), "c": (2, 9)})
    (high,) = judged(owner, given, wanted=target(HIDDEN, "a")).failures
    assert (high.low, high.high) == (None, 1)
    assert {"".join(source.codes): share for source, share in high.sources} == pytest.approx(
        {"abc": 1, "b": 2 / 3, "c": 2 / 3}
    )


def test_hiding_one_cell_closes_no_more_than_the_whole_gap():
    """Twelve in all and ten without it: two, at least and at most."""
    given = release("r1", t={"ab": TWELVE, "b": (10, 10)})
    low, high = judged(strict, given, wanted=target(HIDDEN, "a")).failures
    assert [(one.low, one.high) for one in (low, high)] == [(2, None), (None, 2)]
    for failure in (low, high):
        assert {source.codes: share for source, share in failure.sources} == {
            ("ab",): 1, ("b",): 1
        }  # fmt: skip


def test_a_failure_is_explained_by_the_fewest_tables():
    apart = {"t": {"abc": (20, 20), "c": (8, 8)}, "u": {"b": (10, 10)}}
    found = judged(strict, release("r1", **apart), wanted=target(HIDDEN, "a"), explain=True)
    assert {failure.tables for failure in found.failures} == {(("r1", "t"), ("r1", "u"))}
    alone = {"t": {"abc": (20, 20), "bc": (18, 18)}, "u": {"c": (8, 8)}}
    found = judged(strict, release("r1", **alone), wanted=target(HIDDEN, "a"), explain=True)
    assert {failure.tables for failure in found.failures} == {(("r1", "t"),)}
    found = judged(strict, release("r1", **alone), wanted=target(HIDDEN, "a"))
    assert {failure.tables for failure in found.failures} == {()}


@pytest.mark.parametrize("own", [0, 3])
def test_a_roundabout_proof_is_explained_by_the_one_table_that_needs_no_other(own):
    """Of b 10, c 8 and d 7: table u alone has all of a, b and c, and b with c."""

    def owner(model: Model) -> Reader:
        return replace(strict(model), own=np.array([float(own)]))

    amounts = {"t": {"bc": 18, "bd": 17}, "v": {"cd": 15, "c": 8, "abc": 20 + own}}
    amounts["u"] = {"bc": 18, "abd": 19 + own, "abc": 20 + own}
    shown = {table: {c: (n, n) for c, n in amounts[table].items()} for table in "tuv"}
    found = judged(owner, release("r1", **shown), wanted=target(HIDDEN, "a"), explain=True)
    assert proven(found) == [(2, None), (None, 2)]
    assert [failure.tables for failure in found.failures] == [(("r1", "u"),)] * 2


def test_a_roundabout_proof_is_explained_by_the_two_tables_that_need_no_third():
    """All four are 27, and b, c and d together 25; what v shows leaves a in doubt."""
    amounts = {"t": {"bcd": 25}, "u": {"b": 10, "ac": 10, "abcd": 27}, "v": {"bd": 17, "abc": 20}}
    shown = {table: {c: (n, n) for c, n in cells.items()} for table, cells in amounts.items()}
    found = judged(strict, release("r1", **shown), wanted=target(HIDDEN, "a"), explain=True)
    assert [failure.tables for failure in found.failures] == [(("r1", "t"), ("r1", "u"))] * 2


def test_a_failure_that_needs_three_tables_names_all_three():
    apart = {"t": {"abc": (20, 20)}, "u": {"b": (10, 10)}, "v": {"c": (8, 8)}}
    found = judged(strict, release("r1", **apart), wanted=target(HIDDEN, "a"), explain=True)
    assert [sorted(failure.tables) for failure in found.failures] == [
        [("r1", "t"), ("r1", "u"), ("r1", "v")]
    ] * 2


def model_of(*targets: Target) -> tuple[Question, Model]:
    given = release("r1", t={"abc": (20, 20)})
    atoms = pd.DataFrame(
        {"school_id": ["S1", "S2", "S1"], "d": ["a", "b", "b"], "aantal": [3, 4, 5]}
    )
    question = Question((given,), catalogue(), ({"geteld": atoms},))
    return question, make_model([given], targets, catalogue())


def test_the_true_values_are_those_of_all_schools_when_they_are_given():
    question, model = model_of(target(HIDDEN, "a"), target(REST, "ab"))
    assert true_values(question, model).tolist() == [3, 12]
    assert true_values(replace(question, exact=(None,)), model) is None


def test_only_small_numbers_need_care_and_cells_up_to_the_threshold():
    """The tier hides cells below ten; of other numbers those up to four are small."""
    kinds = (HIDDEN, HIDDEN, REST, REST, CHANGE, CHANGE, LANDING)
    question, model = model_of(*(target(kind, "a") for kind in kinds))
    values = np.array([9.0, 10, 4, 5, -4, -5, 30])
    expected = [True, False, True, False, True, False, True]
    assert needs_care(question, model, values, cells=False).tolist() == expected
    per_reader = needs_care(question, model, np.stack([values, values * 0], 1), cells=False)
    assert per_reader.T.tolist() == [expected, [True] * 7]
    every_cell = needs_care(question, model, values, cells=True).tolist()
    assert every_cell == [True, True, *expected[2:]]
    unknown = needs_care(question, model, None, cells=False).tolist()
    assert unknown == [kind == HIDDEN for kind in kinds]


def test_where_the_one_case_that_came_is_need_not_be_able_to_rise():
    _, model = model_of(target(HIDDEN, "a"), target(LANDING, "b"), target(REST, "ab"))
    assert can_be_high(model).tolist() == [True, False, True]
