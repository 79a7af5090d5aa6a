"""Which counts a reader does not know: those of every release, as few as tell everything apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.disclosure.polytope import Floats, Ints
from pipeline.disclosure.seen import Members, Seen
from pipeline.disclosure.space import Space, make_space
from pipeline.disclosure.targets import Target
from pipeline.schema.releases import Catalogue, Link

Row = tuple[Ints, Floats]


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


def plus(columns: Ints) -> Row:
    """Return a sum of unknowns as a row."""
    return columns, np.ones(len(columns))


def links_of(moments: Sequence[Seen]) -> list[Link]:
    """Return the links that readers of these releases know of, in a fixed order."""
    return sorted({link for seen in moments for link in seen.links}, key=repr)


def shared_dimensions(catalogue: Catalogue, name: str, other: str) -> list[str]:
    """Return the dimensions that two populations have in common."""
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
    for link in links_of(moments):
        if link.name in found and link.population in found:
            shared = shared_dimensions(catalogue, link.name, link.population)
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
