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
from pipeline.disclosure.space import Space, make_space, merge_columns
from pipeline.disclosure.targets import Target
from pipeline.schema.releases import Catalogue, Link

ATOMS, TOTALS, ONE_MORE = "atoms", "totals", "one_more"
"""What is assumed between two releases: no count of any kind fell; no school year of a school lost
a case; exactly one case came."""

Exact = Sequence[Mapping[str, pd.DataFrame]]
"""For each moment, population → exact counts of all schools by finest codes, with `aantal`."""
Row = tuple[Ints, Floats]


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
    school of each unknown, None for several.
    """

    polytope: Polytope
    targets: tuple[Target, ...]
    matrix: sp.csr_matrix
    sources: tuple[Source | None, ...]
    owners: npt.NDArray[np.object_]
    places: Ints
    unknowns: "Unknowns"

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


@dataclass(frozen=True)
class Unknowns:
    """The unknowns of every moment and population, one after another.

    With `grows` those of a later moment are what came since the release before.
    """

    moments: Sequence[Seen]
    spaces: Mapping[str, Space]
    starts: Mapping[tuple[int, str], int]
    width: int
    grows: bool

    def columns(self, moment: int, population: str, members: Members) -> Ints:
        """Return the unknowns that add up to a number on the day of a release."""
        cells = self.spaces[population].cells(members)
        if not self.grows:
            return cells + self.starts[moment, population]
        starts = [s for (m, p), s in self.starts.items() if p == population and m <= moment]
        return np.concatenate([cells + start for start in starts])

    def moments_of(self, population: str) -> list[int]:
        """Return the places of the releases that showed something fresh about a population."""
        return sorted(moment for moment, name in self.starts if name == population)

    def change(self, earlier: int, later: int, population: str, members: Members) -> Row:
        """Return a number on the later day less the same number on the earlier one."""
        now = self.columns(later, population, members)
        before = self.columns(earlier, population, members)
        return np.concatenate([now, before]), np.repeat([1.0, -1.0], [len(now), len(before)])


def _plus(columns: Ints) -> Row:
    return columns, np.ones(len(columns))


def _links(moments: Sequence[Seen]) -> list[Link]:
    return sorted({link for seen in moments for link in seen.links}, key=repr)


def _shared(catalogue: Catalogue, name: str, other: str) -> list[str]:
    there = catalogue.populations[other].dimensions
    return [d for d in catalogue.populations[name].dimensions if d in there]


def make_unknowns(
    moments: Sequence[Seen], targets: Sequence[Target], catalogue: Catalogue, *, grows: bool
) -> Unknowns:
    """Return the coarsest unknowns in which every statement and target is a sum."""
    found: dict[str, list[Members]] = {}
    for seen in moments:
        for table, cell in seen.fresh():
            found.setdefault(table.population, []).append(seen.members(table, cell))
    for target in targets:
        found.setdefault(target.population, []).append(target.members)
    for link in _links(moments):
        if link.name in found and link.population in found:
            shared = _shared(catalogue, link.name, link.population)
            found[link.name] = [*found[link.name], link.members_here]
            found[link.population] = [*found[link.population], link.members_there] + [
                {d: members[d] for d in shared if d in members} for members in found[link.name]
            ]
    dimensions = {name: tuple(catalogue.populations[name].dimensions) for name in found}
    spaces = {name: make_space(dimensions[name], sets) for name, sets in found.items()}
    starts: dict[tuple[int, str], int] = {}
    width = 0
    for moment, seen in enumerate(moments):
        for population in sorted({table.population for table, _ in seen.fresh()}):
            starts[moment, population] = width
            width += spaces[population].size
    return Unknowns(moments, spaces, starts, width, grows)


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
                rows.add(_plus(columns), cell.lo, cell.hi, source)


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
    for link in _links(unknowns.moments):
        both = set(unknowns.moments_of(link.name)) & set(unknowns.moments_of(link.population))
        shared = _shared(catalogue, link.name, link.population)
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
    rows = _Rows()
    _add_shown(rows, unknowns)
    _add_links(rows, unknowns, catalogue)
    if mode == TOTALS:
        _add_growth(rows, unknowns)
    if mode == ONE_MORE:
        _add_one_more(rows, unknowns, one_more_of)
    wanted = [_target_row(unknowns, target) for target in targets]
    whole = stack([*rows.rows, *wanted], unknowns.width)
    merged, places = merge_columns(whole)
    count = len(rows.rows)
    owners = _owners(unknowns, places, merged.shape[1])
    size = merged.shape[1]
    polytope = Polytope(
        merged[:count],
        np.array(rows.low),
        np.array(rows.high),
        np.zeros(size),
        np.full(size, np.inf),
    )
    return Model(
        polytope, tuple(targets), merged[count:], tuple(rows.sources), owners, places, unknowns
    )


def _target_row(unknowns: Unknowns, target: Target) -> Row:
    if target.since is not None:
        return unknowns.change(target.since, target.moment, target.population, target.members)
    return _plus(unknowns.columns(target.moment, target.population, target.members))


def _owners(unknowns: Unknowns, places: Ints, size: int) -> npt.NDArray[np.object_]:
    """Return the one school that each merged unknown is about, None when there are several."""
    found = np.full(size, "", dtype=object)
    for (_, population), start in sorted(unknowns.starts.items()):
        space = unknowns.spaces[population]
        for place, owner in zip(places[start : start + space.size], space.owners(), strict=True):
            if place >= 0:
                found[place] = owner if found[place] in ("", owner) else None
    return found
