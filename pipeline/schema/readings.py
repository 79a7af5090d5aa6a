"""Readings: how this project reads a point on which a meldcode is not clear, as data.

One file per point in `data_schema/meldcodes/<name>/readings`; the file name is the parameter that
a condition of a norm may use as `{name}`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_choice, check_keys, read_yaml


@dataclass(frozen=True)
class Reading:
    """One point: what is unclear, the possible choices, and the one in force.

    `sentence` is what a report says about it. `for_directie`: the school should settle it when it
    reviews its code. `lines` are those of the source.
    """

    id: str
    name: str
    label: Label
    choices: dict[str, Label]
    value: str
    for_directie: bool
    lines: str

    @property
    def sentence(self) -> Label:
        return self.choices[self.value]


def read_readings(where: str, paths: list[Path], chosen: dict[str, str]) -> dict[str, Reading]:
    """Return the readings by name, X1 first; `chosen` replaces the default of some of them."""
    found = [_reading(read_yaml(path), path, chosen) for path in paths]
    for name in chosen:
        check_choice(where, "readings", name, [reading.name for reading in found])
    return {reading.name: reading for reading in sorted(found, key=_number)}


def _number(reading: Reading) -> int:
    return int(reading.id.removeprefix("X"))


def _reading(content: dict[str, Any], path: Path, chosen: dict[str, str]) -> Reading:
    keys = ("name", "id", "label", "lines", "default", "for_directie", "choices")
    check_keys(path.name, content, keys)
    choices = {
        key: read_label(f"{path.name}: choices: {key}", value)
        for key, value in content["choices"].items()
    }
    value = chosen.get(path.stem, content["default"])
    check_choice(path.name, "default", value, choices)
    return Reading(
        id=content["id"],
        name=path.stem,
        label=read_label(f"{path.name}: label", content["label"]),
        choices=choices,
        value=value,
        for_directie=content["for_directie"],
        lines=content["lines"],
    )


def read_label(where: str, value: Any) -> Label:
    """Return a text in the two languages; refuses anything else."""
    if not isinstance(value, dict):
        raise DeclarationError(f"{where}: expected the keys nl and en")
    check_keys(where, value, ("nl", "en"))
    return Label(value["nl"], value["en"])
