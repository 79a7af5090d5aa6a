"""Points that prove of many numbers and many readers at once that nothing small can be worked out.

A point is counts that satisfy every statement. A reader whose own numbers it holds cannot tell it
from the truth, so every number may be what it is there: one point where it is as low as the
reader's own part of it and one where it is as much as must stay unknown above that are the whole
proof that the number passes. How a point was found does not matter: every statement is checked
before it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.disclosure.model import Model
from pipeline.disclosure.polytope import TOLERANCE, Floats, Ints

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Readers:
    """Who read, and what each knows: `own`, unknown × reader, their exact part of each unknown.

    parts: number × reader, the same of each number to be worked out; owner: the reader whose school
    an unknown is about and no other, -1 for none; shared: the unknowns about several schools.
    """

    names: tuple[str, ...]
    own: Floats
    parts: Floats
    owner: Ints
    shared: Ints

    def who_may_believe(self, point: Floats) -> Ints:
        """Return the readers of whom a point holds the own counts, and no fewer of shared ones."""
        mine = np.flatnonzero(self.owner >= 0)
        differs = np.abs(point[mine] - self.own[mine, self.owner[mine]]) > TOLERANCE
        believes = np.ones(len(self.names), dtype=bool)
        believes[self.owner[mine][differs]] = False
        shared = self.own[self.shared] > point[self.shared, None] + TOLERANCE
        return np.flatnonzero(believes & ~shared.any(axis=0))


def directies(model: Model, own: Floats, names: Sequence[str]) -> Readers:
    """Return the directies as readers, given what `Model.own` says of each."""
    number = {name: place for place, name in enumerate(names)}
    owner = np.array([number.get(str(school), -1) for school in model.owners], dtype=np.int64)
    shared = np.flatnonzero((owner < 0) & (own != 0).any(axis=1))
    return Readers(tuple(names), own, np.asarray(model.matrix @ own), owner, shared)


def outsiders(name: str, model: Model) -> Readers:
    """Return one reader who knows nothing but what was shown."""
    count, width = model.matrix.shape
    nobody = np.full(width, -1, dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int64)
    return Readers((name,), np.zeros((width, 1)), np.zeros((count, 1)), nobody, nothing)


@dataclass
class Witnesses:
    """Which numbers (rows) are not shown yet to pass for which readers (columns).

    low: not shown yet that the number can fall to the reader's own part; high: nor that it can
    rise `up_to` above that.
    """

    model: Model
    readers: Readers
    up_to: float
    low: Flags
    high: Flags

    @property
    def open(self) -> Flags:
        """Return the numbers and readers of which one side or both are not shown yet."""
        return self.low | self.high

    def copy(self) -> "Witnesses":
        """Return the same, of which more can be struck out by itself."""
        return replace(self, low=self.low.copy(), high=self.high.copy())

    def count(self) -> int:
        """Return how many sides of numbers are not shown yet, for all readers together."""
        return int(self.low.sum()) + int(self.high.sum())

    def show(self, point: Floats) -> None:
        """Strike out what a point proves; one that breaks any statement proves nothing."""
        point = _whole(point)
        if self.model.polytope.holds(point):
            readers = self.readers.who_may_believe(point)
            above = np.asarray(self.model.matrix @ point)[:, None] - self.readers.parts[:, readers]
            self.low[:, readers] &= above > TOLERANCE
            self.high[:, readers] &= above < self.up_to - TOLERANCE


def _whole(point: Floats) -> Floats:
    """Return a point in whole numbers when it lies beside them: then the check is exact."""
    rounded = np.round(point)
    return rounded if np.all(np.abs(point - rounded) < TOLERANCE) else point
