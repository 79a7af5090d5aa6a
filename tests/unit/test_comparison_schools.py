"""Schools beside each other: in no order of their shares, told apart only past the limits."""

import pytest

from pipeline.comparison import PLACES, compare_schools


def test_schools_stand_in_the_order_of_their_labels_and_never_of_their_shares():
    found = compare_schools(["school C", "school A", "school B"], [9, 1, 5], [10, 10, 10])
    assert found.labels == ("school A", "school B", "school C")
    assert found.teller.tolist() == [1, 5, 9]


@pytest.mark.filterwarnings("error")
def test_alike_schools_are_not_told_apart():
    found = compare_schools(
        [f"school {c}" for c in "ABCDEF"], [4, 5, 6, 5, 0, 4], [10] * 4 + [0, 9]
    )
    assert not found.told_apart
    assert found.outside_95 == 0
    assert found.place.tolist() == ["binnen"] * 4 + ["geen_noemer", "binnen"]
    assert set(found.place) <= set(PLACES)


def test_a_school_far_from_the_others_is_told_apart():
    found = compare_schools(
        [f"school {c}" for c in "ABCDEFGHIJKL"], [20] * 11 + [1], [40] * 11 + [40]
    )
    assert found.told_apart
    assert found.place[-1] == "lager_998"


@pytest.mark.parametrize(
    ("counts", "places", "told_apart", "outside"),
    # Binomial table, 20 and one half: P(X <= 2) = 0.0002, P(X <= 3) = 0.0013, P(X <= 5) = 0.0207,
    # P(X <= 6) = 0.0577. So 2 of 20 is below 0.1%, 3 to 5 below 2.5%; 18 and 15 to 17 above.
    [
        ((3, 17, 6, 14), ("lager_95", "hoger_95", "binnen", "binnen"), False, 2),
        ((5, 15, 10, 10), ("lager_95", "hoger_95", "binnen", "binnen"), False, 2),
        ((2, 15, 14, 9), ("lager_998", "hoger_95", "binnen", "binnen"), True, 2),
        ((5, 18, 11, 6), ("lager_95", "hoger_998", "binnen", "binnen"), True, 2),
    ],
)
def test_a_school_is_placed_by_the_limits_of_95_and_of_998_percent(
    counts, places, told_apart, outside
):
    found = compare_schools([f"school {c}" for c in "ABCD"], counts, [20] * 4)
    assert tuple(found.place) == places
    assert (found.told_apart, found.outside_95) == (told_apart, outside)


def test_a_school_with_one_case_has_a_share():
    found = compare_schools(["school A", "school B"], [1, 5], [1, 10])
    assert found.share.tolist() == [1, 0.5]
    # Of one case, one is no wonder where three of a hundred is the rule: more than 2.5%.
    rare = compare_schools(["school A", "school B"], [1, 2], [1, 99])
    assert rare.place.tolist() == found.place.tolist() == ["binnen", "binnen"]


@pytest.mark.parametrize(("most", "other"), [(10, 9), (0, 1)])
def test_a_school_on_a_limit_is_within_it(most, other):
    # With 59 of 60 (or 1 of 60) in all, ten of ten (none of ten) is nothing out of the ordinary.
    labels = [f"school {c}" for c in "ABCDEF"]
    found = compare_schools(labels, [most] * 5 + [other], [10] * 6)
    assert found.place.tolist() == ["binnen"] * 6


@pytest.mark.filterwarnings("error")
def test_schools_without_any_case_are_compared_without_a_warning():
    found = compare_schools(["school A", "school B"], [0, 0], [0, 0])
    assert found.place.tolist() == ["geen_noemer", "geen_noemer"]
    assert not found.told_apart
