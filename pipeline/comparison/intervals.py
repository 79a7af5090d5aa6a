"""Intervals for a share, a difference between two shares, and a count."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Lower and upper bound, element by element; NaN where there is nothing to estimate from."""

    lower: Numbers
    upper: Numbers


def _divide(teller: Numbers, noemer: Numbers) -> Numbers:
    """Return the shares, NaN for a denominator of 0."""
    unknown = np.full(noemer.shape, np.nan)
    return np.asarray(np.divide(teller, noemer, out=unknown, where=noemer > 0))


def _as_pair(teller: ArrayLike, noemer: ArrayLike) -> tuple[Numbers, Numbers]:
    first, second = np.broadcast_arrays(np.asarray(teller, float), np.asarray(noemer, float))
    return first, second


def wilson_interval(teller: ArrayLike, noemer: ArrayLike, level: float = 0.95) -> Interval:
    """Return Wilson's score interval of teller/noemer (Wilson 1927; no continuity correction)."""
    teller, noemer = _as_pair(teller, noemer)
    z = norm.ppf(0.5 + level / 2)
    share, spread = _divide(teller, noemer), _divide(np.full(noemer.shape, z * z), noemer)
    middle = (share + spread / 2) / (1 + spread)
    width = np.sqrt(share * (1 - share) * spread + spread * spread / 4) / (1 + spread)
    return Interval(np.clip(middle - width, 0, 1), np.clip(middle + width, 0, 1))


def newcombe_interval(
    teller: ArrayLike,
    noemer: ArrayLike,
    teller_vorig: ArrayLike,
    noemer_vorig: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """Return the interval of share minus earlier share (Newcombe 1998, method 10)."""
    now, before = _as_pair(teller, noemer), _as_pair(teller_vorig, noemer_vorig)
    share, share_before = _divide(*now), _divide(*before)
    this, earlier = wilson_interval(*now, level), wilson_interval(*before, level)
    difference = share - share_before
    down = np.hypot(share - this.lower, earlier.upper - share_before)
    up = np.hypot(this.upper - share, share_before - earlier.lower)
    return Interval(difference - down, difference + up)


def is_distinguishable(difference: Interval) -> NDArray[np.bool_]:
    """Return where an interval of a difference leaves 0 out; False where nothing is known."""
    outside = (difference.lower > 1e-12) | (difference.upper < -1e-12)
    return np.asarray(outside, bool)


def poisson_interval(count: ArrayLike, level: float = 0.95) -> Interval:
    """Return the exact interval of a Poisson mean (Garwood 1936)."""
    count = np.asarray(count, float)
    tail = (1 - level) / 2
    lower = np.where(count > 0, chi2.ppf(tail, 2 * count) / 2, 0.0)
    return Interval(lower, chi2.ppf(1 - tail, 2 * (count + 1)) / 2)
