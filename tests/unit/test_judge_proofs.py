"""What proves a number: the cells it is proven with, how much each, and the fewest tables."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.disclosure.judge import Reader
from pipeline.disclosure.model import Model, Source
from pipeline.disclosure.targets import HIDDEN
from tests.unit.drawn_judging import TWELVE, judged, lenient, proven, release, strict, target


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
