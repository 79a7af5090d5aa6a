"""Drafts: the counts of a table as they would be shown if nothing were hidden.

A draft is inside the gate: it holds exact numbers, and only `gate` and `protect` see it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import BuildError
from pipeline.schema.releases import TOTAL, Catalogue, Population, ReleaseTable

YEARS = {"jaar": 1, "drie_jaar": 3, "vijf_jaar": 5}
"""How many school years one code of a level of periode holds."""


@dataclass(frozen=True)
class Scope:
    """What a release is about: the schools that delivered, their clusters, the years with cases.

    merged: school → the schools that were merged into it.
    """

    schools: tuple[str, ...]
    clusters: Mapping[str, str]
    years: tuple[str, ...]
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def finest(self, school: str) -> tuple[str, ...]:
        """Return a school and the schools that merged into it."""
        return (school, *self.merged.get(school, ()))

    @property
    def units(self) -> dict[str, tuple[str, ...]]:
        """Which schools each merged school and each cluster stands for."""
        merged = {school: self.finest(school) for school in self.schools if school in self.merged}
        return {**merged, **_cluster_codes(self)}


@dataclass(frozen=True)
class Rung:
    """A place on the ladder: dimension → level; `merged` says how many steps down it is."""

    levels: Mapping[str, str]
    merged: int


@dataclass(frozen=True)
class Cell:
    """One number that would be shown. `members`: the finest codes behind it, per dimension.

    largest: how much of it is of one school; schools: how many schools it is about.
    """

    table: str
    codes: tuple[str, ...]
    members: Mapping[str, frozenset[str]]
    value: int
    largest: int
    schools: int


@dataclass(frozen=True)
class Draft:
    """A table at one rung of the ladder, nothing hidden yet."""

    table: ReleaseTable
    rung: Rung
    cells: tuple[Cell, ...]

    @property
    def places(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """Return what names each cell: the table and its codes."""
        return frozenset((cell.table, cell.codes) for cell in self.cells)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.table.dimensions or ())

    def without(self, codes: frozenset[tuple[str, ...]]) -> "Draft":
        """Return the draft without some of its cells."""
        return replace(self, cells=tuple(cell for cell in self.cells if cell.codes not in codes))

    def position(self, dimension: str) -> int:
        return self.columns.index(dimension)


def count_atoms(connection: duckdb.DuckDBPyConnection, population: Population) -> pd.DataFrame:
    """Return one row per combination of finest codes that occurs: the dimensions and `aantal`."""
    columns = ", ".join(
        f"({sql})::VARCHAR AS {name}" for name, sql in population.dimensions.items()
    )
    where = f"WHERE {population.where}" if population.where else ""
    query = (
        f"SELECT {columns}, ({population.count})::BIGINT AS aantal "
        f"FROM {population.source} {where} GROUP BY ALL ORDER BY ALL"
    )
    try:
        return connection.execute(query).df()
    except duckdb.Error:
        raise BuildError(
            f"{population.source} is not built or lacks a column of {population.name}.yml; "
            f"next: meldcode build"
        ) from None


def window(last: int, length: int) -> tuple[str, ...]:
    """Return `length` school years, oldest first; the last begins in the year `last`."""
    return tuple(f"{year}-{year + 1}" for year in range(last - length + 1, last + 1))


def _period_codes(level: str, windows: int, scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return the windows that are published, oldest first, none before the first year of data.

    Behind a window stand only the years with data: everyone knows that there is nothing else in it.
    """
    if not scope.years:
        return {}
    length, codes = YEARS[level], {}
    for back in range(windows):
        years = window(int(scope.years[-1][:4]) - back * length, length)
        if years[-1] >= scope.years[0]:
            behind = tuple(year for year in years if year in scope.years)
            codes[f"{years[0][:4]}-{years[-1][5:]}"] = behind
    return dict(sorted(codes.items()))


def _unit_codes(level: str, scope: Scope) -> dict[str, tuple[str, ...]]:
    if level == "school":
        return {school: scope.finest(school) for school in scope.schools}
    return _cluster_codes(scope) if level == "cluster" else {}


def _cluster_codes(scope: Scope) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for school in scope.schools if scope.clusters else ():
        name = scope.clusters[school]
        found[name] = (*found.get(name, ()), *scope.finest(school))
    return dict(sorted(found.items()))


def code_members(
    draft: ReleaseTable, rung: Rung, scope: Scope, catalogue: Catalogue, atoms: pd.DataFrame
) -> dict[str, dict[str, frozenset[str]]]:
    """Return for each dimension the published codes in their order, with the codes behind each."""
    found = {}
    everyone = frozenset(finest for school in scope.schools for finest in scope.finest(school))
    for name in draft.dimensions or ():
        dimension, level = catalogue.dimensions[name], rung.levels[name]
        codes: Mapping[str, Sequence[str]]
        if dimension.axis == "periode":
            codes = _period_codes(level, draft.windows, scope)
        elif dimension.axis == "eenheid":
            codes = _unit_codes(level, scope)
        elif dimension.axis == "open":
            codes = {code: (code,) for code in sorted(atoms[name].unique())}
        else:
            codes = dimension.levels[level]
        members = {code: frozenset(merged) for code, merged in codes.items()}
        is_bestuur = dimension.axis == "eenheid" and level == "bestuur"
        if is_bestuur or (name in draft.totals and len(members) > 1):
            members[TOTAL] = everyone if is_bestuur else frozenset().union(*members.values())
        found[name] = members
    return found


def make_draft(
    table: ReleaseTable, rung: Rung, scope: Scope, catalogue: Catalogue, atoms: pd.DataFrame
) -> Draft:
    """Return every cell of a table at a rung, in the fixed order of its codes, zeros included."""
    members = code_members(table, rung, scope, catalogue, atoms)
    counts = atoms["aantal"].to_numpy(dtype=np.int64)
    masks = {
        name: {code: atoms[name].isin(list(finest)).to_numpy() for code, finest in codes.items()}
        for name, codes in members.items()
    }
    schools, place = np.unique(atoms["school_id"].to_numpy(dtype=str), return_inverse=True)

    def per_school(chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        return np.bincount(place[chosen], counts[chosen], len(schools) or 1).astype(np.int64)

    delivered = frozenset(scope.schools)
    return Draft(table, rung, tuple(_cells(table.name, members, masks, per_school, delivered)))


def _cells(
    name: str,
    members: Mapping[str, Mapping[str, frozenset[str]]],
    masks: Mapping[str, Mapping[str, npt.NDArray[np.bool_]]],
    per_school: Callable[[npt.NDArray[np.bool_]], npt.NDArray[np.int64]],
    delivered: frozenset[str],
) -> Iterator[Cell]:
    for codes in product(*members.values()):
        pairs = list(zip(members, codes, strict=True))
        chosen = np.logical_and.reduce([masks[dimension][code] for dimension, code in pairs])
        behind = {dimension: members[dimension][code] for dimension, code in pairs}
        found = per_school(chosen)
        schools = len(delivered & behind.get("school_id", delivered))
        yield Cell(name, codes, behind, int(found.sum()), int(found.max()), schools)


def ladder(table: ReleaseTable, catalogue: Catalogue, has_clusters: bool) -> tuple[Rung, ...]:
    """Return the rungs of a table, finest first, in the fixed order of its tier's ladder."""
    rung = Rung(dict(table.dimensions or {}), 0)
    rungs = [rung]
    for axis, levels in catalogue.tiers[table.tier].ladder.items():
        while True:
            lower = _step_down(rung, axis, levels, catalogue, has_clusters)
            if lower is None:
                break
            rungs.append(rung := lower)
    return tuple(rungs)


def _step_down(
    rung: Rung, axis: str, levels: Sequence[str], catalogue: Catalogue, has_clusters: bool
) -> Rung | None:
    """Return the rung at which every dimension of this axis is one level coarser, or None."""
    coarser = {}
    for name, level in rung.levels.items():
        dimension = catalogue.dimensions[name]
        possible = [at for at in levels if not dimension.levels or at in dimension.levels]
        if axis == "eenheid" and not has_clusters:
            possible = [at for at in possible if at != "cluster"]
        if dimension.axis == axis and level in possible and level != possible[-1]:
            coarser[name] = possible[possible.index(level) + 1]
    if not coarser:
        return None
    return replace(rung, levels={**rung.levels, **coarser}, merged=rung.merged + 1)
