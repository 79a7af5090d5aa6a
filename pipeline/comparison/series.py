"""A count or share over time: run chart, XmR chart, days between rare events.

Limits are worked out once over the whole series: nothing is rebased by itself. No chart here is for
waiting times, whose spread is not symmetric and whose last points are still running.
Sources: Anhøj & Olesen 2014 (runs), Wheeler 2000 (XmR), Nelson 1994 (days between).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

from pipeline.comparison.intervals import Numbers

FEWEST_FOR_LIMITS = 12  # below this a run chart, without limits
FEWEST_FOR_FIRM_LIMITS = 20  # below this the limits are called provisional ("voorlopige grenzen")
FEWEST_FOR_RUNS = 10  # below this nothing is said about runs
MOVING_RANGE = 2.66  # 3 / 1.128: three standard deviations from the mean moving range
NELSON = 3.6  # the power that makes times between Poisson events nearly symmetric


def chart_for(points: int) -> str:
    """Return which chart a series of so many points may have: run_chart or xmr."""
    return "run_chart" if points < FEWEST_FOR_LIMITS else "xmr"


@dataclass(frozen=True)
class RunChart:
    """A series around its median; `useful` are the points that do not lie on it.

    `is_shifted`: one run is longer, or the median is crossed less often, than chance would give.
    None when there are too few points to say.
    """

    values: Numbers
    median: float
    useful: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int
    is_shifted: bool | None


def _run_lengths(above: NDArray[np.bool_]) -> NDArray[np.int_]:
    edges = np.flatnonzero(np.diff(above)) + 1
    return np.diff(np.concatenate([[0], edges, [len(above)]]))


def run_chart(values: ArrayLike) -> RunChart:
    """Return the run chart of a series in the order of time."""
    values = np.asarray(values, float)
    median = float(np.median(values)) if len(values) else float("nan")
    useful = values[values != median]
    lengths = _run_lengths(useful > median) if len(useful) else np.zeros(0, int)
    amount = len(useful)
    longest = int(lengths.max(initial=0))
    crossings = max(len(lengths) - 1, 0)
    longest_limit = round(np.log2(amount) + 3) if amount else 0
    crossings_limit = int(binom.ppf(0.05, amount - 1, 0.5)) if amount > 1 else 0
    enough = amount >= FEWEST_FOR_RUNS
    return RunChart(
        values=values,
        median=median,
        useful=amount,
        longest_run=longest,
        longest_run_limit=longest_limit,
        crossings=crossings,
        crossings_limit=crossings_limit,
        is_shifted=(longest > longest_limit or crossings < crossings_limit) if enough else None,
    )


@dataclass(frozen=True)
class XmR:
    """A series with its natural process limits; `is_provisional` while it is short."""

    values: Numbers
    mean: float
    lower: float
    upper: float
    outside: NDArray[np.bool_]
    is_provisional: bool


def xmr_limits(values: ArrayLike, lowest: float | None = None) -> XmR:
    """Return the XmR limits: mean plus and minus 2.66 mean moving ranges.

    `lowest` cuts the lower limit off (0 for counts). No point is screened out first.
    """
    values = np.asarray(values, float)
    mean = float(values.mean())
    width = MOVING_RANGE * float(np.abs(np.diff(values)).mean()) if len(values) > 1 else np.nan
    lower, upper = mean - width, mean + width
    if lowest is not None:
        lower = max(lower, lowest)
    return XmR(
        values=values,
        mean=mean,
        lower=lower,
        upper=upper,
        outside=(values < lower) | (values > upper),
        is_provisional=len(values) < FEWEST_FOR_FIRM_LIMITS,
    )


def days_between_limits(days: ArrayLike) -> XmR:
    """Return the T chart of days between rare events: XmR on days ** (1 / 3.6), turned back.

    A day counts as half when two events share it (0 days), so that it can stand on this scale.
    """
    days = np.asarray(days, float)
    chart = xmr_limits(np.where(days > 0, days, 0.5) ** (1 / NELSON), lowest=0)
    return XmR(
        values=days,
        mean=chart.mean**NELSON,
        lower=chart.lower**NELSON,
        upper=chart.upper**NELSON,
        outside=chart.outside,
        is_provisional=chart.is_provisional,
    )
