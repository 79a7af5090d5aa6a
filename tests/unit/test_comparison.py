"""Comparing shares: against other implementations, published figures and sums by hand."""

import numpy as np
import pytest
from scipy.stats import beta, betabinom
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from pipeline.comparison import (
    PLACES,
    Interval,
    Overdispersion,
    chart_for,
    compare_schools,
    days_between_limits,
    estimate_overdispersion,
    funnel_limits,
    is_distinguishable,
    newcombe_interval,
    overdispersed_limits,
    poisson_interval,
    pool_shares,
    run_chart,
    wilson_interval,
    xmr_limits,
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


# Tarone 1982, rat tumours in 71 groups, as in Gelman et al., Bayesian Data Analysis, table 5.1.
RATS = [(0, 20)] * 7 + [(0, 19)] * 4 + [(0, 18)] * 2 + [(0, 17)] + [(1, 20)] * 4 + [(1, 19)] * 2
RATS += [(1, 18)] * 2 + [(2, 25), (2, 24), (2, 23)] + [(2, 20)] * 6 + [(1, 10), (5, 49), (2, 19)]
RATS += [(5, 46), (3, 27), (2, 17), (7, 49), (7, 47), (3, 20), (3, 20), (2, 13), (9, 48), (10, 50)]
RATS += [(4, 20)] * 7 + [(10, 48)] + [(4, 19)] * 3 + [(5, 22), (11, 46), (12, 49), (5, 20), (5, 20)]
RATS += [(6, 23), (5, 19), (6, 22), (6, 20), (6, 20), (6, 20), (16, 52), (15, 46), (15, 47)]
RATS += [(9, 24), (4, 14)]


def test_partial_pooling_gives_the_published_answer_on_the_rat_tumours():
    assert len(RATS) == 71
    found = pool_shares(*np.transpose(RATS))
    # Posterior means of alpha and beta in the book: 2.4 and 14.3, so a mean of 0.144; the last
    # group, 4 of 14, is drawn from 0.286 to about 0.21.
    assert found.mean == pytest.approx(2.4 / 16.7, abs=0.005)
    assert found.share[-1] == pytest.approx((4 + 2.4) / (14 + 16.7), abs=0.01)
    assert found.interval.lower[-1] < 0.14 and 0.30 < found.interval.upper[-1] < 0.42


def test_a_school_without_cases_gets_what_is_known_of_the_others():
    found = pool_shares([4, 5, 6, 0], [10, 10, 10, 0])
    assert 0.35 < found.share[3] < 0.65
    assert found.interval.upper[3] - found.interval.lower[3] > 0.3


def test_pooling_draws_small_schools_in_more_than_large_ones():
    found = pool_shares([4, 80, 30, 50, 20, 60], [4, 80 + 20, 60, 100, 40, 120])
    assert 1 - found.share[0] > 0.8 - found.share[1]


@pytest.mark.parametrize("counts", [(0, 1, 5), (0, 0, 0), (1, 4, 6)], ids=str)
def test_pooled_shares_are_those_of_an_integral_in_another_way(counts):
    """Gauss-Legendre over mean and spread, with scipy's beta-binomial: its first two moments."""
    teller, noemer = np.array(counts)[:, None], np.array([[1], [4], [6]])
    nodes, weights = np.polynomial.legendre.leggauss(100)
    mean, spread = ((grid + 1) / 2 for grid in np.meshgrid(nodes, nodes))
    # A beta distribution has a standard deviation of sqrt(mean * (1 - mean) / (alpha + beta + 1)).
    size = 1 / (0.95 * spread.ravel()) ** 2 - 1
    alpha, other = mean.ravel() * size, (1 - mean.ravel()) * size
    weight = np.outer(weights, weights).ravel()
    weight = weight * betabinom.pmf(teller, noemer, alpha, other).prod(axis=0)
    weight /= weight.sum()
    first = (teller + alpha) / (noemer + size)
    second = (weight * first * (teller + alpha + 1) / (noemer + size + 1)).sum(axis=1)
    share = (weight * first).sum(axis=1)
    total = share * (1 - share) / (second - share**2) - 1
    for level in (0.95, 0.5):
        found = pool_shares(teller.ravel(), noemer.ravel(), level)
        limits = beta.interval(level, share * total, (1 - share) * total)
        assert found.mean == pytest.approx((weight * mean.ravel()).sum(), abs=5e-4)
        assert found.share == pytest.approx(share, abs=5e-4)
        assert np.allclose([found.interval.lower, found.interval.upper], limits, rtol=0, atol=5e-4)


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


# R: set.seed(123); rnorm(20), as in the snapshot of NHSRplotthedots (ptd_spc_standard).
NORMAL = [-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621]
NORMAL += [-1.26506123, -0.68685285, -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272]
NORMAL += [-0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141]


def test_xmr_limits_are_those_that_the_nhs_publishes():
    found = xmr_limits(NORMAL)
    assert round(found.mean, 3) == 0.142
    assert (round(found.lower, 2), round(found.upper, 2)) == (-3.01, 3.29)
    assert not found.outside.any()
    assert not found.is_provisional
    assert xmr_limits(NORMAL[:19]).is_provisional


def test_xmr_limits_by_hand():
    # Mean 5; moving ranges 2 3 1 4, mean 2.5: limits 5 - 6.65, cut off at 0, and 5 + 6.65.
    found = xmr_limits([4, 6, 3, 4, 8], lowest=0)
    assert (found.mean, found.lower) == (5, 0)
    assert found.upper == pytest.approx(11.65)


@pytest.mark.parametrize(
    ("useful", "longest"),
    # Schilling 2012; the table of critical values in Anhøj's book on run charts.
    [(10, 6), (12, 7), (22, 7), (24, 8), (44, 8), (46, 9)],
)
def test_the_limit_of_the_longest_run_is_the_published_one(useful, longest):
    assert run_chart([1, 9] * (useful // 2)).longest_run_limit == longest


@pytest.mark.parametrize(
    ("useful", "crossings"),
    # Of 9 tosses fewer than 2 heads: (1 + 9) / 512 = 2.0%, fewer than 3: 9.0%. Of 11 fewer than 3:
    # 67 / 2048 = 3.3%, fewer than 4: 11.3%. Of 13 fewer than 4: 378 / 8192 = 4.6%.
    [(10, 2), (12, 3), (14, 4)],
)
def test_the_limit_of_crossings_is_passed_by_chance_in_less_than_one_in_twenty(useful, crossings):
    assert run_chart([1, 9] * (useful // 2)).crossings_limit == crossings


def test_a_long_run_on_one_side_is_a_shift():
    found = run_chart([1, 2, 1, 2, 1, 2, 8, 9, 8, 9, 8, 9])
    assert (found.longest_run, found.crossings) == (6, 1)
    assert found.is_shifted is True
    assert run_chart([1, 9, 2, 8, 1, 9, 2, 8, 3, 9, 1, 8]).is_shifted is False


def test_a_run_of_exactly_the_limit_with_crossings_of_exactly_theirs_is_no_shift():
    # Sixteen points: log2(16) + 3 = 7. Of 15 tosses fewer than 4 heads: 576 / 32768 = 1.8%, fewer
    # than 5: 5.9%. Anhøj: a shift is a run longer than the limit, or fewer crossings than theirs.
    found = run_chart([9, 1, 9, 8, 1, 2, 1, 2, 1, 2, 1, 8, 9, 8, 9, 8])
    assert (found.longest_run, found.longest_run_limit) == (7, 7)
    assert (found.crossings, found.crossings_limit) == (4, 4)
    assert found.is_shifted is False


def test_of_few_points_nothing_is_said():
    assert run_chart([1, 2, 3]).is_shifted is None
    assert run_chart([]).is_shifted is None
    # One point off the median is no toss: fewer than none cannot be crossed.
    assert [run_chart(points).crossings_limit for points in ([], [5, 5, 9])] == [0, 0]


@pytest.mark.parametrize(("points", "chart"), [(0, "run_chart"), (11, "run_chart"), (12, "xmr")])
def test_under_twelve_points_there_are_no_limits(points, chart):
    assert chart_for(points) == chart


def test_days_between_by_hand():
    # All the same gap: no moving range, so the limits are that gap itself.
    found = days_between_limits([30, 30, 30])
    assert (round(found.lower, 9), round(found.upper, 9)) == (30, 30)
    # Two events on one day are half a day apart on this scale and do not break it.
    assert days_between_limits([0, 10, 40, 5, 0]).lower >= 0


@pytest.mark.parametrize(("days", "counted"), [(0, 0.5), (1, 1), (2, 2)])
def test_two_events_on_one_day_are_half_a_day_apart_and_a_day_is_a_day(days, counted):
    found = days_between_limits([days] * 3)
    assert [found.lower, found.mean, found.upper] == pytest.approx([counted] * 3)


def test_a_point_on_a_limit_is_not_outside():
    assert not xmr_limits([3, 3, 3]).outside.any()


def test_a_long_silence_between_rare_events_stands_out():
    found = days_between_limits([20, 35, 15, 30, 25, 18, 400, 22, 28, 30, 24, 26])
    assert found.outside.tolist().index(True) == 6
