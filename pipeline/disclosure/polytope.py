"""All counts that agree with what was shown, and how low and how high a number in them can be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import linprog

from pipeline.disclosure.pairs import PAIR, solve_pair
from pipeline.disclosure.sparse import Statements, sparser
from pipeline.errors import DisclosureError, ImpossibleError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
TOLERANCE = 1e-6
_AS_GIVEN = {"presolve": False}
"""`sparse` wrote the statements shorter already; letting HiGHS do it too takes a quarter more."""


@dataclass(frozen=True)
class Answer:
    """The lowest value of a number, the counts that reach it, and what each statement weighs in it.

    A weight above 0: with the statement gone the value falls by at most weight × what it said, as
    counts are not negative; below 0: by any amount. `maximise` turns value and point round, not
    the weights.
    """

    value: float
    point: Floats
    weights: Floats


@dataclass(frozen=True)
class Polytope:
    """Counts x with `rows`·x between `low` and `high`, each x between `least` and `most`.

    short: the same statements as they are given to the solver, when they were written shorter.
    """

    rows: sp.csr_matrix
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    short: Statements | None = None

    def shortened(self) -> "Polytope":
        """Return the same counts, of which a linear program takes less time."""
        return replace(self, short=sparser(self.rows, self.low, self.high))

    @property
    def said(self) -> Statements:
        """Return the statements as they are given to the solver."""
        as_given = sp.identity(len(self.low), format="csr")
        return self.short or Statements(self.rows, self.low, self.high, as_given)

    def knowing(self, least: Floats, most: Floats) -> "Polytope":
        """Return the same statements for a reader who knows more about single counts."""
        return replace(self, least=least, most=most)

    def with_rows(self, kept: npt.NDArray[np.bool_]) -> "Polytope":
        """Return only some of the statements."""
        return Polytope(self.rows[kept], self.low[kept], self.high[kept], self.least, self.most)

    def holds(self, point: Floats) -> bool:
        """Return whether a point satisfies every statement."""
        said = self.rows @ point
        in_rows = (said >= self.low - TOLERANCE) & (said <= self.high + TOLERANCE)
        in_box = (point >= self.least - TOLERANCE) & (point <= self.most + TOLERANCE)
        return bool(in_rows.all() and in_box.all())

    def minimise(self, target: Floats) -> Answer:
        """Return the lowest value of `target`·x; -inf when nothing holds it.

        Raises ImpossibleError.
        """
        said = self.said
        rows, low, high = said.rows, said.low, said.high
        exact = low == high
        above, below = np.isfinite(low) & ~exact, np.isfinite(high) & ~exact
        upper = sp.vstack([rows[below], -rows[above]]) if (above | below).any() else None
        result = linprog(
            target,
            A_eq=rows[exact] if exact.any() else None,
            b_eq=low[exact] if exact.any() else None,
            A_ub=upper,
            b_ub=np.concatenate([high[below], -low[above]]) if upper is not None else None,
            bounds=np.column_stack([self.least, self.most]),
            method="highs",
            options=_AS_GIVEN,
        )
        if result.status == 3:
            return Answer(-np.inf, np.zeros(len(target)), np.zeros(len(self.low)))
        if result.status == 2:
            raise ImpossibleError("no counts agree with what was shown")
        if result.status != 0:
            raise DisclosureError("the attack could not be finished; nothing was published")
        weights = np.zeros(len(self.low))
        if exact.any():
            weights[exact] = result.eqlin.marginals
        if upper is not None:
            parts = result.ineqlin.marginals
            weights[below] += parts[: below.sum()]
            weights[above] -= parts[below.sum() :]
        return Answer(float(result.fun), result.x, said.change.T @ weights)

    def maximise(self, target: Floats) -> Answer:
        """Return the highest value of `target`·x; inf when nothing holds it."""
        found = self.minimise(-target)
        return replace(found, value=-found.value)

    def least_at_once(self, targets: sp.csr_matrix) -> Floats | None:
        """Return counts at which targets are low together; None when nothing holds them."""
        found = self.minimise(np.asarray(targets.sum(axis=0)).ravel())
        return found.point if np.isfinite(found.value) else None

    def most_at_once(self, targets: sp.csr_matrix, caps: Floats) -> Floats:
        """Return counts at which as many targets as possible come as near their cap as they can."""
        count, size = targets.shape
        said = self.said
        wide = Polytope(
            sp.vstack(
                [
                    sp.hstack([said.rows, sp.csr_matrix((said.rows.shape[0], count))]),
                    sp.hstack([targets, -sp.eye(count)]),
                ]
            ).tocsr(),
            np.concatenate([said.low, np.zeros(count)]),
            np.concatenate([said.high, np.full(count, np.inf)]),
            np.concatenate([self.least, np.full(count, -np.inf)]),
            np.concatenate([self.most, caps]),
        )
        return wide.maximise(np.concatenate([np.zeros(size), np.ones(count)])).point[:size]


@dataclass(frozen=True)
class Held:
    """A target that cannot reach the level asked; `value` is as far as it goes."""

    target: int
    value: float
    weights: Floats


def cannot_fall(polytope: Polytope, targets: sp.csr_matrix, levels: Floats) -> list[Held]:
    """Return the targets whose lowest value stays above their level, each with the proof.

    One point often shows many targets at once, so sums are minimised first and only what is left
    is looked at one by one.
    """
    left = np.arange(targets.shape[0])
    while len(left) > 1:
        point = polytope.least_at_once(targets[left])
        if point is None:
            break
        still = left[(targets[left] @ point) > levels[left] + TOLERANCE]
        if len(still) > 0.8 * len(left):
            left = still
            break
        left = still
    return _one_by_one(polytope, targets, levels, left, rising=False)


def cannot_rise(polytope: Polytope, targets: sp.csr_matrix, levels: Floats) -> list[Held]:
    """Return the targets whose highest value stays below their level, each with the proof."""
    left = np.arange(targets.shape[0])
    while len(left) > 1:
        point = polytope.most_at_once(targets[left], levels[left])
        still = left[(targets[left] @ point) < levels[left] - TOLERANCE]
        if len(still) > 0.8 * len(left):
            left = still
            break
        left = still
    return _one_by_one(polytope, targets, levels, left, rising=True)


def _one_by_one(
    polytope: Polytope, targets: sp.csr_matrix, levels: Floats, left: Ints, *, rising: bool
) -> list[Held]:
    held, open_, sign = [], left, -1 if rising else 1
    reach = polytope.maximise if rising else polytope.minimise
    while len(open_):
        pair, open_ = open_[:PAIR], open_[PAIR:]
        answers = solve_pair(reach, [targets[one].toarray().ravel() for one in pair])
        for target, found in zip(pair, answers, strict=True):
            if sign * found.value > sign * levels[target] + TOLERANCE:
                held.append(Held(int(target), found.value, found.weights))
            if np.isfinite(found.value):
                values = targets @ found.point
                open_ = open_[sign * values[open_] > sign * levels[open_] + TOLERANCE]
    return held


def interval(polytope: Polytope, target: Floats) -> tuple[int, float]:
    """Return the lowest and highest whole number that a target can be."""
    low, high = polytope.minimise(target).value, polytope.maximise(target).value
    lowest = int(np.ceil(low - TOLERANCE)) if np.isfinite(low) else 0
    return lowest, float(np.floor(high + TOLERANCE)) if np.isfinite(high) else np.inf


def stack(rows: Sequence[tuple[Ints, Floats]], width: int) -> sp.csr_matrix:
    """Return a sparse matrix from (columns, values) per row; repeated columns add up."""
    lengths = [len(columns) for columns, _ in rows]
    place = np.repeat(np.arange(len(rows)), lengths)
    columns = np.concatenate([c for c, _ in rows]) if rows else np.zeros(0, dtype=np.int64)
    values = np.concatenate([v for _, v in rows]) if rows else np.zeros(0)
    matrix = sp.csr_matrix((values, (place, columns)), shape=(len(rows), width))
    matrix.eliminate_zeros()
    return matrix
