"""What is measured: intervals, thresholds and indicators, as declared in `data_schema`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

UNITS = ("schooldagen", "werkdagen", "dagen")
# The moments that `mart_doorlooptijd` can start and stop its clock on.
MOMENTS = (
    "signalering",
    "overleg_ib",
    "advies_vt",
    "gesprek_ouders",
    "weging",
    "besluit",
    "besluit_5a_eerst",
    "besluit_5b",
    "melding",
    "terugkoppeling_vt",
)
KINDS = ("count", "share", "distribution")
AUDIENCES = ("directie", "bestuur", "ib")
# What one record is to an indicator: in the numerator, only in the denominator, not due yet,
# due but not recorded, out of scope.
ROLES = ("telt", "telt_niet", "open", "onbekend", "buiten")


@dataclass(frozen=True)
class Threshold:
    """A number of days that a school may set itself; `value` is this project's proposal."""

    name: str
    label: Label
    description: Label
    value: int
    unit: str
    set_by: str
    set_on: date


@dataclass(frozen=True)
class Interval:
    """The time from one moment of a case to another; `unit` is the one it is shown in first.

    `horizon` (in that unit) is where its restricted mean stops.
    """

    name: str
    order: int
    label: Label
    begin: str
    end: str
    unit: str
    horizon: int
    section: str


@dataclass(frozen=True)
class Example:
    """A record with the columns that matter, and the role it must get."""

    name: str
    given: Mapping[str, Any]
    expect: str


@dataclass(frozen=True)
class Indicator:
    """A count or share per school × schooljaar, declared as conditions on one row of `mart`.

    A row plays no part unless `applies`; it is open until `mature`; unknown unless `recorded`;
    and counts in the numerator when `counts`. A `distribution` has no conditions: `mart` holds it.
    """

    name: str
    id: str
    kind: str
    label: Label
    description: Label
    mart: str
    applies: str
    mature: str
    recorded: str
    counts: str
    audience: tuple[str, ...]
    caveat: Label
    maturity: Label
    period: str
    group_by: tuple[str, ...]
    section: str
    examples: tuple[Example, ...]


def read_label(where: str, value: Any) -> Label:
    """Return the text in both languages; raises DeclarationError when one is missing."""
    if not isinstance(value, dict):
        raise DeclarationError(f"{where}: expected nl and en")
    check_keys(where, value, ("nl", "en"))
    return Label(" ".join(str(value["nl"]).split()), " ".join(str(value["en"]).split()))


def _read_section(where: str, value: Any) -> str:
    if not isinstance(value, dict):
        raise DeclarationError(f"{where}: source needs document and section")
    check_keys(f"{where}: source", value, ("document", "section"))
    return f"{value['document']}, {value['section']}"


def _read_count(where: str, key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DeclarationError(f"{where}: {key} is no whole number of 0 or more")
    return value


@declared
def read_threshold(path: Path) -> Threshold:
    """Return the threshold in `path`."""
    content, where = read_yaml(path), path.name
    check_keys(
        where,
        content,
        ("name", "label", "description", "value", "unit", "set_by", "set_on", "source"),
    )
    check_choice(where, "unit", content["unit"], UNITS)
    if not isinstance(content["set_on"], date):
        raise DeclarationError(f"{where}: set_on is no date; write 2026-11-23")
    return Threshold(
        name=content["name"],
        label=read_label(where, content["label"]),
        description=read_label(where, content["description"]),
        value=_read_count(where, "value", content["value"]),
        unit=content["unit"],
        set_by=str(content["set_by"]),
        set_on=content["set_on"],
    )


@declared
def read_interval(path: Path) -> Interval:
    """Return the interval in `path`."""
    content, where = read_yaml(path), path.name
    check_keys(
        where, content, ("name", "order", "label", "begin", "end", "unit", "horizon", "source")
    )
    check_choice(where, "unit", content["unit"], UNITS)
    for key in ("begin", "end"):
        check_choice(where, key, content[key], MOMENTS)
    return Interval(
        name=content["name"],
        order=_read_count(where, "order", content["order"]),
        label=read_label(where, content["label"]),
        begin=content["begin"],
        end=content["end"],
        unit=content["unit"],
        horizon=_read_count(where, "horizon", content["horizon"]),
        section=_read_section(where, content["source"]),
    )


def _read_example(where: str, value: Any) -> Example:
    check_keys(f"{where}: example", value, ("name", "given", "expect"))
    check_choice(where, "expect", value["expect"], ROLES)
    return Example(str(value["name"]), dict(value["given"]), value["expect"])


def _check_indicator(where: str, content: dict[str, Any]) -> None:
    required = ("name", "id", "kind", "label", "description", "mart", "audience", "caveat")
    optional = ("applies", "mature", "recorded", "counts", "examples", "group_by")
    check_keys(where, content, (*required, "maturity", "period", "source"), optional)
    check_choice(where, "kind", content["kind"], KINDS)
    check_choice(where, "period", content["period"], ("cohort", "peildatum"))
    for reader in content["audience"]:
        check_choice(where, "audience", reader, AUDIENCES)


@declared
def read_indicator(path: Path) -> Indicator:
    """Return the indicator in `path`; a count or share needs three examples at least."""
    content, where = read_yaml(path), path.name
    _check_indicator(where, content)
    examples = tuple(_read_example(where, example) for example in content.get("examples", ()))
    if content["kind"] != "distribution" and len(examples) < 3:
        raise DeclarationError(f"{where}: {len(examples)} examples; give three or more")
    return Indicator(
        name=content["name"],
        id=content["id"],
        kind=content["kind"],
        label=read_label(where, content["label"]),
        description=read_label(where, content["description"]),
        mart=content["mart"],
        applies=str(content.get("applies", "true")),
        mature=str(content.get("mature", "true")),
        recorded=str(content.get("recorded", "true")),
        counts=str(content.get("counts", "true")),
        audience=tuple(content["audience"]),
        caveat=read_label(where, content["caveat"]),
        maturity=read_label(where, content["maturity"]),
        period=content["period"],
        group_by=tuple(content.get("group_by", ("school_id", "schooljaar"))),
        section=_read_section(where, content["source"]),
        examples=examples,
    )


@cache
def thresholds() -> dict[str, Threshold]:
    """Return every declared threshold by name."""
    return {
        path.stem: read_threshold(path)
        for path in sorted((DATA_SCHEMA / "thresholds").glob("*.yml"))
    }


@cache
def intervals() -> dict[str, Interval]:
    """Return every declared interval by name, in the order of the steps."""
    found = [read_interval(path) for path in (DATA_SCHEMA / "intervals").glob("*.yml")]
    return {interval.name: interval for interval in sorted(found, key=lambda one: one.order)}


@cache
def indicators() -> dict[str, Indicator]:
    """Return every declared indicator by name, in the order of their ids."""
    found = [read_indicator(path) for path in (DATA_SCHEMA / "indicators").glob("*.yml")]
    return {one.name: one for one in sorted(found, key=lambda one: (one.id, one.name))}
