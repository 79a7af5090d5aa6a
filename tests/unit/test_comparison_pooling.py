"""Shares that borrow from other schools: the published answer, and an integral in another way."""

import numpy as np
import pytest
from scipy.stats import beta, betabinom

from pipeline.comparison import pool_shares

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
