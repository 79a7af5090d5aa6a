"""Which further cells are hidden: the lightest that keep every hidden number unknown.

Tables are drawn as they would be shown, margins left out: those are added up. A weight is 300 for
a margin and 100 for a cell inside, plus the count up to 100.
"""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from pipeline.disclosure.cuts import Cut, Problem
from pipeline.disclosure.protect import protect
from pipeline.errors import NoProofError
from pipeline.schema.releases import TOTAL
from tests.privacy.drawn import Case

UP_TO = 4
Pattern = frozenset[tuple[str, tuple[str, ...]]]


def drawn(text: str, *, total: tuple[str, ...] = ("rij", "kolom")) -> Case:
    """Return a table of rows × columns with a margin in each dimension of `total`."""
    heading, *lines = (line.split() for line in text.strip().splitlines())
    codes = {"rij": [line[0] for line in lines], "kolom": heading}
    dims = [
        {"name": name, "leaves": leaves, "groups": {TOTAL: leaves} if name in total else {}}
        for name, leaves in codes.items()
    ]
    atoms = [
        {"key": [row, column], "value": int(value)}
        for row, *values in lines
        for column, value in zip(heading, values, strict=True)
    ]
    return Case({"dims": dims, "atoms": atoms, "tables": [{"cells": "all"}]})


def problem(case: Case, *hidden: str, **changed: Any) -> Problem:
    """Return the task to hide these cells, named "row column"."""
    places = frozenset(("tabel_0", tuple(name.split())) for name in hidden)
    return Problem(case.drafts(), places, UP_TO, **{"nodes": 20000, "seconds": 60, **changed})


def names(pattern: Pattern) -> set[str]:
    return {" ".join(codes) for _, codes in pattern}


ROWS_AND_COLUMNS = """
       x   y   z
    a  2  11  14
    b  9   8  20
    c  7  13  12
"""
SQUARE = """
       x   y   z
    a  2   3  40
    b  3   2  30
    c 50  60  70
"""
TWO_BY_TWO = """
       x   y
    a  2   3
    b  9  30
"""
NOUGHTS = """
       x   y
    a  1   0
    b  0  25
"""
WIDE = """
       x   y   z
    a 12  12  12
    b 20   2   8
"""
ONE_ROW = """
       x   y   z   u
    a  3   5  60  80
"""


@pytest.mark.parametrize(
    ("text", "hidden", "also"),
    [
        (SQUARE, ["a x"], {"a y", "b x", "b y"}),
        (SQUARE, ["a x", "a y"], {"b x", "b y"}),
        (SQUARE, ["a x", "b x"], {"a y", "b y"}),
        (ONE_ROW, ["a x"], {"a y"}),
    ],
)
def test_what_is_hidden_with_it_is_as_found_by_hand(text, hidden, also):
    case = drawn(text, total=("kolom",)) if text == ONE_ROW else drawn(text)
    assert names(protect(problem(case, *hidden))[0]) == {*hidden, *also}


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (TWO_BY_TWO, ["a x"]),
        (TWO_BY_TWO, ["a x", "a y"]),
        (TWO_BY_TWO, ["b x"]),
        (NOUGHTS, ["a x"]),
        (NOUGHTS, [f"{TOTAL} x"]),
        (WIDE, ["b y"]),  # a search that stops at the first answer takes twice the weight
    ],
)
def test_no_lighter_choice_would_do(text, hidden):
    case = drawn(text)
    asked = problem(case, *hidden)
    chosen, _ = protect(asked)
    assert is_safe(case, chosen)
    weights = {("tabel_0", c): weight_of(case, c) for c in case.cells({"cells": "all"})}
    free = [place for place in weights if place not in asked.hidden]
    limit = sum(weights[place] for place in chosen)
    lighter = [
        asked.hidden | frozenset(more)
        for count in range(len(chosen) - len(hidden) + 1)
        for more in combinations(free, count)
    ]
    lighter = [p for p in lighter if sum(weights[place] for place in p) < limit]
    assert lighter
    assert [names(pattern) for pattern in lighter if is_safe(case, pattern)] == []


def weight_of(case: Case, codes: tuple[str, ...]) -> int:
    return (300 if TOTAL in codes else 100) + min(case.value(codes), 100)


def is_safe(case: Case, pattern: Pattern) -> bool:
    """Return whether every hidden cell may be 0 and may be UP_TO: two linear programs for each."""
    cells = case.cells({"cells": "all"})
    hidden = {codes for _, codes in pattern}
    if any(len(hidden & line) == 1 for line in lines(cells)):
        return False  # what is hidden alone in a sum is found by subtraction
    shown = [codes for codes in cells if codes not in hidden]
    fixed = np.array([counted(case, codes) for codes in shown])
    values = [case.value(codes) for codes in shown]
    for codes in sorted(hidden):
        row = counted(case, codes)
        least = linprog(row, A_eq=fixed, b_eq=values, bounds=(0, None))
        most = linprog(-row, A_eq=fixed, b_eq=values, bounds=(0, UP_TO * 100))
        if least.fun > 1e-6 or -most.fun < UP_TO - 1e-6:
            return False
    return True


def lines(cells: list[tuple[str, ...]]) -> list[set[tuple[str, ...]]]:
    """Return the rows and the columns of a table, each with its margin."""
    return [{c for c in cells if c[at] == code} for at in (0, 1) for code in {c[at] for c in cells}]


def counted(case: Case, codes: tuple[str, ...]) -> np.ndarray:
    """Return for each count inside the table whether it is part of a cell: 1 or 0."""
    members = [case.members[d][code] for d, code in zip(case.dimensions, codes, strict=True)]
    inside = [all(k in m for k, m in zip(key, members, strict=True)) for key in case.atoms]
    return np.array(inside, dtype=float)


def test_a_cell_alone_is_enough_where_nothing_adds_it_up():
    """Along the rows there is no margin, along the columns there is none either."""
    case = drawn(ROWS_AND_COLUMNS, total=())
    assert names(protect(problem(case, "a x"))[0]) == {"a x"}


def test_only_the_line_with_a_margin_needs_a_second_cell():
    case = drawn(ROWS_AND_COLUMNS, total=("rij",))
    assert names(protect(problem(case, "a x"))[0]) == {"a x", "c x"}


def test_a_hidden_margin_takes_the_parts_that_it_cannot_be_below():
    case = drawn(ONE_ROW, total=("kolom",))
    assert names(protect(problem(case, f"a {TOTAL}"))[0]) == {
        f"a {TOTAL}", "a x", "a y", "a z", "a u",
    }  # fmt: skip


X, Y, Z = (("tabel_0", ("a", code)) for code in "xyz")
ELSEWHERE = ("tabel_9", ("a", "x"))


@pytest.mark.parametrize(
    ("cut", "hidden", "expected"),
    [
        (Cut({X: 1.0, Y: 1.0}), [], {"a x"}),  # 103 against 105
        (Cut({X: 1.0, Y: 1.0}, 2.0), [], {"a x", "a y"}),
        (Cut({X: 0.4, Y: 1.0}), [], {"a y"}),  # 0.4 is not enough, and both weigh more
        (Cut({X: 1.0}, 1.0, Z), [], set()),  # z is shown: nothing is asked
        (Cut({X: 1.0}, 1.0, Z), ["a z"], {"a x", "a z"}),
        (Cut({X: 0.5, Y: 0.5}, 1.0, Z), ["a z"], {"a x", "a y", "a z"}),
        (Cut({X: 1.0, ELSEWHERE: 1.0}), [], {"a x"}),  # of a table that is not published
    ],
)
def test_a_proof_that_is_given_is_broken_by_the_lightest_cells(cut, hidden, expected):
    case = drawn(ONE_ROW, total=())
    chosen, known = protect(problem(case, *hidden), [cut])
    assert names(chosen) == expected
    assert known == [cut]


def test_the_proofs_that_were_found_are_given_back_and_lead_to_the_same_cells():
    asked = problem(drawn(ROWS_AND_COLUMNS), "a x")
    chosen, known = protect(asked)
    assert known
    again, more = protect(asked, known)
    assert again == chosen
    assert more == known


def test_a_search_that_is_cut_short_says_so():
    with pytest.raises(NoProofError):
        protect(problem(drawn(ROWS_AND_COLUMNS), "a x", seconds=0.0))
