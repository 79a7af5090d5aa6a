"""The unknown counts behind what was shown, as few of them as tell everything apart.

For each moment (release) and population the unknowns are counts per block, where a block is a set
of finest codes that every statement treats alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from pipeline.disclosure.seen import Members

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Space:
    """The blocks of one population: for each dimension the number of the block of each code."""

    blocks: Mapping[str, Mapping[str, int]]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many blocks each dimension has."""
        return tuple(max(codes.values(), default=-1) + 1 for codes in self.blocks.values())

    @property
    def size(self) -> int:
        return int(np.prod(self.shape))

    def cells(self, members: Members) -> Ints:
        """Return the numbers of the unknowns that a statement about `members` adds up."""
        chosen = [
            sorted({codes[code] for code in members.get(dimension, codes) if code in codes})
            for dimension, codes in self.blocks.items()
        ]
        return np.ravel_multi_index(np.ix_(*chosen), self.shape).ravel()

    def owners(self) -> npt.NDArray[np.object_]:
        """Return for each unknown the school that it is about, None when about several."""
        if "school_id" not in self.blocks:
            return np.full(self.size, None, dtype=object)
        schools = self.blocks["school_id"]
        count = np.bincount(list(schools.values()), minlength=max(schools.values(), default=-1) + 1)
        owner = np.full(len(count), None, dtype=object)
        for school, block in schools.items():
            owner[block] = school if count[block] == 1 else None
        axis = list(self.blocks).index("school_id")
        place = np.unravel_index(np.arange(self.size), self.shape)[axis]
        return owner[place]

    def place(self, atoms: pd.DataFrame) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return the unknown that each row of finest codes is in, and which rows are in one."""
        places = [
            atoms[dimension].map(codes).to_numpy(dtype=float)
            for dimension, codes in self.blocks.items()
        ]
        known: npt.NDArray[np.bool_] = np.asarray(~np.isnan(np.stack(places)).any(axis=0))
        flat = np.ravel_multi_index([p[known].astype(np.int64) for p in places], self.shape)
        return np.asarray(flat, dtype=np.int64), known


def make_space(dimensions: Sequence[str], statements: Iterable[Members]) -> Space:
    """Return the coarsest blocks in which every statement is a sum of whole blocks."""
    sets: dict[str, set[frozenset[str]]] = {dimension: set() for dimension in dimensions}
    for members in statements:
        for dimension in dimensions:
            if dimension in members:
                sets[dimension].add(members[dimension])
    # what no statement tells apart is no dimension
    return Space({dimension: _blocks(found) for dimension, found in sets.items() if found})


def _blocks(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    ordered = sorted(sets, key=sorted)
    codes = sorted(set(chain.from_iterable(ordered)))
    signature = {code: tuple(code in members for members in ordered) for code in codes}
    number = {found: place for place, found in enumerate(dict.fromkeys(signature.values()))}
    return {code: number[signature[code]] for code in codes}


def merge_columns(matrix: sp.csr_matrix) -> tuple[sp.csr_matrix, Ints]:
    """Return the matrix with equal columns once, and the new place of each old column (-1: empty).

    Unknowns that stand together in every statement and every target are one unknown.
    """
    random = np.random.default_rng(0)
    weights = random.integers(1, 2**62, size=(2, matrix.shape[0]), dtype=np.int64)
    integral = matrix.astype(np.int64).tocsc()
    # two independent 62-bit sums per column: equal by chance less than once in 2**120
    keys = np.stack([integral.T @ weight for weight in weights])
    filled = np.diff(integral.indptr) > 0
    _, first, place = np.unique(keys[:, filled], axis=1, return_index=True, return_inverse=True)
    columns = np.flatnonzero(filled)
    position = np.full(matrix.shape[1], -1, dtype=np.int64)
    position[columns] = place.ravel()
    return matrix.tocsc()[:, columns[first]].tocsr(), position
