"""Limits of the median, of the ninetieth percentile and of the restricted mean, against statsmodels
and by hand."""

import math

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from tests.property.life_tables import life_tables


def drawn_groups(count=60):
    """Return groups in which the longest case is open, so that the curve ends above nought."""
    rng = np.random.default_rng(11)
    groups = []
    for size in rng.integers(8, 120, count):
        times = rng.integers(1, 40, size)
        reached = rng.random(size) < 0.85
        reached[times == times.max()] = False
        groups.append((times, np.where(reached, "bereikt", "open")))
    return groups


@pytest.fixture(scope="module")
def summaries():
    groups = drawn_groups()
    return [
        (group, summary) for group, (_, summary) in zip(groups, life_tables(groups), strict=True)
    ]


@pytest.mark.parametrize(("name", "share"), [("mediaan", 0.5), ("p90", 0.9)])
def test_limits_of_a_quantile_equal_those_of_statsmodels(summaries, name, share):
    compared = 0
    for (times, ends), summary in summaries:
        oracle = SurvfuncRight(times, (ends == "bereikt").astype(float))
        try:
            lower, upper = oracle.quantile_ci(share, method="cloglog")
        except IndexError:  # statsmodels: no day at all is inside the limits
            continue
        found = [summary[f"{name}_{side}"] for side in ("onder", "boven")]
        assert [math.inf if day is None else day for day in found] == [lower, upper]
        compared += upper < math.inf
    assert compared > 10


def test_the_limits_of_the_restricted_mean_lie_as_far_below_it_as_above():
    times = [2, 3, 3, 5, 7, 10]
    ((_, summary),) = life_tables([(times, ["bereikt"] * 6)], horizon=20)
    error = np.std(times) / np.sqrt(6)
    assert summary["rmst"] - summary["rmst_onder"] == pytest.approx(1.959963984540054 * error)


def test_where_nobody_came_through_there_is_no_quantile_of_those_who_did():
    ((_, summary),) = life_tables([([3, 5, 9], ["open", "open", "gestopt"])])
    names = ("mediaan", "p90", "mediaan_naief", "p90_naief", "mediaan_incidentie")
    assert [summary[name] for name in names] == [None] * 5


def test_a_curve_that_falls_to_nought_has_reached_every_limit_but_the_upper_ones():
    ((curve, summary),) = life_tables([([4, 4, 4, 9], ["bereikt"] * 4)])
    assert curve["overleving"].tolist() == [0.25, 0]
    # On day 4 a quarter waits, of 4 cases: as little as 0.9 of a hundred, as much as 67.
    assert (summary["mediaan_onder"], summary["mediaan_boven"]) == (4, None)
    assert (summary["p90_onder"], summary["p90_boven"]) == (4, None)
