"""Points close to one that is known: the counts of some schools change, all others stay.

A directie of which nothing changed takes such a point for possible; and a program of a fifth of the
schools takes a small part of the time of one of all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from pipeline.disclosure.pairs import PAIR, solve_pair
from pipeline.disclosure.polytope import Floats, Ints, Polytope
from pipeline.disclosure.witnesses import Flags, Witnesses

WORTH_A_RING = 0.1
"""The search ends with a round that showed less than this share of what it looked for."""
FEW = 9
"""Fewer schools make no square of three by three."""


def blocks(schools: Sequence[str]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the rows and the columns of a square of schools: any two share at most one of them."""
    width = int(np.ceil(np.sqrt(len(schools))))
    rows = [list(schools[start : start + width]) for start in range(0, len(schools), width)]
    columns = [list(schools[start::width]) for start in range(width)]
    return rows, columns


def find_witnesses(witnesses: Witnesses, base: Floats) -> None:
    """Show as much as points close to a base can show; what is left may pass or not."""
    if not witnesses.model.polytope.holds(base):
        return
    witnesses.show(base)
    nearby = _Nearby(witnesses, base)
    for windows in _rings(nearby.schools):
        before = witnesses.count()
        for start in range(0, len(windows) if before else 0, PAIR):
            for points in solve_pair(nearby.search, windows[start : start + PAIR]):
                for point in points:
                    witnesses.show(point)
        if witnesses.count() > (1 - WORTH_A_RING) * before:
            return


def _rings(schools: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield sets of schools whose counts change together: all but one, or two blocks of a square.

    Each set of pairs has every block twice; the blocks of a pair are ever further apart.
    """
    if len(schools) < FEW:
        all_but_one = [[other for other in schools if other != school] for school in schools]
        yield [*all_but_one, list(schools)]
        return
    divisions = blocks(schools)
    for apart in range(1, len(divisions[1]) // 2 + 1):
        yield [
            [*block, *division[(place + apart) % len(division)]]
            for division in divisions
            for place, block in enumerate(division)
        ]


class _Nearby:
    """The statements as they bind some schools when all others stay as they are at the base."""

    def __init__(self, witnesses: Witnesses, base: Floats) -> None:
        self.witnesses, self.base = witnesses, base
        model = witnesses.model
        self.values = np.asarray(model.matrix @ base)
        owners = np.array([school or "" for school in model.owners])
        self.schools = sorted(set(owners) - {""})
        number = {school: place for place, school in enumerate(["", *self.schools])}
        self.owners = np.array([number[school] for school in owners], dtype=np.int64)
        of_school = sp.csr_matrix(self.owners[:, None] == np.arange(len(number)))
        self.about = np.asarray((abs(model.matrix) @ of_school).toarray() > 0)
        self.fixed = _fixed(model.polytope)

    def search(self, window: Sequence[str]) -> list[Floats]:
        """Return points at which only the counts of these schools, and shared ones, change.

        What is open stays as it is: that is for who asked for the points.
        """
        w = self.witnesses.copy()
        changes = np.array([True, *np.isin(self.schools, window)])
        believers = np.array([name not in window for name in w.readers.names], dtype=bool)
        is_asked = w.open[:, believers].any(axis=1) & self.about[:, changes].any(axis=1)
        asked = np.asarray(is_asked)
        if not asked.any():
            return []
        free = np.flatnonzero(~self.fixed & changes[self.owners])
        polytope = w.model.polytope
        known = w.readers.own[:, believers].max(axis=1, initial=0.0)
        polytope = replace(polytope, least=np.maximum(polytope.least, known))
        polytope = _restrict(polytope, free, self.base)
        return [
            point
            for rising in (False, True)
            for point in self._search_side(w, polytope, free, believers, asked, rising)
        ]

    def _search_side(
        self,
        w: Witnesses,
        polytope: Polytope,
        free: Ints,
        believers: Flags,
        asked: Flags,
        rising: bool,
    ) -> Iterator[Floats]:
        """Look on for as long as each point shows something that was open."""
        side = w.high if rising else w.low
        left = np.flatnonzero(side[:, believers].any(axis=1) & asked)
        while len(left):
            rows = w.model.matrix[left][:, free]
            levels = w.readers.parts[left] + w.up_to
            most = np.where(side[left] & believers, levels, -np.inf).max(axis=1)
            caps = most - self.values[left] + rows @ self.base[free]
            found = polytope.most_at_once(rows, caps) if rising else polytope.least_at_once(rows)
            if found is None:
                return
            point = self.base.copy()
            point[free] = found
            w.show(point)
            yield point
            still = left[side[left][:, believers].any(axis=1)]
            if len(still) == len(left):
                return
            left = still


def _restrict(polytope: Polytope, free: Ints, base: Floats) -> Polytope:
    """Return the statements about some unknowns, all others being what they are at the base."""
    said = polytope.said
    rows = said.rows[:, free]
    kept = np.flatnonzero(np.diff(rows.indptr))
    rest = (said.rows @ base - rows @ base[free])[kept]
    low, high = said.low[kept] - rest, said.high[kept] - rest
    return Polytope(rows[kept], low, high, polytope.least[free], polytope.most[free])


def _fixed(polytope: Polytope) -> Flags:
    """Return the unknowns that are 0: parts of a sum of which nothing is taken and that is 0."""
    said = polytope.said
    rows = said.rows
    negative = np.asarray((rows < 0).sum(axis=1)).ravel() > 0
    nothing = (said.low == 0) & (said.high == 0) & ~negative
    return np.asarray((rows[nothing] > 0).sum(axis=0)).ravel() > 0
