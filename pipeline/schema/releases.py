"""The fixed catalogue of what may be published, from `data_schema/releases`.

A tier says who reads and which rules hold; a dimension, which codes there are and how they merge;
a population, what is counted; a table, which counts are published. Nothing that is not named here
can leave through the gate, and nothing of one case can be named here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.tables import Label
from pipeline.schema.tiers import TIERS, Tier, read_tier
from pipeline.schema.yaml_files import check_choice, check_keys, read_yaml

RELEASES = DATA_SCHEMA / "releases"
KINDS = ("counts", "register", "aggregate")
AXES = ("periode", "detail", "eenheid", "fixed", "open")
TOTAL = "totaal"
"""The code of a margin, in every dimension."""

_CASE_COLUMN = re.compile(
    r"\b(zaak_nr|zaak_id|\w+_nr|datum_\w+|(?!n_|aantal_)\w+_datum|bijzondere_route|(eerste|laatste)_(?!besluit)\w+)\b"
)
_SOURCES_ABOUT_SCHOOLS = ("stg_organisatie_maatregel", "stg_levering", "ref_drempel")
_CASE_MARTS = re.compile(
    r"mart_(zaak|moment|doorlooptijd|evaluatie|stilstand|norm|besluit|melding|gesprek|weging|mdo|hulp)"
)


@dataclass(frozen=True)
class Dimension:
    """One way to divide. `levels` goes from fine to coarse: published code → codes merged in it.

    The codes of `periode` and `school_id` come with the data, and of an `open` axis too.
    """

    name: str
    title: Label
    axis: str
    codes: Mapping[str, Label]
    levels: Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Link:
    """Of one population there are, for each code of `per`, as many as (or at most) of another."""

    kind: str
    population: str
    per: tuple[str, ...]


@dataclass(frozen=True)
class Population:
    """What is counted. `cohort`: who belongs to a period does not change, so releases compare."""

    name: str
    title: Label
    source: str
    where: str | None
    count: str
    cohort: bool
    dimensions: Mapping[str, str]
    links: tuple[Link, ...]


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
    whole: str | None = None
    most_hidden: float | None = None
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

    def table(self, name: str) -> ReleaseTable:
        """Return the released table of that name; the names of all tiers are distinct."""
        return next(table for table in self.tables if table.name == name)


def _label(where: str, value: Any) -> Label:
    check_keys(where, value, ("nl", "en"))
    return Label(value["nl"], value["en"])


def refuse_case_columns(where: str, expressions: Iterable[str]) -> None:
    """Refuse an expression that names a case, or a day in one."""
    for expression in expressions:
        found = _CASE_COLUMN.search(expression)
        if found:
            raise DeclarationError(
                f"{where}: '{found.group()}' is about one case; a released table holds counts only"
            )


def _levels(where: str, declared: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the levels with the codes that each published code merges; every level covers all."""
    levels: dict[str, dict[str, tuple[str, ...]]] = {
        level: {code: tuple(merged) for code, merged in codes.items()}
        if isinstance(codes, dict)
        else {code: (code,) for code in codes}
        for level, codes in declared.items()
    }
    finest = sorted(next(iter(levels.values()), {}))
    for level, codes in levels.items():
        if sorted(code for merged in codes.values() for code in merged) != finest:
            raise DeclarationError(f"{where}: level {level} does not hold every finest code once")
    return levels


def read_dimension(path: Path) -> Dimension:
    """Return the dimension declared in one file."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title", "axis", "codes"), ("levels",))
    check_choice(path.name, "axis", content["axis"], AXES)
    codes = {str(code): _label(f"{path.name}: {code}", v) for code, v in content["codes"].items()}
    levels = _levels(path.name, content.get("levels", {}))
    for level in levels.values():
        for code in level:
            check_choice(path.name, "levels", code, codes)
    return Dimension(
        content["name"], _label(path.name, content["title"]), content["axis"], codes, levels
    )


def read_population(path: Path, dimensions: Mapping[str, Dimension]) -> Population:
    """Return the population declared in one file."""
    content = read_yaml(path)
    optional = ("where", "count", "links")
    check_keys(path.name, content, ("name", "title", "source", "cohort", "dimensions"), optional)
    for dimension in content["dimensions"]:
        check_choice(path.name, "dimensions", dimension, dimensions)
    refuse_case_columns(path.name, [*content["dimensions"].values(), content.get("where", "")])
    return Population(
        name=content["name"],
        title=_label(path.name, content["title"]),
        source=content["source"],
        where=content.get("where"),
        count=f"sum({content['count']})" if "count" in content else "count(*)",
        cohort=content["cohort"],
        dimensions=content["dimensions"],
        links=tuple(_link(path.name, link) for link in content.get("links", ())),
    )


def _link(where: str, content: dict[str, Any]) -> Link:
    check_keys(where, content, ("per",), ("equals", "at_most"))
    kinds = [kind for kind in ("equals", "at_most") if kind in content]
    if len(kinds) != 1:
        raise DeclarationError(f"{where}: a link is either equals or at_most")
    return Link(kinds[0], content[kinds[0]], tuple(content["per"]))


def read_table(path: Path) -> ReleaseTable:
    """Return the released table declared in one file."""
    content = read_yaml(path)
    required = {
        "counts": ("population", "dimensions", "windows", "group", "totals"),
        "register": ("source", "columns", "select", "about"),
        "aggregate": ("source", "columns"),
    }
    check_choice(path.name, "kind", content.get("kind"), KINDS)
    kind = content["kind"]
    optional = ("whole", "most_hidden") if kind == "counts" else ()
    check_keys(path.name, content, ("name", "tier", "kind", "title", *required[kind]), optional)
    check_choice(path.name, "tier", content["tier"], (path.parent.name,))
    refuse_case_columns(path.name, [*content.get("columns", ()), content.get("select", "")])
    lists: dict[str, Any] = {
        key: tuple(content[key]) for key in ("columns", "totals") if key in content
    }
    plain = (
        "population",
        "dimensions",
        "windows",
        "group",
        "whole",
        "source",
        "select",
        "most_hidden",
    )
    return ReleaseTable(
        name=content["name"],
        tier=content["tier"],
        kind=kind,
        title=_label(path.name, content["title"]),
        **lists,
        **{key: content[key] for key in plain if key in content},
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
    for name in (table.group, table.whole or table.group, *table.totals):
        check_choice(where, "group, whole and totals", name, table.dimensions or ())


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
            check_choice(f"{population.name}.yml", "links", link.population, catalogue.populations)
            for dimension in link.per:
                check_choice(f"{population.name}.yml", "per", dimension, population.dimensions)
    for table in catalogue.tables:
        _check_table(table, catalogue)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue in force."""
    return read_catalogue(RELEASES)
