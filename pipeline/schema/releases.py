"""The fixed catalogue of what may be published, from `data_schema/releases`.

A tier says who reads and which rules hold; a dimension, which codes there are and how they merge;
a population, what is counted; a table, which counts are published. Nothing that is not named here
can leave through the gate, and nothing of one case can be named here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.counted import (
    TOTAL,
    Dimension,
    Link,
    Population,
    make_link,
    read_dimension,
    read_label,
    read_population,
    refuse_case_columns,
)
from pipeline.schema.tables import Label
from pipeline.schema.tiers import TIERS, Tier, read_tier
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

RELEASES = DATA_SCHEMA / "releases"
KINDS = ("counts", "classes", "register", "aggregate")
__all__ = ["TOTAL", "Catalogue", "Dimension", "Link", "Population", "ReleaseTable", "make_link"]
_SOURCES_ABOUT_SCHOOLS = (
    "stg_organisatie_maatregel",
    "stg_levering",
    "ref_drempel",
    "ref_geschoond",
)
_CASE_MARTS = re.compile(
    r"mart_(zaak|moment|doorlooptijd|evaluatie|stilstand|norm|besluit|melding|gesprek|weging|mdo|hulp)"
)


@dataclass(frozen=True)
class Share:
    """What part of what whole is divided into classes: codes along one dimension."""

    along: str
    part: tuple[str, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True)
class ReleaseTable:
    """One table that may be published. `dimensions`: column → the finest level shown."""

    name: str
    tier: str
    kind: str
    title: Label
    population: str | None = None
    dimensions: Mapping[str, str] | None = None
    windows: int = 1
    group: str | None = None
    totals: tuple[str, ...] = ()
    most_hidden: float | None = None
    share: "Share | None" = None
    classes: Mapping[str, int] | None = None
    smallest_group: int = 0
    source: str | None = None
    columns: tuple[str, ...] = ()
    select: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything that may be published, checked against itself."""

    tiers: Mapping[str, Tier]
    dimensions: Mapping[str, Dimension]
    populations: Mapping[str, Population]
    tables: tuple[ReleaseTable, ...]

    def of_tier(self, tier: str) -> tuple[ReleaseTable, ...]:
        return tuple(table for table in self.tables if table.tier == tier)

    def find(self, name: str) -> ReleaseTable | None:
        """Return the table of that name, None when it is not declared (any more)."""
        return next((table for table in self.tables if table.name == name), None)

    def table(self, name: str) -> ReleaseTable:
        """Return the declared table of that name; the names of all tiers are distinct."""
        found = self.find(name)
        assert found is not None, name
        return found


_KEYS = {
    "counts": ("population", "dimensions", "windows", "group", "totals"),
    "classes": ("population", "dimensions", "windows", "share", "classes", "smallest_group"),
    "register": ("source", "columns", "select", "about"),
    "aggregate": ("source", "columns"),
}


@declared
def read_table(path: Path) -> ReleaseTable:
    """Return the released table declared in one file."""
    content = read_yaml(path)
    check_choice(path.name, "kind", content.get("kind"), KINDS)
    kind, required = content["kind"], _KEYS
    optional = ("most_hidden",) if kind in ("counts", "classes") else ()
    check_keys(path.name, content, ("name", "tier", "kind", "title", *required[kind]), optional)
    check_choice(path.name, "tier", content["tier"], (path.parent.name,))
    refuse_case_columns(path.name, [*content.get("columns", ()), content.get("select", "")])
    lists: dict[str, Any] = {
        key: tuple(content[key]) for key in ("columns", "totals") if key in content
    }
    if "share" in content:
        check_keys(f"{path.name}: share", content["share"], ("along", "part", "whole"))
        share = content["share"]
        lists["share"] = Share(share["along"], tuple(share["part"]), tuple(share["whole"]))
    plain = set(_KEYS["counts"]) | {"source", "select", "most_hidden", "classes", "smallest_group"}
    return ReleaseTable(
        name=content["name"],
        tier=content["tier"],
        kind=kind,
        title=read_label(path.name, content["title"]),
        **lists,
        **{key: content[key] for key in sorted(plain - {"totals"}) if key in content},
    )


def _check_table(table: ReleaseTable, catalogue: Catalogue) -> None:
    where = f"{table.tier}/{table.name}.yml"
    if table.source is not None:
        _check_source(where, table)
        return
    if catalogue.tiers[table.tier].rules is None:
        raise DeclarationError(f"{where}: counts are for a tier with rules")
    check_choice(where, "population", table.population, catalogue.populations)
    known = catalogue.populations[table.population or ""].dimensions
    for dimension, level in (table.dimensions or {}).items():
        check_choice(where, "dimensions", dimension, known)
        check_choice(where, dimension, level, _level_names(catalogue, dimension))
    if table.kind == "classes":
        _check_classes(where, table, catalogue)
        return
    for name in (table.group, *table.totals):
        check_choice(where, "group and totals", name, table.dimensions or ())


def _check_classes(where: str, table: ReleaseTable, catalogue: Catalogue) -> None:
    """Refuse classes that are not in order up to 100, or that tell a small number."""
    rules = catalogue.tiers[table.tier].rules
    ends = list((table.classes or {}).values())
    if rules is None or ends != sorted(set(ends)) or ends[-1:] != [100]:
        raise DeclarationError(f"{where}: classes end at rising percentages, the last at 100")
    widths = [ends[0], *(high - low for low, high in pairwise(ends))]
    least = (rules.unknown_up_to + 1) * 100
    if min(widths[0], widths[-1]) * table.smallest_group < least:
        raise DeclarationError(
            f"{where}: the outer classes of a group of {table.smallest_group} hold fewer than "
            f"{rules.unknown_up_to + 1}; choose wider classes or a larger smallest_group"
        )


def _level_names(catalogue: Catalogue, dimension: str) -> tuple[str, ...]:
    declared = catalogue.dimensions[dimension]
    steps = catalogue.tiers["vrijgave"].ladder.get(declared.axis)
    return tuple(declared.levels) if declared.levels else steps or ("fijn",)


def _check_source(where: str, table: ReleaseTable) -> None:
    source = table.source or ""
    about_cases = source.startswith("stg_") or _CASE_MARTS.fullmatch(source)
    if source not in _SOURCES_ABOUT_SCHOOLS and (about_cases or not source.startswith("mart_")):
        raise DeclarationError(f"{where}: {source} holds rows of cases; choose a mart of counts")
    if table.select and set(re.findall(r"(?i)\b(?:from|join)\s+(\w+)", table.select)) != {source}:
        raise DeclarationError(f"{where}: select reads another table than {source}")


def read_catalogue(root: Path = RELEASES) -> Catalogue:
    """Return the catalogue below `root`, cross-checked; raises DeclarationError."""
    tiers = {path.stem: read_tier(path) for path in sorted((root / "tiers").glob("*.yml"))}
    dimensions = {p.stem: read_dimension(p) for p in sorted((root / "dimensions").glob("*.yml"))}
    populations = {
        path.stem: read_population(path, dimensions)
        for path in sorted((root / "populations").glob("*.yml"))
    }
    paths = [path for tier in TIERS for path in sorted((root / tier).glob("*.yml"))]
    catalogue = Catalogue(tiers, dimensions, populations, tuple(read_table(path) for path in paths))
    _check_catalogue(catalogue)
    return catalogue


def _check_catalogue(catalogue: Catalogue) -> None:
    names = [table.name for table in catalogue.tables]
    for name in names:
        if names.count(name) > 1:
            raise DeclarationError(f"{name}.yml stands in two tiers; give each table its own name")
    for population in catalogue.populations.values():
        for link in population.links:
            where = f"{population.name}.yml"
            check_choice(where, "links", link.population, catalogue.populations)
            for dimension in (*link.per, *link.members_here):
                check_choice(where, "per and here", dimension, population.dimensions)
            for dimension in link.members_there:
                other = catalogue.populations[link.population]
                check_choice(where, "there", dimension, other.dimensions)
    for table in catalogue.tables:
        _check_table(table, catalogue)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue in force."""
    return read_catalogue(RELEASES)
