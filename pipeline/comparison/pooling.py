"""Partial pooling of shares: each school leans on all the others as far as its numbers are few.

A beta-binomial model: every school has its own share, drawn from one beta distribution. The mean
and the concentration of that are not fixed at a best guess but averaged over a grid, which keeps
the intervals honest with few schools (Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.3;
the same prior: flat in the mean and in the spread).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, logsumexp
from scipy.stats import beta

from pipeline.comparison.intervals import Interval, Numbers

MEANS = (np.arange(60) + 0.5) / 60
# Concentration alpha + beta, in even steps of the spread between schools (its standard deviation is
# sqrt(mean * (1 - mean)) times that step): from "schools are alike" to "schools differ wildly".
SPREADS = (np.arange(40) + 0.5) / 40 * 0.95
CONCENTRATIONS = 1 / SPREADS**2 - 1


@dataclass(frozen=True)
class Pooled:
    """The pooled share of each school with its interval, and that of all schools together."""

    share: Numbers
    interval: Interval
    mean: float


def _log_weights(teller: Numbers, noemer: Numbers) -> Numbers:
    """Return the log posterior of every (mean, concentration), flat over both axes of the grid."""
    alpha = MEANS[:, None] * CONCENTRATIONS
    other = (1 - MEANS)[:, None] * CONCENTRATIONS
    counts, times = np.unique(np.stack([teller, noemer - teller]), axis=1, return_counts=True)
    log = (
        times
        * (
            betaln(alpha[..., None] + counts[0], other[..., None] + counts[1])
            - betaln(alpha, other)[..., None]
        )
    ).sum(axis=-1)
    return np.asarray(log - logsumexp(log))


def pool_shares(teller: ArrayLike, noemer: ArrayLike, level: float = 0.95) -> Pooled:
    """Return partially pooled shares; a school with noemer 0 gets what is known of the others.

    The interval is that of a beta distribution with the mean and variance of the posterior.
    """
    teller, noemer = np.asarray(teller, float), np.asarray(noemer, float)
    weight = np.exp(_log_weights(teller, noemer))[..., None]
    alpha = (MEANS[:, None] * CONCENTRATIONS)[..., None] + teller
    total = CONCENTRATIONS[None, :, None] + noemer
    means = alpha / total
    share = (weight * means).sum(axis=(0, 1))
    within = means * (1 - means) / (total + 1)
    variance = (weight * (within + (means - share) ** 2)).sum(axis=(0, 1))
    size = share * (1 - share) / variance - 1
    tail = (1 - level) / 2
    lower = beta.ppf(tail, share * size, (1 - share) * size)
    upper = beta.ppf(1 - tail, share * size, (1 - share) * size)
    overall = float((weight[..., 0] * MEANS[:, None]).sum())
    return Pooled(share, Interval(lower, upper), overall)
