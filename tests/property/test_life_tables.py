"""The curves against two other implementations, on published data and on ties without end."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from tests.property.drawn_groups import few_runs, groups_of
from tests.property.life_tables import life_tables, outcomes

# Freireich et al. 1963, weeks of remission with 6-MP (in every textbook); the last twelve censored.
REMISSION = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
REMISSION_ENDS = ["bereikt"] * 9 + ["open"] * 12


def test_remission_times_give_the_published_curve():
    ((curve, summary),) = life_tables([(REMISSION, REMISSION_ENDS)])
    reached = curve[curve["bereikt"] > 0]
    assert reached["t"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert reached["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert reached["overleving"].round(3).tolist() == printed
    errors = np.sqrt(reached["variantie"]).round(4).tolist()
    assert errors == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]
    assert summary["mediaan"] == 23
    # Log-log limits of the median: 13, and not reached (R: survfit with conf.type log-log).
    assert (summary["mediaan_onder"], summary["mediaan_boven"]) == (13, None)


def test_the_band_is_not_known_where_the_curve_is_one_or_nought():
    ((curve, _),) = life_tables([([1, 2, 3, 3], ["open", "bereikt", "bereikt", "bereikt"])])
    assert curve["overleving"].tolist() == pytest.approx([1, 2 / 3, 0])
    for limit in ("onder", "boven", "variantie"):
        assert curve[limit].notna().tolist() == [limit == "variantie", True, False]


@few_runs
@given(groups_of(["bereikt", "open", "overgedragen"]))
def test_the_curve_equals_statsmodels_on_ties_and_day_nought(groups):
    for (times, ends), (curve, _) in zip(groups, life_tables(groups), strict=True):
        status = np.array([end == "bereikt" for end in ends], dtype=float)
        if not status.any():
            assert (curve["overleving"] == 1).all()
            continue
        # statsmodels asks for times above 0: one day later, the same curve.
        oracle = SurvfuncRight(np.array(times) + 1, status)
        reached = curve[curve["bereikt"] > 0]
        np.testing.assert_array_equal(reached["t"] + 1, oracle.surv_times)
        np.testing.assert_array_equal(reached["at_risk"], oracle.n_risk)
        np.testing.assert_allclose(reached["overleving"], oracle.surv_prob, atol=1e-12)
        inside = oracle.surv_prob > 1e-12
        errors = np.sqrt(reached["variantie"].to_numpy(float)[inside])
        np.testing.assert_allclose(errors, oracle.surv_prob_se[inside], atol=1e-12)


def exact_quantiles(times, ends):
    """Return the first day on which the curve, in whole fractions, is at or below each level."""
    curve, found = Fraction(1), {"p25": None, "mediaan": None, "p75": None, "p90": None}
    levels = {"p25": Fraction(3, 4), "mediaan": Fraction(1, 2), "p75": Fraction(1, 4)}
    levels["p90"] = Fraction(1, 10)
    for day in sorted(set(times)):
        at_risk = sum(time >= day for time in times)
        left = sum(t == day and end == "bereikt" for t, end in zip(times, ends, strict=True))
        curve *= 1 - Fraction(left, at_risk)
        for name, level in levels.items():
            if found[name] is None and curve <= level:
                found[name] = day
    return found


@few_runs
@given(groups_of(["bereikt", "open"]))
def test_quantiles_are_those_of_the_curve_in_whole_fractions(groups):
    for (times, ends), (_, summary) in zip(groups, life_tables(groups), strict=True):
        expected = exact_quantiles(times, ends)
        assert {name: summary[name] for name in expected} == expected


def test_a_curve_that_is_exactly_one_half_has_reached_its_median():
    # Every way to leave in two steps so that just half are left: products of fractions miss one
    # half by an ulp in some of them.
    groups = [
        ([1] * first + [2] * (half - first) + [9] * half, ["bereikt"] * half + ["open"] * half)
        for half in range(2, 15)
        for first in range(1, half)
    ]
    missed = [
        (1 - f / (2 * h)) * (1 - (h - f) / (2 * h - f)) for h in range(2, 15) for f in range(1, h)
    ]
    assert any(value > 0.5 for value in missed)
    assert {summary["mediaan"] for _, summary in life_tables(groups)} == {2}


def test_bands_equal_scikit_survival_where_it_is_installed():
    sksurv = pytest.importorskip("sksurv.nonparametric")
    rng = np.random.default_rng(5)
    times, reached = rng.integers(1, 12, 80), rng.integers(0, 2, 80).astype(bool)
    ((curve, _),) = life_tables([(times, np.where(reached, "bereikt", "open"))])
    days, survival, band = sksurv.kaplan_meier_estimator(reached, times, conf_type="log-log")
    np.testing.assert_array_equal(curve["t"], days)
    np.testing.assert_allclose(curve["overleving"], survival, atol=1e-12)
    inside = (survival > 0) & (survival < 1)
    np.testing.assert_allclose(curve["onder"][inside], band[0][inside], atol=1e-9)
    np.testing.assert_allclose(curve["boven"][inside], band[1][inside], atol=1e-9)

    codes = rng.integers(0, 4, 80)
    (table,) = outcomes([(times, np.array(["open", "5A", "5B", "gestopt"])[codes])])
    days, incidences, bands = sksurv.cumulative_incidence_competing_risks(
        codes, times, conf_type="log-log", var_type="Dinse_Approx"
    )
    for number, cause in ((1, "5A"), (2, "5B"), (3, "gestopt")):
        ours = table[table["uitkomst"] == cause]
        np.testing.assert_allclose(ours["incidentie"], incidences[number], atol=1e-12)
        known = ours["onder"].notna().to_numpy() & (ours["wachtend"].to_numpy() > 1e-12)
        np.testing.assert_allclose(ours["onder"][known], bands[number][0][known], atol=1e-9)
        np.testing.assert_allclose(ours["boven"][known], bands[number][1][known], atol=1e-9)


@few_runs
@given(groups_of(["bereikt", "open"]), st.integers(1, 8))
def test_the_restricted_mean_is_the_area_below_the_curve(groups, horizon):
    for (times, _), (curve, summary) in zip(groups, life_tables(groups, horizon), strict=True):
        if max(times) < horizon and curve["overleving"].iloc[-1] > 0:
            assert summary["rmst"] is None
            continue
        # Day by day: the height of the curve on each whole day before the horizon.
        heights = [
            curve.loc[curve["t"] <= day, "overleving"].iloc[-1]
            if (curve["t"] <= day).any()
            else 1.0
            for day in range(horizon)
        ]
        assert summary["rmst"] == pytest.approx(sum(heights), abs=1e-9)
        assert 0 <= summary["rmst_onder"] <= summary["rmst"] + 1e-9
        assert summary["rmst"] <= summary["rmst_boven"] + 1e-9 <= horizon + 1e-8


def test_without_open_cases_the_restricted_mean_and_its_error_are_the_plain_ones():
    times = [2, 3, 3, 5, 7, 10]
    ((_, summary),) = life_tables([(times, ["bereikt"] * 6)], horizon=20)
    assert summary["rmst"] == pytest.approx(5.0)
    error = np.std(times) / np.sqrt(6)
    assert summary["rmst_boven"] - summary["rmst"] == pytest.approx(1.959963984540054 * error)


def test_the_completed_only_quantiles_are_those_of_the_nearest_rank():
    ((_, summary),) = life_tables([(list(range(1, 11)), ["bereikt"] * 10)])
    assert (summary["mediaan_naief"], summary["p90_naief"]) == (5, 9)
    assert summary["mediaan_incidentie"] == 5  # half of them had reached it by then


def test_a_curve_that_is_exactly_one_tenth_has_reached_its_ninetieth_percentile():
    groups = [
        (
            [1] * first + [2] * (9 * size - first) + [9] * size,
            ["bereikt"] * 9 * size + ["open"] * size,
        )
        for size in (1, 2, 3)
        for first in range(1, 9 * size)
    ]
    assert {summary["p90"] for _, summary in life_tables(groups)} == {2}


def test_the_completed_only_median_is_too_short_when_the_slow_ones_are_open():
    times = [2, 3, 4, 5, 6, 20, 20, 20, 20]
    ((_, summary),) = life_tables([(times, ["bereikt"] * 5 + ["open"] * 4)])
    assert (summary["mediaan_naief"], summary["mediaan"]) == (4, 6)
