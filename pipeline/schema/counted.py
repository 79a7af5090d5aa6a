"""What can be counted for a release, and along which dimensions, from `data_schema/releases`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

AXES = ("periode", "detail", "eenheid", "fixed", "open")
TOTAL = "totaal"
"""The code of a margin, in every dimension."""
LINKS = ("equals", "at_most", "at_least")
_CASE_COLUMN = re.compile(
    r"\b(zaak_nr|zaak_id|\w+_nr|datum_\w+|(?!n_|aantal_)\w+_datum|bijzondere_route|(eerste|laatste)_(?!besluit)\w+)\b"
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
    """What everyone knows of how two populations hang together.

    Of population `name`, for each code of `per` and narrowed to `here`, there are as many as
    (equals), at most or at least as many as of `population`, narrowed to `there`: in every school
    and every year.
    """

    name: str
    kind: str
    population: str
    per: tuple[str, ...]
    here: tuple[tuple[str, tuple[str, ...]], ...]
    there: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def members_here(self) -> dict[str, frozenset[str]]:
        """Dimension → codes, of the population itself."""
        return {dimension: frozenset(codes) for dimension, codes in self.here}

    @property
    def members_there(self) -> dict[str, frozenset[str]]:
        """Dimension → codes, of the other population."""
        return {dimension: frozenset(codes) for dimension, codes in self.there}


def make_link(content: Mapping[str, Any]) -> Link:
    """Return a link from plain values, as the ledger and the declarations hold them."""
    narrowed = {
        side: tuple((dimension, tuple(codes)) for dimension, codes in content[side])
        for side in ("here", "there")
    }
    return Link(
        content["name"],
        content["kind"],
        content["population"],
        tuple(content["per"]),
        narrowed["here"],
        narrowed["there"],
    )


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


def read_label(where: str, value: Any) -> Label:
    """Return a text in both languages; refuses one of them alone."""
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


@declared
def read_dimension(path: Path) -> Dimension:
    """Return the dimension declared in one file."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title", "axis", "codes"), ("levels",))
    check_choice(path.name, "axis", content["axis"], AXES)
    codes = {
        str(code): read_label(f"{path.name}: {code}", v) for code, v in content["codes"].items()
    }
    levels = _levels(path.name, content.get("levels", {}))
    for level in levels.values():
        for code in level:
            check_choice(path.name, "levels", code, codes)
    return Dimension(
        content["name"], read_label(path.name, content["title"]), content["axis"], codes, levels
    )


@declared
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
        title=read_label(path.name, content["title"]),
        source=content["source"],
        where=content.get("where"),
        count=f"sum({content['count']})" if "count" in content else "count(*)",
        cohort=content["cohort"],
        dimensions=content["dimensions"],
        links=tuple(_link(path.name, content["name"], link) for link in content.get("links", ())),
    )


def _link(where: str, name: str, content: dict[str, Any]) -> Link:
    check_keys(where, content, ("kind", "population"), ("per", "here", "there"))
    check_choice(where, "kind", content["kind"], LINKS)
    sides = {side: sorted(content.get(side, {}).items()) for side in ("here", "there")}
    return make_link({"name": name, "per": (), **content, **sides})
