"""The output tiers, who reads them, and their rules, from `data_schema/releases/tiers`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

TIERS = ("intern", "vertrouwelijk", "vrijgave")
PUBLISHES = ("nothing", "exact", "safe")
_RULES = (
    "threshold",
    "unknown_up_to",
    "base",
    "dominance",
    "percent",
    "median",
    "curve",
    "most_hidden",
)


@dataclass(frozen=True)
class PercentRule:
    """Whole percents from a denominator of `whole_from`, steps from `steps_from`, clamped."""

    whole_from: int
    steps_from: int
    step: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class Rules:
    """What may be shown in a tier. `threshold`: smallest count shown, per level of eenheid."""

    threshold: Mapping[str, int]
    unknown_up_to: int
    base: int
    dominance: float
    percent: PercentRule
    median_from: int
    curve_from: int
    curve_step: int
    most_hidden: float


@dataclass(frozen=True)
class Tier:
    """Who reads, and what is published for them: nothing, exact counts or safe ones."""

    name: str
    title: Label
    readers: Label
    publishes: str
    rules: Rules | None
    ladder: Mapping[str, tuple[str, ...]]
    nodes: int
    seconds: float


def check_rules(where: str, rules: Rules) -> None:
    """Refuse rules that give a hidden number away together, with the reason."""
    for level, threshold in rules.threshold.items():
        if threshold <= rules.unknown_up_to:
            raise DeclarationError(
                f"{where}: threshold {threshold} for {level} shows counts that must stay unknown "
                f"(0-{rules.unknown_up_to}); choose {rules.unknown_up_to + 1} or more"
            )
        if rules.base > 1 and threshold <= rules.base:
            raise DeclarationError(
                f"{where}: threshold {threshold} with base {rules.base} gives small numbers away: "
                f"a count shown as 0 that turns into {rules.base} went from 2 to 3; choose base 1, "
                f"or a threshold above {rules.base}"
            )
    if not 0.5 < rules.dominance < 1:
        raise DeclarationError(f"{where}: dominance is a share above 0.5 and below 1")
    percent = rules.percent
    if percent.whole_from < 100 // percent.step or percent.steps_from < min(
        rules.threshold.values()
    ):
        raise DeclarationError(
            f"{where}: whole percents from a denominator below {100 // percent.step}, or steps "
            f"below the threshold, give the count back"
        )


def _read_rules(where: str, content: dict[str, Any]) -> Rules:
    check_keys(where, content, _RULES)
    check_keys(f"{where}: percent", content["percent"], PercentRule.__dataclass_fields__)
    check_keys(f"{where}: median", content["median"], ("smallest_group",))
    check_keys(f"{where}: curve", content["curve"], ("smallest_group", "step"))
    rules = Rules(
        threshold=content["threshold"],
        unknown_up_to=content["unknown_up_to"],
        base=content["base"],
        dominance=content["dominance"],
        percent=PercentRule(**content["percent"]),
        median_from=content["median"]["smallest_group"],
        curve_from=content["curve"]["smallest_group"],
        curve_step=content["curve"]["step"],
        most_hidden=content["most_hidden"],
    )
    check_rules(where, rules)
    return rules


@declared
def read_tier(path: Path) -> Tier:
    """Return the tier declared in one file; raises DeclarationError with the reason."""
    content = read_yaml(path)
    optional = ("rules", "ladder", "solver")
    check_keys(path.name, content, ("name", "title", "readers", "publishes"), optional)
    check_choice(path.name, "name", content["name"], TIERS)
    check_choice(path.name, "publishes", content["publishes"], PUBLISHES)
    if (content["publishes"] == "safe") != ("rules" in content):
        raise DeclarationError(
            f"{path.name}: a tier has rules exactly when it publishes safe counts"
        )
    solver = content.get("solver", {"nodes": 0, "seconds": 0})
    check_keys(f"{path.name}: solver", solver, ("nodes", "seconds"))
    return Tier(
        name=content["name"],
        title=Label(**content["title"]),
        readers=Label(**content["readers"]),
        publishes=content["publishes"],
        rules=_read_rules(path.name, content["rules"]) if "rules" in content else None,
        ladder={axis: tuple(v) for step in content.get("ladder", ()) for axis, v in step.items()},
        nodes=solver["nodes"],
        seconds=solver["seconds"],
    )
