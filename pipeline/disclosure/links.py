"""Which declared links between populations hold in the data: a reader may count on those."""

from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np
import pandas as pd

from pipeline.schema.releases import Catalogue, Link


def holding_links(catalogue: Catalogue, atoms: Mapping[str, pd.DataFrame]) -> tuple[Link, ...]:
    """Return the links that hold in every school and every year, in their declared order."""
    links = [link for population in catalogue.populations.values() for link in population.links]
    return tuple(link for link in links if holds(link, catalogue, atoms))


def holds(link: Link, catalogue: Catalogue, atoms: Mapping[str, pd.DataFrame]) -> bool:
    """Return whether a link holds in every school and every year, for each code of `per`."""
    there = catalogue.populations[link.population].dimensions
    shared = [d for d in catalogue.populations[link.name].dimensions if d in there]
    mine = _narrow(atoms[link.name], link.members_here)
    others = _narrow(atoms[link.population], link.members_there).groupby(shared)["aantal"].sum()
    found = mine[list(link.per)].to_numpy(dtype=object)
    parts = [
        mine[np.all(found == np.array(codes, dtype=object), axis=1)]
        for codes in _each(link, catalogue)
    ]
    return all(_compares(link.kind, _sums(part, shared), others) for part in parts)


def _each(link: Link, catalogue: Catalogue) -> list[tuple[str, ...]]:
    """Return each combination of finest codes of `per`, those without a case among them."""
    levels = [catalogue.dimensions[dimension].levels for dimension in link.per]
    finest = [[code for m in next(iter(level.values())).values() for code in m] for level in levels]
    return list(product(*finest))


def _narrow(frame: pd.DataFrame, members: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    for dimension, codes in members.items():
        frame = frame[frame[dimension].isin(list(codes))]
    return frame


def _sums(frame: pd.DataFrame, shared: list[str]) -> pd.Series:
    return frame.groupby(shared)["aantal"].sum()


def _compares(kind: str, one: pd.Series, other: pd.Series) -> bool:
    one, other = one.align(other, fill_value=0)
    if kind == "equals":
        return bool((one == other).all())
    return bool((one <= other).all()) if kind == "at_most" else bool((one >= other).all())
