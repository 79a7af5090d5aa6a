"""How low and how high a number can be under what was said, on a few counts worked out by hand."""

import numpy as np
import pytest
import scipy.sparse as sp

from pipeline.disclosure.polytope import (
    Polytope,
    cannot_fall,
    cannot_rise,
    interval,
    stack,
)
from pipeline.errors import ImpossibleError

ANY = np.inf


def counts(size: int, *said: tuple[list[float], float, float]) -> Polytope:
    """Return the counts of which each weighted sum lies between two numbers."""
    rows = sp.csr_matrix(np.array([row for row, _, _ in said], dtype=float).reshape(-1, size))
    low, high = (np.array([one[place] for one in said], dtype=float) for place in (1, 2))
    return Polytope(rows, low, high, np.zeros(size), np.full(size, ANY))


X, Y = np.array([1.0, 0.0]), np.array([0.0, 1.0])
TEN = ([1, 1], 10, 10)


@pytest.mark.parametrize(
    ("said", "x", "y"),
    [
        ([], (0, ANY), (0, ANY)),
        ([TEN], (0, 10), (0, 10)),
        ([TEN, ([0, 1], -ANY, 4)], (6, 10), (0, 4)),
        ([TEN, ([0, 1], 3, ANY)], (0, 7), (3, 10)),
        ([TEN, ([0, 1], 3, 4)], (6, 7), (3, 4)),
        ([([1, 1], 8, 10)], (0, 10), (0, 10)),
        ([([1, 1], 8, 10), ([0, 1], 2, 2)], (6, 8), (2, 2)),
        # Twice the count is 3 to 5: the one whole number is 2.
        ([([2, 0], 3, 5)], (2, 2), (0, ANY)),
    ],
)
def test_what_is_said_leaves_an_interval_of_whole_numbers(said, x, y):
    polytope = counts(2, *said)
    for one in (polytope, polytope.shortened()) if said else (polytope,):
        assert (interval(one, X), interval(one, Y)) == (x, y)


def test_who_knows_more_of_single_counts_has_narrower_intervals():
    knowing = counts(2, TEN).knowing(np.array([2.0, 0.0]), np.array([ANY, 4.0]))
    assert (interval(knowing, X), interval(knowing, Y)) == ((6, 10), (0, 4))
    fewer = knowing.with_rows(np.array([False]))
    assert (interval(fewer, X), interval(fewer, Y)) == ((2, ANY), (0, 4))


def test_what_contradicts_itself_is_impossible():
    with pytest.raises(ImpossibleError):
        counts(2, TEN, ([1, 0], 11, 11)).minimise(X)


def test_the_proof_of_a_bound_weighs_each_statement():
    """x is 10 less y, and y is 3 or 4."""
    polytope = counts(2, TEN, ([0, 1], 3, 4), ([1, 0], -ANY, 50))
    least, most = polytope.minimise(X), polytope.maximise(X)
    assert (least.value, most.value) == (6, 7)
    assert least.point.tolist() == [6, 4]
    assert most.point.tolist() == [7, 3]
    assert least.weights.tolist() == [1, -1, 0]
    assert most.weights.tolist() == [-1, 1, 0]


def test_a_proof_in_shorter_statements_weighs_those_that_were_given():
    """All three are 12 and the first two 9, which is shown as well: z is 3."""
    polytope = counts(3, ([1, 1, 1], 12, 12), ([1, 1, 0], 9, 9)).shortened()
    assert polytope.said.rows.nnz < polytope.rows.nnz
    found = polytope.minimise(np.array([0.0, 0.0, 1.0]))
    assert (found.value, found.weights.tolist()) == (3, [1, -1])


@pytest.mark.parametrize(
    ("point", "holds"),
    [
        ((6, 4), True),
        ((7, 3), True),
        ((5, 5), False),
        ((8, 2), False),
        ((7, 4), False),
        ((6, 4 + 1e-9), True),
        ((6, 4 + 1e-3), False),
    ],
)
def test_a_point_holds_when_it_agrees_with_every_statement(point, holds):
    assert counts(2, TEN, ([0, 1], 3, 4)).holds(np.array(point, dtype=float)) is holds


@pytest.mark.parametrize(("point", "holds"), [((2, 4), True), ((1, 3), False), ((3, 5), False)])
def test_a_point_holds_when_every_count_is_in_its_bounds(point, holds):
    polytope = counts(2, ([1, 1], 0, 50)).knowing(np.array([2.0, 0.0]), np.array([ANY, 4.0]))
    assert polytope.holds(np.array(point, dtype=float)) is holds


LOWEST = [0, 1, 0, 0, 3, 0, 0, 2, 0, 0]
HIGHEST = [4, 9, 3, 4, 7, 5, 2, 9, 4, 40]


@pytest.mark.parametrize("size", [10, 5, 2, 1])
def test_all_that_cannot_reach_a_level_are_found_with_how_far_they_go(size):
    said = [
        (row, low, high)
        for row, low, high in zip(np.eye(size).tolist(), LOWEST, HIGHEST, strict=False)
    ]
    polytope, each = counts(size, *said), sp.identity(size, format="csr")
    none, four = np.zeros(size), np.full(size, 4.0)
    low = {held.target: held.value for held in cannot_fall(polytope, each, none)}
    high = {held.target: held.value for held in cannot_rise(polytope, each, four)}
    assert low == {place: n for place, n in enumerate(LOWEST[:size]) if n > 0}
    assert high == {place: n for place, n in enumerate(HIGHEST[:size]) if n < 4}
    for held in cannot_fall(polytope, each, none):
        assert held.weights.tolist() == each[held.target].toarray().ravel().tolist()


def test_numbers_that_can_be_low_one_by_one_are_not_held_for_being_high_together():
    """Of ten, all but x or all but y can be none; both can be four, not five and six."""
    polytope, each = counts(2, TEN), sp.identity(2, format="csr")
    assert cannot_fall(polytope, each, np.zeros(2)) == []
    assert cannot_rise(polytope, each, np.array([5.0, 6.0])) == []
    assert [held.target for held in cannot_rise(polytope, each, np.array([10.0, 11.0]))] == [1]
    point = polytope.most_at_once(each, np.array([4.0, 4.0]))
    assert point.sum() == pytest.approx(10) and (point >= 4 - 1e-6).all()


def test_a_change_that_nothing_holds_does_not_hide_a_number_that_is_held():
    """x less y can be anything below nought; z is at least three, and at most three more."""
    polytope = counts(3, ([0, 0, 1], 3, 6))
    targets = sp.csr_matrix(np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 1.0], [-1.0, 1.0, 0.0]]))
    assert polytope.least_at_once(sp.csr_matrix(targets[0])) is None
    assert [(h.target, h.value) for h in cannot_fall(polytope, targets, np.zeros(3))] == [(1, 3)]
    levels = np.full(3, 7.0)
    assert [(h.target, h.value) for h in cannot_rise(polytope, targets, levels)] == [(1, 6)]


def test_repeated_columns_add_up_and_what_cancels_is_left_out():
    rows = [([0, 0, 2], [1.0, 1.0, 5.0]), ([1, 1], [1.0, -1.0])]
    matrix = stack([(np.array(columns), np.array(values)) for columns, values in rows], 3)
    assert matrix.toarray().tolist() == [[2, 0, 5], [0, 0, 0]]
    assert matrix.nnz == 2
    assert stack([], 3).shape == (0, 3)
