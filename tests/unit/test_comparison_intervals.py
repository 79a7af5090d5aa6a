"""Intervals around shares, differences and counts: by hand, as published, as in statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from pipeline.comparison import (
    Interval,
    is_distinguishable,
    newcombe_interval,
    poisson_interval,
    wilson_interval,
)

COUNTS = [(x, n) for n in (1, 2, 5, 13, 40) for x in range(0, n + 1, max(1, n // 5))]


def test_wilson_equals_statsmodels():
    found = wilson_interval(*np.transpose(COUNTS))
    for place, (x, n) in enumerate(COUNTS):
        lower, upper = proportion_confint(x, n, method="wilson")
        assert found.lower[place] == pytest.approx(lower, abs=1e-12)
        assert found.upper[place] == pytest.approx(upper, abs=1e-12)


@pytest.mark.filterwarnings("error")
def test_wilson_of_nobody_is_unknown():
    found = wilson_interval([0], [0])
    assert np.isnan(found.lower[0]) and np.isnan(found.upper[0])


def test_newcombe_gives_the_published_interval():
    # Newcombe 1998, table II, (a): 56/70 - 48/80, method 10: 0.0524 to 0.3339.
    found = newcombe_interval(56, 70, 48, 80)
    assert found.lower.round(4) == 0.0524
    assert found.upper.round(4) == 0.3339


def test_newcombe_equals_statsmodels():
    for x, n in COUNTS:
        found = newcombe_interval(x, n, 3, 7)
        lower, upper = confint_proportions_2indep(x, n, 3, 7, method="newcomb", compare="diff")
        assert found.lower == pytest.approx(lower, abs=1e-9)
        assert found.upper == pytest.approx(upper, abs=1e-9)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [((8, 10), (5, 10), False), ((80, 100), (50, 100), True), ((0, 0), (5, 10), False)],
)
def test_a_change_is_told_from_chance_only_with_enough_cases(now, before, told):
    assert bool(is_distinguishable(newcombe_interval(*now, *before))) is told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(0.2, 0.5, True), (-0.5, -0.2, True), (-0.2, 0.5, False), (0, 0.5, False), (-0.5, 0, False)],
)
def test_a_difference_is_told_from_none_on_either_side_of_zero(low, high, told):
    assert is_distinguishable(Interval(np.array([low]), np.array([high]))).tolist() == [told]


def test_poisson_equals_statsmodels():
    for count in (0, 1, 4, 30):
        lower, upper = confint_poisson(count, 1, method="exact-c")
        found = poisson_interval(count)
        assert found.lower == pytest.approx(lower, abs=1e-9)
        assert found.upper == pytest.approx(upper, abs=1e-9)
