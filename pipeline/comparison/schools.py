"""Schools of one bestuur beside each other, without an order of merit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipeline.comparison.funnel import (
    Overdispersion,
    estimate_overdispersion,
    overdispersed_limits,
)
from pipeline.comparison.intervals import Interval, Numbers, wilson_interval
from pipeline.comparison.pooling import Pooled, pool_shares

PLACES = ("binnen", "lager_95", "hoger_95", "lager_998", "hoger_998", "geen_noemer")


@dataclass(frozen=True)
class SchoolComparison:
    """Schools in the order of their neutral labels, each with its raw and its pooled share.

    `place` is one of PLACES: within the limits, outside 95% (one in twenty is, by chance alone), or
    outside 99.8%. When `told_apart` is False the numbers do not tell any school from another, and
    the report says so in one sentence.
    """

    labels: tuple[str, ...]
    teller: Numbers
    noemer: Numbers
    share: Numbers
    interval: Interval
    pooled: Pooled
    target: float
    limits_95: Interval
    limits_998: Interval
    overdispersion: Overdispersion
    place: NDArray[np.str_]

    @property
    def told_apart(self) -> bool:
        """Return whether any school lies outside the 99.8% limits."""
        return bool(np.isin(self.place, ("lager_998", "hoger_998")).any())

    @property
    def outside_95(self) -> int:
        """Return how many schools lie outside the 95% limits."""
        return int((~np.isin(self.place, ("binnen", "geen_noemer"))).sum())


def _places(share: Numbers, wide: Interval, narrow: Interval) -> NDArray[np.str_]:
    """Return the place of each share; `wide` are the 99.8% limits."""
    return np.select(
        [
            np.isnan(share),
            share < wide.lower - 1e-12,
            share > wide.upper + 1e-12,
            share < narrow.lower - 1e-12,
            share > narrow.upper + 1e-12,
        ],
        ["geen_noemer", "lager_998", "hoger_998", "lager_95", "hoger_95"],
        default="binnen",
    )


def compare_schools(
    labels: Sequence[str], teller: ArrayLike, noemer: ArrayLike
) -> SchoolComparison:
    """Compare the shares teller/noemer of schools around the share of all of them together.

    `labels` are neutral (school A, school B): the result follows their alphabet, never the shares.
    """
    order = np.argsort(np.asarray(labels))
    teller, noemer = np.asarray(teller, float)[order], np.asarray(noemer, float)[order]
    target = float(teller.sum() / noemer.sum()) if noemer.sum() else float("nan")
    spread = estimate_overdispersion(teller, noemer)
    sizes = np.maximum(noemer, 1)
    narrow = overdispersed_limits(sizes, target, 0.95, spread)
    wide = overdispersed_limits(sizes, target, 0.998, spread)
    share = np.divide(teller, noemer, out=np.full(noemer.shape, np.nan), where=noemer > 0)
    return SchoolComparison(
        labels=tuple(np.asarray(labels)[order].tolist()),
        teller=teller,
        noemer=noemer,
        share=share,
        interval=wilson_interval(teller, noemer),
        pooled=pool_shares(teller, noemer),
        target=target,
        limits_95=narrow,
        limits_998=wide,
        overdispersion=spread,
        place=_places(share, wide, narrow),
    )
