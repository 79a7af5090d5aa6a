"""Which school year a report is about, and the one before it; by name alone."""

from collections.abc import Iterable
from datetime import date


def default_year(years: Iterable[tuple[str, bool, int]]) -> str:
    """Return of (school year, has ended, cases in it) the last one that has ended.

    Else the last one; a school without any case is reported on the year before the running one.
    """
    known = sorted(years)
    ended = [year for year, has_ended, _ in known if has_ended]
    if ended or not known:
        return ended[-1] if ended else ""
    last = known[-1][0]
    return last if any(cases for _, _, cases in known) else previous_year(last)


def previous_year(year: str) -> str:
    """Return 2023-2024 for 2024-2025."""
    first = int(year[:4])
    return f"{first - 1}-{first}"


def has_ended(year: str, day: date) -> bool:
    """Return whether a school year, until 31 July, was over on a day."""
    return date(int(year[5:]), 7, 31) <= day
