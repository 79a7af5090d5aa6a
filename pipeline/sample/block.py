"""One block of made-up cases, as all table builders receive it, and rows as arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.sample.course import Course
from pipeline.sample.days import NEVER, Flags, Ints, SchoolDays
from pipeline.sample.details import Details
from pipeline.sample.dice import Dice
from pipeline.sample.start import Start
from pipeline.sample.steps import Steps
from pipeline.sample.tokens import Tokens

# The rows of one table: a column each, and beside the declared columns
# `zaak` (position of the case in its block) and `since` (the day on which the row comes into being).
Rows = dict[str, npt.NDArray[np.generic]]


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
        return self.days.add(self.start.region, day, schooldagen)

    def between(self, a: Ints, b: Ints) -> Ints:
        return self.days.between(self.start.region, a, b, self.dice.uniform(len(self)))


def select(rows: Rows, keep: Flags | Ints) -> Rows:
    """Return the rows that a mask or positions point at."""
    return {name: column[keep] for name, column in rows.items()}


def stack(parts: list[Rows]) -> Rows:
    """Return several sets of rows of one table below each other, in order of case."""
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return select(joined, np.argsort(joined["zaak"], kind="stable"))


def earliest(*dates: Ints) -> Ints:
    """Return the earliest of several dates per case, NEVER when none happens."""
    return np.minimum.reduce(dates).astype(np.int32)


def if_ever(condition: Flags, day: Ints) -> Ints:
    """Return the day where the condition holds, NEVER elsewhere."""
    return np.where(condition, day, NEVER).astype(np.int32)
