"""Limits of a funnel, with and without spread between schools: by hand, and as published."""

import numpy as np
import pytest

from pipeline.comparison import (
    Overdispersion,
    estimate_overdispersion,
    funnel_limits,
    overdispersed_limits,
)


def test_funnel_limits_by_hand():
    # Binomial table, 20 and one half: P(X <= 5) = 0.0207, P(X <= 6) = 0.0577, P(X = 6) = 0.0370.
    # Interpolated: (6 - (0.0577 - 0.025) / 0.0370) / 20 = 0.2558; the upper one mirrors it.
    found = funnel_limits([20], 0.5, 0.95)
    assert found.lower[0] == pytest.approx(0.2558, abs=5e-5)
    assert found.upper[0] == pytest.approx(1 - 0.2558, abs=5e-5)


# UKHSA, PHEindicatormethods, testdata_funnel_prop_outputs.csv (score limits): population, lower and
# upper 95%, lower and upper 99.8%, in percent around 80.642448.
UKHSA = [
    (50, 69.691035, 91.593861, 63.375595, 97.909301),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (260, 75.839936, 85.44496, 73.070432, 88.214464),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (9998, 79.867989, 81.416907, 79.421375, 81.863521),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]


@pytest.mark.parametrize("published", UKHSA, ids=lambda row: str(row[0]))
def test_exact_limits_come_to_the_published_approximate_ones(published):
    population, *expected = published
    narrow = funnel_limits([population], 0.80642448, 0.95)
    wide = funnel_limits([population], 0.80642448, 0.998)
    found = [narrow.lower[0], narrow.upper[0], wide.lower[0], wide.upper[0]]
    np.testing.assert_allclose(np.multiply(found, 100), expected, atol=150 / population + 1e-2)


@pytest.mark.parametrize("target", [0.1, 0.5, 0.8])
def test_a_school_like_the_others_falls_outside_as_often_as_promised(target):
    from scipy.stats import binom

    for size in (10, 25, 80, 300):
        limits = funnel_limits([size], target, 0.95)
        counts = np.arange(size + 1)
        outside = (counts / size < limits.lower[0]) | (counts / size > limits.upper[0])
        assert binom.pmf(counts, size, target)[outside].sum() <= 0.05 + 1e-12


def test_overdispersion_by_hand():
    # Five schools of 100, shares 0.3 0.4 0.5 0.6 0.7 around 0.5; arcsine z = 2·sqrt(100)·(asin
    # sqrt(p) - asin sqrt(0.5)) = -4.115, -2.014, 0, 2.014, 4.115. Winsorised at 10% of each end
    # (between the two outer ones, 0.4 on the way): ±3.2745. phi = (2·3.2745² + 2·2.014²) / 5 =
    # 5.911; tau2 = (5·5.911 - 4) / (5·400 - 400) = 0.015973.
    found = estimate_overdispersion([30, 40, 50, 60, 70], [100] * 5)
    assert found.phi == pytest.approx(5.911, abs=2e-3)
    assert found.tau2 == pytest.approx(0.015973, abs=1e-5)


def test_without_overdispersion_the_exact_limits_stand():
    chance = estimate_overdispersion([5, 5, 5, 5, 5, 5], [10] * 6)
    assert chance.tau2 == 0
    narrow = overdispersed_limits([10, 40], 0.5, 0.95, chance)
    exact = funnel_limits([10, 40], 0.5, 0.95)
    np.testing.assert_array_equal(narrow.lower, exact.lower)
    wide = overdispersed_limits([10, 40], 0.5, 0.95, estimate_overdispersion([1, 9] * 3, [10] * 6))
    assert (wide.lower < exact.lower).all() and (wide.upper > exact.upper).all()


def test_limits_with_spread_between_schools_by_hand():
    # 100 cases, half of them: pi/4 on the arcsine scale. Chance gives a variance of 1/400 there and
    # the schools 0.01: together 0.0125, so 1.959964 * 0.111803 = 0.219130 to each side. Back on the
    # scale of shares, sin(pi/4 + w) ** 2 is (1 + sin(2 w)) / 2, and sin(0.438261) is 0.424366.
    found = overdispersed_limits([100], 0.5, 0.95, Overdispersion(5.0, 0.01, 10))
    assert found.lower[0] == pytest.approx((1 - 0.424366) / 2, abs=1e-5)
    assert found.upper[0] == pytest.approx((1 + 0.424366) / 2, abs=1e-5)
    # One in twenty is 0.225513 there, and sin(x) ** 2 is (1 - cos(2 x)) / 2: cos(0.889288) is
    # 0.629965.
    rare = overdispersed_limits([100], 0.05, 0.95, Overdispersion(5.0, 0.01, 10))
    assert rare.upper[0] == pytest.approx((1 - 0.629965) / 2, abs=1e-5)
    # With a variance of 0.1 the way to each side is 0.63: past the end for one in five (0.46).
    few = overdispersed_limits([100], 0.2, 0.95, Overdispersion(5.0, 0.1, 10))
    many = overdispersed_limits([100], 0.8, 0.95, Overdispersion(5.0, 0.1, 10))
    assert (few.lower[0], many.upper[0]) == (0, 1)
    assert few.upper[0] == pytest.approx(1 - many.lower[0])


def test_a_school_without_cases_says_nothing_about_spread():
    with_nobody = estimate_overdispersion([1, 9, 2, 8, 5, 0], [10] * 5 + [0])
    assert with_nobody == estimate_overdispersion([1, 9, 2, 8, 5], [10] * 5)
    assert with_nobody.schools == 5


def test_fewer_than_five_schools_say_nothing_about_spread():
    assert estimate_overdispersion([0, 10, 5], [10, 10, 10]).tau2 == 0
