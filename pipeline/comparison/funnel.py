"""Funnel limits: what a school's share may be when it does not differ from the others.

Source: Spiegelhalter 2005, Funnel plots for comparing institutional performance, Statistics in
Medicine 24: exact binomial limits with interpolation (appendix A.1.1) and overdispersion.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom, norm

from pipeline.comparison.intervals import Interval, Numbers

WINSORISED = 0.1  # the part of the z-scores that is pulled in at each end before they are squared
FEWEST_SCHOOLS = 5  # below this no spread between schools is estimated


def _limit(noemer: Numbers, target: float, tail: float) -> Numbers:
    """Return the share below which a school falls with probability `tail`, interpolated."""
    count = binom.ppf(tail, noemer, target)
    above = binom.cdf(count, noemer, target)
    point = binom.pmf(count, noemer, target)
    part = np.divide(above - tail, point, out=np.zeros_like(point), where=point > 0)
    return np.asarray(np.clip((count - part) / noemer, 0, 1))


def funnel_limits(noemer: ArrayLike, target: float, level: float) -> Interval:
    """Return exact binomial limits of a share around `target` for denominators above 0."""
    noemer = np.asarray(noemer, float)
    tail = (1 - level) / 2
    lower = _limit(noemer, target, tail)
    # The upper limit of a share is the lower one of its complement.
    return Interval(lower, 1 - _limit(noemer, 1 - target, tail))


@dataclass(frozen=True)
class Overdispersion:
    """Spread between schools beyond chance.

    `phi` is the mean squared z-score (1 when there is only chance), `tau2` the variance between
    schools on the arcsine scale (0 when there is no sign of it), `schools` how many it rests on.
    """

    phi: float
    tau2: float
    schools: int


def _arcsine(share: ArrayLike) -> Numbers:
    return np.asarray(np.arcsin(np.sqrt(np.asarray(share, float))))


def estimate_overdispersion(teller: ArrayLike, noemer: ArrayLike) -> Overdispersion:
    """Return the spread between schools, by DerSimonian-Laird on winsorised z-scores."""
    teller, noemer = np.asarray(teller, float), np.asarray(noemer, float)
    known = noemer > 0
    teller, noemer = teller[known], noemer[known]
    amount = len(noemer)
    if amount < FEWEST_SCHOOLS:
        return Overdispersion(1.0, 0.0, amount)
    weight = 4 * noemer
    z = (_arcsine(teller / noemer) - _arcsine(teller.sum() / noemer.sum())) * np.sqrt(weight)
    phi = float(np.mean(np.clip(z, *np.quantile(z, [WINSORISED, 1 - WINSORISED])) ** 2))
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    tau2 = (amount * phi - (amount - 1)) / spread if spread > 0 else 0.0
    return Overdispersion(phi, max(0.0, float(tau2)), amount)


def overdispersed_limits(
    noemer: ArrayLike, target: float, level: float, overdispersion: Overdispersion
) -> Interval:
    """Return the exact limits, widened where schools differ more than by chance alone."""
    exact = funnel_limits(noemer, target, level)
    if not overdispersion.tau2:
        return exact
    noemer = np.asarray(noemer, float)
    width = norm.ppf(0.5 + level / 2) * np.sqrt(1 / (4 * noemer) + overdispersion.tau2)
    middle = _arcsine(target)
    lower = np.sin(np.clip(middle - width, 0, np.pi / 2)) ** 2
    upper = np.sin(np.clip(middle + width, 0, np.pi / 2)) ** 2
    return Interval(np.minimum(exact.lower, lower), np.maximum(exact.upper, upper))
