"""Counting in school days and working days, for arrays of dates at once.

A date is the number of days since 1970-01-01 (int32); `NEVER` stands for what does not happen.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.schema.calendar import VAKANTIEREGIOS, declared_calendar

Ints = npt.NDArray[np.signedinteger[Any]]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEVER = 1_000_000
# The course of a case may run past the declared calendar; there every weekday counts.
EXTRA_DAYS = 5_000


def day_number(value: date) -> int:
    """Return the number of days since 1970-01-01."""
    return (value - date(1970, 1, 1)).days


def if_ever(condition: Flags, day: Ints) -> Ints:
    """Return the day where the condition holds, NEVER elsewhere."""
    return np.where(condition, day, NEVER).astype(np.int32)


@dataclass(frozen=True)
class SchoolDays:
    """Per vakantieregio (row): how many school days up to a date, and the date of the nth one."""

    first: int
    school_nr: Ints
    school_day: Ints
    work_nr: Ints
    work_day: Ints

    def add(self, region: Ints, day: Ints, schooldagen: Ints | int) -> Ints:
        """Return the day that lies `schooldagen` after `day`."""
        return self._add(self.school_nr, self.school_day, region, day, schooldagen)

    def add_workdays(self, region: Ints, day: Ints, werkdagen: Ints | int) -> Ints:
        """Return the day that lies `werkdagen` after `day`."""
        return self._add(self.work_nr, self.work_day, region, day, werkdagen)

    def ceil(self, region: Ints, day: Ints) -> Ints:
        """Return the first school day on or after `day`."""
        return self.add(region, np.where(day < NEVER, day - 1, NEVER).astype(np.int32), 1)

    def between(self, region: Ints, a: Ints, b: Ints, share: Floats) -> Ints:
        """Return the school day at `share` (0–1) of the way from `a` up to and including `b`."""
        low, high = np.minimum(a, b), np.maximum(a, b)
        real = high < NEVER
        at = np.where(real, low, self.first) - self.first
        to = np.where(real, high, self.first) - self.first
        span = self.school_nr[region, to] - self.school_nr[region, at]
        start = np.where(real, low, NEVER).astype(np.int32)
        return self.add(region, start, np.floor(share * (span + 1)).astype(np.int32))

    def _add(self, nr: Ints, day_of: Ints, region: Ints, day: Ints, count: Ints | int) -> Ints:
        real = day < NEVER
        at = np.where(real, day, self.first) - self.first
        position = np.clip(nr[region, at] + count - 1, 0, day_of.shape[1] - 1)
        return np.where(real, day_of[region, position], NEVER).astype(np.int32)


@cache
def school_days() -> SchoolDays:
    """Return the declared calendar as arrays, one row per vakantieregio."""
    calendar = declared_calendar()
    first = int(calendar["datum"].min().to_numpy().astype("datetime64[D]").astype(int))
    is_school = np.stack([_flags(calendar, region, "is_schooldag") for region in VAKANTIEREGIOS])
    is_work = np.stack([_flags(calendar, region, "is_werkdag") for region in VAKANTIEREGIOS])
    return SchoolDays(
        first=first,
        school_nr=np.cumsum(is_school, axis=1, dtype=np.int32),
        school_day=_nth_days(is_school, first),
        work_nr=np.cumsum(is_work, axis=1, dtype=np.int32),
        work_day=_nth_days(is_work, first),
    )


def _flags(calendar: pd.DataFrame, region: str, column: str) -> Flags:
    """Return whether each day counts, from the calendar's first day to well past its last."""
    days = calendar[calendar["vakantieregio"] == region].sort_values("datum")
    last = days["datum"].max()
    extra = pd.date_range(last + pd.Timedelta(days=1), periods=EXTRA_DAYS)
    return np.concatenate([days[column].to_numpy(bool), extra.day_of_week.to_numpy() < 5])


def _nth_days(flags: Flags, first: int) -> Ints:
    counts = flags.sum(axis=1).min()
    return np.stack([np.flatnonzero(row)[:counts] + first for row in flags]).astype(np.int32)
