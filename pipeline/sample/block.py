"""One block of made-up cases, as all table builders receive it, and rows as arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.sample.codes import Codes, yes_no
from pipeline.sample.course import Course
from pipeline.sample.days import NEVER, Flags, Ints, SchoolDays
from pipeline.sample.details import Details
from pipeline.sample.dice import Dice
from pipeline.sample.start import Start
from pipeline.sample.steps import Steps
from pipeline.sample.tokens import Tokens

# The rows of one table: the declared columns, and beside them `zaak` (position of the case in its
# block) and `since` (the day on which the row comes into being).
Rows = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Block:
    """The true course of a block of cases, from signal to end, whatever the peildatum is."""

    dice: Dice
    days: SchoolDays
    start: Start
    steps: Steps
    course: Course
    details: Details
    zaak_id: Tokens

    def __len__(self) -> int:
        return len(self.start)

    def add(self, day: Ints, schooldagen: Ints | int) -> Ints:
        """Return the day that lies `schooldagen` after `day`, per case."""
        return self.days.add(self.start.region, day, schooldagen)

    def between(self, a: Ints, b: Ints) -> Ints:
        """Return a random school day from `a` up to and including `b`, per case."""
        return self.days.between(self.start.region, a, b, self.dice.uniform(len(self)))


def select(rows: Rows, keep: Flags | Ints | slice) -> Rows:
    """Return the rows that a mask, positions or a slice point at."""
    return {name: column[keep] for name, column in rows.items()}


def stack(parts: list[Rows]) -> Rows:
    """Return several sets of rows of one table below each other, in order of case."""
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return select(joined, np.argsort(joined["zaak"], kind="stable"))


def flag(block: Block, share: str, n: int) -> Codes:
    """Return n times ja or nee, ja for the declared share."""
    return yes_no(block.dice.chance(share, n))


def pick(block: Block, happens: Flags, day: Ints) -> Rows:
    """Return the start of rows: one per case to which something happens before its end."""
    keep = happens & (day < NEVER) & (day <= block.course.einde)
    cases = np.flatnonzero(keep).astype(np.int32)
    return {"zaak": cases, "since": day[cases], "zaak_id": block.zaak_id[cases]}
