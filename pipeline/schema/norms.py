"""What a norm is: its dated rules, its examples, its source.

A norm is judged by five positive SQL conditions over the wide table of its grain: `applies`,
`exceptions`, `holds`, `due` and `recorded`. `{name}` in a condition is a reading or a term of the
meldcode. A norm with `check: unchecked` has no rule, only the reason why it is not judged.
"""

from dataclasses import dataclass
from datetime import date

from pipeline.schema.tables import Label
from pipeline.schema.toets import Grain, Value

VERDICTS = (
    "voldaan",
    "niet_voldaan",
    "uitzondering",
    "nog_open",
    "niet_van_toepassing",
    "niet_geregistreerd",
)
CONDITIONS = ("applies", "holds", "due", "recorded")


@dataclass(frozen=True)
class Source:
    """Where a norm stands, and the first and last day on which that text was in force."""

    document: str
    section: str
    lines: str | None
    valid_from: date
    until: date | None


@dataclass(frozen=True)
class Rule:
    """The conditions of one dated line; `day` is the day that the norm speaks of."""

    source: Source
    strength: str
    day: str
    applies: str
    holds: str
    due: str
    recorded: str
    exceptions: tuple[tuple[str, str], ...]

    @property
    def conditions(self) -> dict[str, str]:
        """Return every condition by its key, exceptions as `exceptions.U4`."""
        plain = {key: str(getattr(self, key)) for key in CONDITIONS}
        return plain | {f"exceptions.{code}": text for code, text in self.exceptions}


@dataclass(frozen=True)
class Example:
    """One small case of the norm, as a sentence, with the verdict it must get.

    `under` names the readings on which the verdict depends, each with the choice that it needs.
    """

    name: Label
    given: dict[str, Value]
    under: dict[str, str]
    expect: str
    exception: str | None


@dataclass(frozen=True)
class Norm:
    """One norm. `rules` are its dated lines, oldest first; empty when it is not checked.

    `external`: someone outside the school carries it out; it is shown, never held against it.
    """

    file: str
    name: str
    id: str
    step: str
    label: Label
    who: tuple[str, ...]
    strength: str
    source: Source
    check: str
    grain: str | None
    population: str
    external: bool
    note: Label | None
    reason: Label | None
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]

    @property
    def is_checked(self) -> bool:
        return self.check != "unchecked"


@dataclass(frozen=True)
class Choices:
    """The closed lists of one meldcode that a norm may refer to."""

    steps: tuple[str, ...]
    roles: tuple[str, ...]
    exceptions: tuple[str, ...]
    documents: tuple[str, ...]
    grains: dict[str, Grain]
