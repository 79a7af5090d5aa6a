"""The pass rule on one or two numbers: could each be nought up to four?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.disclosure.judge import Question, Reader, can_be_high, needs_care, true_values
from pipeline.disclosure.model import TOTALS, Model, make_model
from pipeline.disclosure.targets import CHANGE, HIDDEN, LANDING, REST, Target
from tests.unit.drawn_judging import (
    TWELVE,
    catalogue,
    judged,
    lenient,
    proven,
    release,
    strict,
    target,
)


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
