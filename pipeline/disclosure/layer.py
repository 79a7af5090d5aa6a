"""The tables of one population inside `protect`: what can be worked out, and what proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import linprog

from pipeline.disclosure.cuts import Cut, Place, Problem
from pipeline.disclosure.drafts import Cell, Draft

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_SMALL = 1e-6


@dataclass(frozen=True)
class _Suspect:
    """A hidden cell that may not reach its level for a reader who knows `own` of each block.

    exact: the blocks that the reader knows to the last case; rising: the level is the highest.
    """

    cell: int
    own: Floats
    exact: Flags
    rising: bool


@dataclass(frozen=True)
class Blocks:
    """The finest counts of one population, those that every cell treats alike taken together."""

    codes: Mapping[str, Mapping[str, int]]
    sizes: tuple[int, ...]
    column: Ints

    def own(self, atoms: pd.DataFrame, school: str) -> Floats:
        """Return the exact part of one school in each block."""
        mine = atoms[atoms["school_id"] == school]
        parts = [mine[d].map(codes).to_numpy(dtype=float) for d, codes in self.codes.items()]
        known = ~np.isnan(parts).any(axis=0) if parts else np.zeros(len(mine), dtype=bool)
        flat = np.ravel_multi_index([p[known].astype(int) for p in parts], self.sizes)
        found = np.zeros(self.column.max() + 1)
        np.add.at(found, self.column[flat], mine["aantal"].to_numpy(dtype=float)[known])
        return found


class Layer:
    """The tables of one population: every cell as a sum of blocks, nothing assumed."""

    def __init__(self, drafts: Sequence[Draft], atoms: pd.DataFrame | None) -> None:
        cells = [cell for draft in drafts for cell in draft.cells]
        self.places = [(cell.table, cell.codes) for cell in cells]
        self.number = {place: number for number, place in enumerate(self.places)}
        self.values = np.array([float(cell.value) for cell in cells])
        self.matrix, self.blocks = incidence(cells)
        self.atoms = atoms
        self.single = _single_school(self.blocks)

    def containing(self) -> list[tuple[Place, Place]]:
        """Return pairs of a cell and a part of it: the part shown, the cell is no smaller."""
        sizes = np.asarray(self.matrix.sum(axis=1)).ravel()
        common = (self.matrix @ self.matrix.T).tocoo()
        return [
            (self.places[whole], self.places[part])
            for whole, part, shared in zip(common.row, common.col, common.data, strict=True)
            if whole != part and shared == sizes[part] and self.values[part] > 0
        ]

    def proofs(self, hidden: frozenset[Place], problem: Problem) -> list[Cut]:
        """Return a cut for every hidden cell that cannot be 0, or cannot be as high as it must."""
        up_to = problem.unknown_up_to
        is_hidden = np.array([place in hidden for place in self.places])
        shown, targets = np.flatnonzero(~is_hidden), np.flatnonzero(is_hidden)
        if not len(targets) or not len(shown):
            return []
        nothing = np.zeros(self.matrix.shape[1])
        nowhere = nothing.astype(bool)
        low = self._stuck_low(shown, targets)
        high = self._stuck_high(shown, targets, up_to)
        suspects = [_Suspect(cell, nothing, nowhere, False) for cell in low]
        suspects += [_Suspect(cell, nothing, nowhere, True) for cell in high]
        for insider in problem.insiders:
            if insider.target in hidden and insider.target in self.number:
                own = self.blocks.own(self._exact(), insider.school)
                cell, exact = self.number[insider.target], self.single == insider.school
                suspects += [_Suspect(cell, own, exact, rising) for rising in (False, True)]
        found = [self._cut(shown, suspect, up_to) for suspect in suspects]
        return [cut for cut in found if cut is not None]

    def _exact(self) -> pd.DataFrame:
        assert self.atoms is not None
        return self.atoms

    def _stuck_low(self, shown: Ints, targets: Ints) -> list[int]:
        """Return the targets not seen at 0 in points that make their sum small: suspects."""
        left = targets
        while len(left):
            costs = np.asarray(self.matrix[left].sum(axis=0)).ravel()
            answer = linprog(
                costs,
                A_eq=self.matrix[shown],
                b_eq=self.values[shown],
                bounds=(0, None),
                method="highs",
            )
            still = left[self.matrix[left] @ answer.x > _SMALL]
            if len(still) == len(left):
                break
            left = still
        return [int(target) for target in left]

    def _stuck_high(self, shown: Ints, targets: Ints, up_to: int) -> list[int]:
        """Return the targets not seen at `up_to` in points that lift as many as they can."""
        left = targets
        while len(left):
            size, count = self.matrix.shape[1], len(left)
            lifted = sp.hstack([-self.matrix[left], sp.eye(count)])
            answer = linprog(
                np.concatenate([np.zeros(size), -np.ones(count)]),
                A_eq=sp.hstack([self.matrix[shown], sp.csr_matrix((len(shown), count))]),
                b_eq=self.values[shown],
                A_ub=lifted,
                b_ub=np.zeros(count),
                bounds=[(0, None)] * size + [(0, up_to)] * count,
                method="highs",
            )
            still = left[self.matrix[left] @ answer.x[:size] < up_to - _SMALL]
            if len(still) == len(left):
                break
            left = still
        return [int(target) for target in left]

    def _cut(self, shown: Ints, suspect: _Suspect, up_to: int) -> Cut | None:
        """Return what must be hidden so that a hidden target can reach its level, None if it can.

        With multipliers m of the shown cells, the bound is their weighted sum. Hiding a cell with
        m > 0 moves the bound by at most m × (value - what the reader knows of it), as the rest is
        not negative; with m < 0 by any amount.
        """
        row = self.matrix[suspect.cell].toarray().ravel()
        sign = -1.0 if suspect.rising else 1.0
        level = float(row @ suspect.own) + (up_to if suspect.rising else 0)
        most = np.where(suspect.exact, suspect.own, np.inf)
        answer = linprog(
            sign * row,
            A_eq=self.matrix[shown],
            b_eq=self.values[shown],
            bounds=np.column_stack([suspect.own, most]),
            method="highs",
        )
        if answer.status == 3:
            return None
        gap = answer.fun - sign * level
        if gap <= _SMALL:
            return None
        free = self.values[shown] - self.matrix[shown] @ suspect.own
        weights = {}
        for cell, multiplier, rest in zip(shown, answer.eqlin.marginals, free, strict=True):
            if abs(multiplier) > 1e-9:
                limit = multiplier * rest if multiplier > 0 else np.inf
                weights[self.places[cell]] = float(min(limit, gap) / gap)
        return Cut(weights, 1.0, self.places[suspect.cell])


def incidence(cells: Sequence[Cell]) -> tuple[sp.csr_matrix, Blocks]:
    """Return cell × block, 1 where a block of finest codes is counted in the cell."""
    dimensions = sorted({dimension for cell in cells for dimension in cell.members})
    numbers: dict[str, dict[str, int]] = {}
    matrix = np.ones((len(cells), 1), dtype=bool)
    for dimension in dimensions:
        codes = sorted({code for cell in cells for code in cell.members.get(dimension, ())})
        # codes that every cell treats alike are one block
        flags = {
            code: tuple(code in cell.members.get(dimension, (code,)) for cell in cells)
            for code in codes
        }
        kinds = list(dict.fromkeys(flags.values()))
        numbers[dimension] = {code: kinds.index(flags[code]) for code in codes}
        matrix = _row_products(matrix, np.array(kinds, dtype=bool).T)
    merged, column = np.unique(matrix, axis=1, return_inverse=True)
    sizes = tuple(max(codes.values()) + 1 for codes in numbers.values())
    return sp.csr_matrix(merged, dtype=float), Blocks(numbers, sizes, column.ravel())


def _single_school(blocks: Blocks) -> npt.NDArray[np.object_]:
    """Return for each column the one school that it counts, "" when there are several."""
    found = np.full(blocks.column.max() + 1, "", dtype=object)
    if "school_id" not in blocks.codes:
        return found
    schools = blocks.codes["school_id"]
    axis = list(blocks.codes).index("school_id")
    place = np.unravel_index(np.arange(len(blocks.column)), blocks.sizes)[axis]
    by_block: dict[int, list[str]] = {}
    for school, block in schools.items():
        by_block.setdefault(block, []).append(school)
    for column, block in zip(blocks.column, place, strict=True):
        here = by_block[int(block)]
        single = here[0] if len(here) == 1 else None
        found[column] = single if found[column] in ("", single) else None
    return np.array([school or "" for school in found], dtype=object)


def _row_products(left: npt.NDArray[np.bool_], right: Flags) -> Flags:
    return (left[:, :, None] & right[:, None, :]).reshape(len(left), -1)
