"""Which numbers nobody may learn, on tables of a few cells drawn by hand."""

from dataclasses import replace

import pytest

from pipeline.disclosure.seen import Seen, SeenCell, SeenTable
from pipeline.disclosure.targets import (
    CHANGE,
    HIDDEN,
    MERGED,
    REST,
    YEAR,
    find_changes,
    find_targets,
)
from pipeline.schema.releases import TOTAL, Catalogue, Dimension
from tests.privacy.drawn import NO_LABEL, drawn_catalogue

OUTCOMES = {"a": ("a",), "b": ("b",), "c": ("c",), TOTAL: ("a", "b", "c")}
SCHOOLS = {"S1": ("S1",), "S2": ("S2",), TOTAL: ("S1", "S2")}
PERIODS = {"2022-2025": ("2022-2023", "2023-2024", "2024-2025"), "2025-2026": ("2025-2026",)}
MEMBERS = {"uitkomst": OUTCOMES, "school_id": SCHOOLS, "periode": PERIODS}


def seen(dimensions: tuple[str, ...], shown: dict[str, int | None], **changed) -> Seen:
    """Draw one table: codes divided by spaces → the number, None where the marker stands."""
    cells = tuple(
        SeenCell(tuple(codes.split()), value or 0, value) for codes, value in shown.items()
    )
    members = {name: MEMBERS[name] for name in dimensions}
    drawn = SeenTable(
        "t", "geteld", dimensions, dict.fromkeys(dimensions, "fijn"), members, cells, {}
    )
    return Seen("r1", ("S1", "S2"), ("S1", "S2"), (replace(drawn, **changed),), ())


def known(dimensions: tuple[str, ...], levels: dict | None = None) -> Catalogue:
    made = drawn_catalogue(dimensions, ["t"])
    if levels is None:
        return made
    uitkomst = Dimension("uitkomst", NO_LABEL, "detail", {}, levels)
    return replace(made, dimensions={**made.dimensions, "uitkomst": uitkomst})


def found(kind: str, given: Seen, catalogue: Catalogue) -> dict[str, dict[str, set[str]]]:
    """Return codes → members of the targets of one kind."""
    return {
        " ".join(target.codes): {name: set(codes) for name, codes in target.members.items()}
        for target in find_targets(0, given, catalogue)
        if target.kind == kind
    }


ONE = ("uitkomst",)
HIDDEN_AB = {"a": None, "b": None, "c": 40, TOTAL: 47}
ALL_HIDDEN = {"a": None, "b": None, "c": None, TOTAL: 12}


def test_what_carries_the_marker_may_not_be_learned():
    schools = {"S1", "S2"}
    assert found(HIDDEN, seen(ONE, HIDDEN_AB), known(ONE)) == {
        "a": {"uitkomst": {"a"}, "school_id": schools},
        "b": {"uitkomst": {"b"}, "school_id": schools},
    }


@pytest.mark.parametrize("repeated", ["*", "a"])
def test_what_stands_there_again_says_nothing_about_this_day(repeated):
    given = seen(ONE, HIDDEN_AB, as_of={repeated: "r0"})
    assert set(found(HIDDEN, given, known(ONE))) == {"*": set(), "a": {"b"}}[repeated]


def test_the_others_of_a_group_together_may_not_be_learned_when_all_are_hidden():
    """All but a: b and c. With a shown one among them the others are no small number."""
    everything = found(REST, seen(ONE, ALL_HIDDEN), known(ONE))
    assert {name: target["uitkomst"] for name, target in everything.items()} == {
        "niet a": {"b", "c"}, "niet b": {"a", "c"}, "niet c": {"a", "b"}
    }  # fmt: skip
    assert set(found(REST, seen(ONE, HIDDEN_AB), known(ONE))) == {"niet c"}


def test_the_one_other_of_a_pair_is_the_cell_itself():
    given = seen(ONE, {"a": None, "b": None, TOTAL: 7})
    assert found(REST, given, known(ONE)) == {}


def test_a_group_is_looked_at_within_each_row_of_the_other_dimensions():
    both = ("school_id", "uitkomst")
    shown = {f"{school} {code}": None for school in ("S1", "S2") for code in "abc"}
    rests = found(REST, seen(both, shown | {f"S1 {TOTAL}": 12}), known(both))
    assert len(rests) == 6
    assert rests["S2 niet b"] == {"school_id": {"S2"}, "uitkomst": {"a", "c"}}


def test_of_a_table_that_is_no_longer_declared_any_dimension_may_be_the_group():
    both = ("uitkomst", "school_id")
    shown = {f"{code} {school}": None for code in "abc" for school in ("S1", "S2")}
    assert found(REST, seen(both, shown), known(both)) == {}  # of two schools, one is the other
    rests = found(REST, seen(both, shown), replace(known(both), tables=()))
    assert len(rests) == 6
    assert rests["niet b S2"] == {"school_id": {"S2"}, "uitkomst": {"a", "c"}}


COARSE = {
    "fijn": {code: (code,) for code in "abc"},
    "grof": {"besluit": ("a", "b"), "geen": ("c",), "elders": ("a", "d")},
}


def test_what_a_coarser_level_would_show_may_not_be_learned_when_all_its_parts_are_hidden():
    """`geen` is one code, and of `elders` a part is not in the table: neither is a sum of it."""
    merged = found(MERGED, seen(ONE, ALL_HIDDEN), known(ONE, COARSE))
    assert {name: target["uitkomst"] for name, target in merged.items()} == {"besluit": {"a", "b"}}
    shown = {"a": 40, "b": None, "c": None, TOTAL: 47}
    assert found(MERGED, seen(ONE, shown), known(ONE, COARSE)) == {}


def test_a_sum_of_which_one_part_is_not_in_the_row_is_no_sum():
    given = seen(ONE, {"a": None, "c": None})
    assert found(MERGED, given, known(ONE, COARSE)) == {}


def test_a_table_at_the_coarser_level_is_not_merged_into_itself():
    given = seen(ONE, ALL_HIDDEN, levels={"uitkomst": "grof"})
    assert found(MERGED, given, known(ONE, {"grof": COARSE["grof"]})) == {}


def test_each_single_year_of_a_window_of_a_school_may_not_be_learned():
    both = ("school_id", "periode")
    shown = {"S1 2022-2025": 30, f"{TOTAL} 2022-2025": 60, "S2 2025-2026": 20}
    years = found(YEAR, seen(both, shown), known(both))
    assert set(years) == {"S1 2022-2023", "S1 2023-2024", "S1 2024-2025"}
    assert years["S1 2023-2024"] == {"school_id": {"S1"}, "periode": {"2023-2024"}}
    assert found(YEAR, seen(ONE, ALL_HIDDEN), known(ONE)) == {}


def test_a_number_that_was_shown_on_both_days_is_a_change():
    before, after = seen(ONE, {"a": 10, "b": None}), seen(ONE, {"a": 12, "c": 5})
    changes = find_changes(0, 1, [before, after])
    assert [(t.kind, t.codes, t.moment, t.since) for t in changes] == [(CHANGE, ("a",), 1, 0)]
    assert changes[0].words == "t[a] (verschil)"
    again = seen(ONE, {"a": 12}, as_of={"*": "r1"})
    assert find_changes(0, 1, [before, again]) == find_changes(0, 1, [again, before]) == []
    elsewhere = seen(ONE, {"a": 12}, population="anders")
    assert find_changes(0, 1, [before, elsewhere]) == []


def test_a_change_is_seen_when_the_dimensions_have_changed_places():
    before = seen(("uitkomst", "periode"), {"a 2025-2026": 10})
    after = seen(("periode", "uitkomst"), {"2025-2026 a": 12})
    assert [target.codes for target in find_changes(0, 1, [before, after])] == [("2025-2026", "a")]
