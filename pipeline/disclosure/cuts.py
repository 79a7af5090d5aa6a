"""What `protect` is given and what it is told: the problem, and the proofs to break."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.disclosure.drafts import Cell, Draft
from pipeline.schema.releases import TOTAL

Place = tuple[str, tuple[str, ...]]
"""Table name and codes of a cell."""


@dataclass(frozen=True)
class Cut:
    """At least `need` of the weighted cells must be hidden; only when cell `when` is, if given."""

    weights: Mapping[Place, float]
    need: float = 1.0
    when: Place | None = None


@dataclass(frozen=True)
class Insider:
    """A school whose directie, knowing its own exact counts, must not work out a hidden cell."""

    school: str
    target: Place


@dataclass(frozen=True)
class Problem:
    """What to protect: tables, the cells of them that may not be shown, and how long to search.

    atoms: population → exact counts by finest codes; insiders: readers that the attack found.
    """

    drafts: tuple[Draft, ...]
    hidden: frozenset[Place]
    unknown_up_to: int
    nodes: int
    seconds: float
    atoms: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    insiders: tuple[Insider, ...] = ()


def weight(draft: Draft, cell: Cell) -> int:
    """Return how much readers lose with a cell: margins most, then larger counts."""
    return (300 if TOTAL in cell.codes else 100) + min(cell.value, 100)
