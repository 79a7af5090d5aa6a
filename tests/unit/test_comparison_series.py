"""One school through time: run charts, XmR limits and days between, by hand and as published."""

import pytest

from pipeline.comparison import chart_for, days_between_limits, run_chart, xmr_limits

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
