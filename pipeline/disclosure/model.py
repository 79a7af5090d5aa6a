"""One system of statements about all releases a reader has seen, under what that reader assumes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from pipeline.disclosure.polytope import Floats, Ints, Polytope, stack
from pipeline.disclosure.seen import Members, Seen
from pipeline.disclosure.space import Space, merge_columns
from pipeline.disclosure.targets import Target
from pipeline.disclosure.unknowns import (
    Row,
    Unknowns,
    links_of,
    make_unknowns,
    plus,
    shared_dimensions,
)
from pipeline.errors import ImpossibleError
from pipeline.schema.releases import Catalogue

ATOMS, TOTALS, ONE_MORE = "atoms", "totals", "one_more"
"""What is assumed between two releases: no count of any kind fell; no school year of a school lost
a case; exactly one case came."""

Exact = Sequence[Mapping[str, pd.DataFrame]]
"""For each moment, population → exact counts of all schools by finest codes, with `aantal`."""


@dataclass(frozen=True)
class Source:
    """Where a statement stands: the release, the table and the cell."""

    release_id: str
    table: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """What was shown, and the targets, over the fewest unknowns.

    `sources` names the cell of each row of the polytope, None for what is assumed; `owners` the
    school of each unknown, None for several; `mode` what is assumed between releases.
    """

    polytope: Polytope
    targets: tuple[Target, ...]
    matrix: sp.csr_matrix
    sources: tuple[Source | None, ...]
    owners: npt.NDArray[np.object_]
    places: Ints
    unknowns: Unknowns
    mode: str

    def own(self, exact: Exact, schools: Sequence[str]) -> Floats:
        """Return the exact part of each school in each unknown: one column per school."""
        number = {school: place for place, school in enumerate(schools)}
        found = np.zeros((len(self.owners), len(schools)))
        before: dict[str, Floats] = {}
        for (moment, population), start in sorted(self.unknowns.starts.items()):
            counts = self._counts(exact[moment][population], population, number)
            step = counts - before.get(population, np.zeros_like(counts))
            before[population] = counts
            places = self.places[start : start + len(counts)]
            values = step if self.unknowns.grows else counts
            np.add.at(found, places[places >= 0], values[places >= 0])
        return found

    def _counts(self, atoms: pd.DataFrame, population: str, number: Mapping[str, int]) -> Floats:
        space = self.unknowns.spaces[population]
        mine = atoms[atoms["school_id"].isin(list(number))]
        place, known = space.place(mine)
        found = np.zeros((space.size, len(number)))
        columns = mine["school_id"].map(number).to_numpy(dtype=np.int64)[known]
        np.add.at(found, (place, columns), mine["aantal"].to_numpy(dtype=float)[known])
        return found

    def all_exact(self, exact: Exact) -> Floats:
        """Return what every unknown truly is."""
        schools = sorted({s for atoms in exact for f in atoms.values() for s in f["school_id"]})
        return np.asarray(self.own(exact, schools).sum(axis=1))

    def possible(self, exact: Sequence[Mapping[str, pd.DataFrame] | None]) -> Floats | None:
        """Return counts that agree with the model: the true ones if they do, None if none do."""
        known = [atoms for atoms in exact if atoms is not None]
        if len(known) == len(exact) and self.polytope.holds(truth := self.all_exact(known)):
            return truth
        try:
            return self.polytope.minimise(np.zeros(len(self.owners))).point
        except ImpossibleError:
            return None


@dataclass
class _Rows:
    """Rows of a polytope in the making."""

    rows: list[Row] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sources: list[Source | None] = field(default_factory=list)

    def add(self, row: Row, low: float, high: float, source: Source | None = None) -> None:
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)
        self.sources.append(source)


def _add_shown(rows: _Rows, unknowns: Unknowns) -> None:
    for moment, seen in enumerate(unknowns.moments):
        for table, cell in seen.fresh():
            if cell.hi is not None:
                columns = unknowns.columns(moment, table.population, seen.members(table, cell))
                source = Source(seen.release_id, table.name, cell.codes)
                rows.add(plus(columns), cell.lo, cell.hi, source)


def _block_sets(codes: Mapping[str, int]) -> list[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for code, block in codes.items():
        found.setdefault(block, set()).add(code)
    return [frozenset(members) for _, members in sorted(found.items())]


def _each_block(space: Space, dimensions: Sequence[str]) -> Iterator[Members]:
    for chosen in product(*(_block_sets(space.blocks[dimension]) for dimension in dimensions)):
        yield dict(zip(dimensions, chosen, strict=True))


def _add_links(rows: _Rows, unknowns: Unknowns, catalogue: Catalogue) -> None:
    """Add how populations hang together, school by school and year by year."""
    bounds = {"equals": (0.0, 0.0), "at_most": (-np.inf, 0.0), "at_least": (0.0, np.inf)}
    for link in links_of(unknowns.moments):
        both = set(unknowns.moments_of(link.name)) & set(unknowns.moments_of(link.population))
        shared = shared_dimensions(catalogue, link.name, link.population)
        for moment in sorted(both):
            for members in _each_block(unknowns.spaces[link.name], (*shared, *link.per)):
                here = unknowns.columns(moment, link.name, {**members, **link.members_here})
                near = {d: members[d] for d in shared}
                there = unknowns.columns(moment, link.population, {**near, **link.members_there})
                signs = np.repeat([1.0, -1.0], [len(here), len(there)])
                rows.add((np.concatenate([here, there]), signs), *bounds[link.kind])


def _add_growth(rows: _Rows, unknowns: Unknowns) -> None:
    """Add: no school year of a school lost anything since the release before."""
    for population, space in unknowns.spaces.items():
        kept = [d for d in ("school_id", "periode") if d in space.blocks]
        for earlier, later in pairwise(unknowns.moments_of(population)):
            for members in _each_block(space, kept):
                rows.add(unknowns.change(earlier, later, population, members), 0.0, np.inf)


def _add_one_more(rows: _Rows, unknowns: Unknowns, population: str) -> None:
    """Add: of one population exactly one came between the two releases."""
    moments = unknowns.moments_of(population)
    rows.add(unknowns.change(moments[0], moments[-1], population, {}), 1.0, 1.0)


def make_model(
    moments: Sequence[Seen],
    targets: Sequence[Target],
    catalogue: Catalogue,
    mode: str = ATOMS,
    one_more_of: str = "",
) -> Model:
    """Return the system for a reader who saw these releases and assumes `mode` between them."""
    unknowns = make_unknowns(moments, targets, catalogue, grows=mode != TOTALS)
    rows = _make_rows(unknowns, catalogue, mode, one_more_of)
    wanted = [_target_row(unknowns, target) for target in targets]
    merged, places = merge_columns(stack([*rows.rows, *wanted], unknowns.width))
    count, size = len(rows.rows), merged.shape[1]
    low, high = np.array(rows.low), np.array(rows.high)
    polytope = Polytope(merged[:count], low, high, np.zeros(size), np.full(size, np.inf))
    owners = _owners(unknowns, places, size)
    sources = tuple(rows.sources)
    return Model(
        polytope.shortened(),
        tuple(targets),
        merged[count:],
        sources,
        owners,
        places,
        unknowns,
        mode,
    )


def _make_rows(unknowns: Unknowns, catalogue: Catalogue, mode: str, one_more_of: str) -> _Rows:
    """Return what was shown, what holds everywhere, and what the reader assumes."""
    rows = _Rows()
    _add_shown(rows, unknowns)
    _add_links(rows, unknowns, catalogue)
    if mode == TOTALS:
        _add_growth(rows, unknowns)
    if mode == ONE_MORE:
        _add_one_more(rows, unknowns, one_more_of)
    return rows


def _target_row(unknowns: Unknowns, target: Target) -> Row:
    if target.since is not None:
        return unknowns.change(target.since, target.moment, target.population, target.members)
    return plus(unknowns.columns(target.moment, target.population, target.members))


def _owners(unknowns: Unknowns, places: Ints, size: int) -> npt.NDArray[np.object_]:
    """Return the one school that each merged unknown is about, None when there are several."""
    found = np.full(size, "", dtype=object)
    for (_, population), start in sorted(unknowns.starts.items()):
        space = unknowns.spaces[population]
        for place, owner in zip(places[start : start + space.size], space.owners(), strict=True):
            if place >= 0:
                found[place] = owner if found[place] in ("", owner) else None
    return found
