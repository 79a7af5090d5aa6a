"""What readers saw: each published number as a statement about the counts behind it.

This is the attack's own reading of a *rendered* publication. It shares no code with drafts and
protect: a mistake there must show here.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.disclosure.safe_table import COUNT, HIDDEN, Publication, SafeTable
from pipeline.errors import DisclosureError
from pipeline.schema.releases import TOTAL, Catalogue, Link, make_link

Members = Mapping[str, frozenset[str]]
"""Dimension → the finest codes that a number is about."""


@dataclass(frozen=True)
class SeenCell:
    """One cell as shown: lo = hi for a number, 0 and None for the marker."""

    codes: tuple[str, ...]
    lo: int
    hi: int | None

    @property
    def is_hidden(self) -> bool:
        return self.hi is None


@dataclass(frozen=True)
class SeenTable:
    """One table as shown.

    as_of: code of periode ("*": all of it) → the release whose numbers were shown again.
    """

    name: str
    population: str
    dimensions: tuple[str, ...]
    levels: Mapping[str, str]
    members: Mapping[str, Mapping[str, tuple[str, ...]]]
    cells: tuple[SeenCell, ...]
    as_of: Mapping[str, str]

    def is_repeated(self, cell: SeenCell) -> bool:
        """Return whether this number was shown before and says nothing about today."""
        return "*" in self.as_of or any(code in self.as_of for code in cell.codes)


@dataclass(frozen=True)
class Seen:
    """Everything one release showed about counts.

    schools: the finest codes of all its schools; directies: the schools that are no merger; links
    and years: what readers know besides, how populations hang together and which years have data.
    """

    release_id: str
    schools: tuple[str, ...]
    directies: tuple[str, ...]
    tables: tuple[SeenTable, ...]
    links: tuple[Link, ...]
    years: tuple[str, ...] = ()

    def members(self, table: SeenTable, cell: SeenCell) -> Members:
        """Return what a cell is about; a table without schools is about all of them."""
        found = {
            dimension: frozenset(table.members[dimension][code])
            for dimension, code in zip(table.dimensions, cell.codes, strict=True)
        }
        return {"school_id": frozenset(self.schools), **found}

    def fresh(self) -> Iterator[tuple[SeenTable, SeenCell]]:
        """Yield the cells that say something about the day of this release."""
        for table in self.tables:
            for cell in table.cells:
                if not table.is_repeated(cell):
                    yield table, cell


def period_years(code: str) -> tuple[str, ...]:
    """Return the school years of '2024-2025' or of a window such as '2022-2025'."""
    match = re.fullmatch(r"(\d{4})-(\d{4})", code)
    if not match or int(match[1]) >= int(match[2]):
        raise DisclosureError(f"'{code}' is no period; expected school years such as 2022-2025")
    return tuple(f"{year}-{year + 1}" for year in range(int(match[1]), int(match[2])))


def _read_members(
    table: SafeTable,
    dimension: str,
    schools: Sequence[str],
    catalogue: Catalogue,
    years: Collection[str],
) -> dict[str, tuple[str, ...]]:
    declared = catalogue.dimensions[dimension]
    if declared.axis == "eenheid":
        found = {code: table.units.get(code, (code,)) for code in table.codes(dimension)}
        return {**found, **({TOTAL: tuple(schools)} if TOTAL in found else {})}
    if declared.axis == "periode":
        return {
            code: tuple(year for year in period_years(code) if not years or year in years)
            for code in table.codes(dimension)
        }
    codes = [code for code in table.codes(dimension) if code != TOTAL]
    merges = declared.levels.get(table.levels.get(dimension, ""), {})
    found = {code: tuple(merges.get(code, (code,))) for code in codes}
    if TOTAL in table.codes(dimension):
        found[TOTAL] = tuple(sorted({finest for merged in found.values() for finest in merged}))
    return found


def read_table(
    table: SafeTable, schools: Sequence[str], catalogue: Catalogue, years: Collection[str] = ()
) -> SeenTable:
    """Return a rendered table of counts as statements; years: those with data, all when empty."""
    count, hidden = table.columns.index(COUNT), table.columns.index(HIDDEN)
    width = len(table.dimensions)
    cells = tuple(
        SeenCell(
            tuple(map(str, row[:width])),
            0 if row[hidden] else int(str(row[count])),
            None if row[hidden] else int(str(row[count])),
        )
        for row in table.cells
    )
    members = {
        name: _read_members(table, name, schools, catalogue, years) for name in table.dimensions
    }
    population = str(catalogue.table(table.name).population)
    return SeenTable(
        table.name, population, table.dimensions, table.levels, members, cells, table.as_of
    )


def read_publication(
    publication: Publication,
    catalogue: Catalogue,
    links: tuple[Link, ...] = (),
    years: tuple[str, ...] = (),
) -> Seen:
    """Return what a publication shows about counts, read from its tables alone.

    links and years: what a reader knows besides, see `Seen`.
    """
    register = publication.table("leveringen").frame()
    units = next((t.units for t in publication.tables.values() if t.units), {})
    delivered = [str(school) for school in register["school_id"]]
    schools = tuple(finest for school in delivered for finest in units.get(school, (school,)))
    directies = tuple(school for school in delivered if school not in units)
    tables = [table for table in publication.tables.values() if table.kind == "counts"]
    seen = tuple(read_table(table, schools, catalogue, years) for table in tables)
    return Seen(publication.edition.release_id, schools, directies, seen, links, years)


def to_json(seen: Seen) -> dict[str, Any]:
    """Return what a ledger line holds; `from_json` reads it back."""
    return {
        "schools": list(seen.schools),
        "directies": list(seen.directies),
        "links": [asdict(link) for link in seen.links],
        "years": list(seen.years),
        "tables": {
            table.name: {
                "population": table.population,
                "dimensions": list(table.dimensions),
                "levels": dict(table.levels),
                "members": {
                    d: {c: list(m) for c, m in v.items()} for d, v in table.members.items()
                },
                "as_of": dict(table.as_of),
                "cells": [[*cell.codes, cell.lo, cell.hi] for cell in table.cells],
            }
            for table in seen.tables
        },
    }


def from_json(release_id: str, content: Mapping[str, Any]) -> Seen:
    """Return what one line of the ledger says was shown."""
    return Seen(
        release_id,
        tuple(content["schools"]),
        tuple(content["directies"]),
        tuple(_table_from_json(name, table) for name, table in content["tables"].items()),
        tuple(make_link(link) for link in content["links"]),
        tuple(content.get("years", ())),
    )


def _table_from_json(name: str, content: Mapping[str, Any]) -> SeenTable:
    return SeenTable(
        name,
        content["population"],
        tuple(content["dimensions"]),
        content["levels"],
        {d: {c: tuple(m) for c, m in v.items()} for d, v in content["members"].items()},
        tuple(SeenCell(tuple(codes), lo, hi) for *codes, lo, hi in content["cells"]),
        content["as_of"],
    )
