"""The rates behind the made-up cases, read from `data_schema/sample.yml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.yaml_files import check_choice, check_keys, read_yaml

MARKS = ("S", "D", "G")
SECTIONS = (
    *("name", "numbers", "start_months", "shares", "mixes", "durations"),
    *("roles", "dialects", "gaps", "names"),
)


@dataclass(frozen=True)
class Duration:
    """A lognormal duration, cut off at `maximum`; days of the kind that its name says."""

    median: float
    p90: float
    maximum: float
    mark: str


@dataclass(frozen=True)
class Dialect:
    """How one school writes its files; `words` are names and codes, or titles and labels."""

    format: str
    separator: str
    encoding: str
    date: str
    words: str


@dataclass(frozen=True)
class Parameters:
    """Every rate of the generator; `marks` tells per name whether it is sourced or a guess."""

    numbers: dict[str, float]
    start_months: tuple[float, ...]
    shares: dict[str, float]
    mixes: dict[str, dict[str, float]]
    durations: dict[str, Duration]
    roles: dict[str, dict[str, float]]
    dialects: tuple[Dialect, ...]
    gaps: tuple[tuple[str, ...], ...]
    names: dict[str, tuple[str, ...]]
    marks: dict[str, str]


@cache
def read_parameters(path: Path = DATA_SCHEMA / "sample.yml") -> Parameters:
    """Return the declared rates; raises DeclarationError with the key that does not hold."""
    content = read_yaml(path)
    check_keys(path.name, content, SECTIONS)
    numbers = _values(path.name, content["numbers"])
    shares = _values(path.name, content["shares"])
    mixes = _values(path.name, content["mixes"])
    months = _values(path.name, {"start_months": content["start_months"]})["start_months"]
    durations = {key: Duration(**value) for key, value in content["durations"].items()}
    _check_shares(path.name, shares, mixes, content["roles"])
    return Parameters(
        numbers=numbers,
        start_months=tuple(months),
        shares=shares,
        mixes=mixes,
        durations=durations,
        roles=content["roles"],
        dialects=tuple(Dialect(**dialect) for dialect in content["dialects"]),
        gaps=tuple(map(tuple, content["gaps"])),
        names={key: tuple(words) for key, words in content["names"].items()},
        marks=_marks(path.name, content),
    )


def _values(where: str, section: dict[str, Any]) -> dict[str, Any]:
    """Return the bare values of a section whose entries are {value, mark}."""
    for key, entry in section.items():
        check_keys(f"{where}: {key}", entry, ("value", "mark"))
    return {key: entry["value"] for key, entry in section.items()}


def _marks(where: str, content: dict[str, Any]) -> dict[str, str]:
    entries = {"start_months": content["start_months"]}
    for section in ("numbers", "shares", "mixes", "durations"):
        entries |= content[section]
    for key, entry in entries.items():
        check_choice(f"{where}: {key}", "mark", entry["mark"], MARKS)
    return {key: entry["mark"] for key, entry in entries.items()}


def _check_shares(
    where: str,
    shares: dict[str, float],
    mixes: dict[str, dict[str, float]],
    roles: dict[str, dict[str, float]],
) -> None:
    """Refuse a share outside 0–1 and a mix that does not add up to 1."""
    every = shares | {
        f"{kind}: {rol}": s for kind, part in roles.items() for rol, s in part.items()
    }
    for key, share in every.items():
        if not 0 <= share <= 1:
            raise DeclarationError(f"{where}: {key} is no share between 0 and 1")
    for key, mix in mixes.items():
        if abs(sum(mix.values()) - 1) > 1e-9:
            raise DeclarationError(f"{where}: the shares of {key} do not add up to 1")
