"""Comparing shares: between two years, between schools, over time. Arrays in, arrays out.

Nothing here ranks. A school is either told apart from the others by its numbers or it is not.
"""

from pipeline.comparison.funnel import (
    Overdispersion,
    estimate_overdispersion,
    funnel_limits,
    overdispersed_limits,
)
from pipeline.comparison.intervals import (
    Interval,
    is_distinguishable,
    newcombe_interval,
    poisson_interval,
    wilson_interval,
)
from pipeline.comparison.pooling import Pooled, pool_shares
from pipeline.comparison.schools import PLACES, SchoolComparison, compare_schools
from pipeline.comparison.series import (
    RunChart,
    XmR,
    chart_for,
    days_between_limits,
    run_chart,
    xmr_limits,
)

__all__ = [
    "PLACES",
    "Interval",
    "Overdispersion",
    "Pooled",
    "RunChart",
    "SchoolComparison",
    "XmR",
    "chart_for",
    "compare_schools",
    "days_between_limits",
    "estimate_overdispersion",
    "funnel_limits",
    "is_distinguishable",
    "newcombe_interval",
    "overdispersed_limits",
    "poisson_interval",
    "pool_shares",
    "run_chart",
    "wilson_interval",
    "xmr_limits",
]
