"""Competing outcomes against statsmodels, against the textbook's sum and against the curves."""

import numpy as np
import pytest
from hypothesis import given
from statsmodels.duration.survfunc import CumIncidenceRight

from tests.property.drawn_groups import few_runs, groups_of
from tests.property.life_tables import life_tables, outcomes

CAUSES = ("5A", "5B", "gestopt", "overgedragen")


@few_runs
@given(groups_of([*CAUSES, "open"]))
def test_incidences_equal_statsmodels_and_add_up_to_one(groups):
    for (times, causes), table in zip(groups, outcomes(groups), strict=True):
        whole = table.pivot(index="t", columns="uitkomst", values="incidentie").sum(axis=1)
        waiting = table.groupby("t")["wachtend"].first()
        np.testing.assert_allclose(whole + waiting, 1, atol=1e-12)
        present = [cause for cause in CAUSES if cause in causes]
        if not present:
            continue
        codes = [present.index(cause) + 1 if cause != "open" else 0 for cause in causes]
        with np.errstate(all="ignore"):
            oracle = CumIncidenceRight(np.array(times) + 1, np.array(codes))
        for number, cause in enumerate(present):
            ours = table[table["uitkomst"] == cause]
            np.testing.assert_array_equal(ours["t"] + 1, oracle.times)
            np.testing.assert_allclose(ours["incidentie"], oracle.cinc[number], atol=1e-12)
            # statsmodels divides by nought on the day that everybody has left.
            with np.errstate(all="ignore"):
                variance = oracle.cinc_se[number] ** 2
            known = np.isfinite(variance) & (ours["wachtend"].to_numpy() > 1e-12)
            found = ours["variantie"].to_numpy()[known]
            np.testing.assert_allclose(found, variance[known], atol=1e-12)


@few_runs
@given(groups_of(["bereikt", "gestopt", "open"]))
def test_stopping_is_a_competing_outcome_beside_reaching(groups):
    decided = [
        (times, ["5A" if end == "bereikt" else end for end in ends]) for times, ends in groups
    ]
    for (curve, _), table in zip(life_tables(groups), outcomes(decided), strict=True):
        for ours, cause in (("incidentie_bereikt", "5A"), ("incidentie_gestopt", "gestopt")):
            other = table[table["uitkomst"] == cause]
            np.testing.assert_allclose(curve[ours], other["incidentie"], atol=1e-12)
        whole = curve["incidentie_bereikt"] + curve["incidentie_gestopt"] + curve["wachtend"]
        np.testing.assert_allclose(whole, 1, atol=1e-12)


def textbook_variance(times, causes, cause, until):
    """Return the variance of an incidence term by term, as Marubini & Valsecchi write it."""
    waiting, incidence, terms = 1.0, 0.0, []
    for day in sorted({time for time in times if time <= until}):
        at_risk = sum(time >= day for time in times)
        left = [c for t, c in zip(times, causes, strict=True) if t == day and c != "open"]
        incidence += waiting * left.count(cause) / at_risk
        terms.append((waiting, incidence, at_risk, len(left), left.count(cause)))
        waiting *= 1 - len(left) / at_risk
    total = 0.0
    for before, value, at_risk, left, own in terms:
        rest = incidence - value
        if left < at_risk:
            total += rest**2 * left / (at_risk * (at_risk - left))
        total += before**2 * (at_risk - own) * own / at_risk**3
        total -= 2 * rest * before * own / at_risk**2
    return total


@pytest.mark.parametrize("last", ["open", "5A"])
def test_the_variance_of_incidences_equals_the_textbook_sum(last):
    """Some still wait at the end, or nobody does."""
    times = [0, 0, 1, 1, 2, 2, 3, 3, 4, 5]
    causes = ["5A", "open", "5A", "5B", "5A", "gestopt", "open", "5B", "5A", last]
    (table,) = outcomes([(times, causes)])
    for cause in ("5A", "5B", "gestopt"):
        ours = table[table["uitkomst"] == cause]
        expected = [textbook_variance(times, causes, cause, day) for day in ours["t"]]
        np.testing.assert_allclose(ours["variantie"], expected, atol=1e-12)
