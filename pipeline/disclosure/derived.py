"""Numbers worked out from published counts: percentages, the class of a median, a coarse curve.

Each takes a `SafeTable` and nothing else, so it can say nothing that the table does not say. The
rules for denominators and steps are those of the tier.
"""

from collections.abc import Mapping

import pandas as pd

from pipeline.disclosure.safe_table import COUNT, SafeTable
from pipeline.errors import DisclosureError
from pipeline.language import half_up
from pipeline.schema.releases import TOTAL, catalogue
from pipeline.schema.tiers import Rules

CLASSES = {
    "d00_05": 5,
    "d06_10": 10,
    "d11_20": 20,
    "d21_40": 40,
    "d00_10": 10,
}
"""Code of verloop → the last schoolday of its class; the class above the last has no end."""
OPEN_CLASSES = ("d41", "d11")


def _rules() -> Rules:
    rules = catalogue().tiers["vrijgave"].rules
    assert rules is not None
    return rules


def _groups(table: SafeTable, over: str) -> dict[tuple[str, ...], dict[str, int | None]]:
    """Return for each combination of the other dimensions the counts along one dimension."""
    if table.kind != "counts" or over not in table.dimensions:
        raise DisclosureError(f"table {table.name} has no counts along {over}")
    place, count = table.dimensions.index(over), table.columns.index(COUNT)
    found: dict[tuple[str, ...], dict[str, int | None]] = {}
    for row in table.cells:
        codes = tuple(str(code) for code in row[: len(table.dimensions)])
        value = None if row[count] is None else int(str(row[count]))
        found.setdefault((*codes[:place], *codes[place + 1 :]), {})[codes[place]] = value
    return found


def _denominator(counts: Mapping[str, int | None]) -> int | None:
    """Return the shown total, or the sum of all parts when each is shown; None otherwise."""
    if counts.get(TOTAL) is not None:
        return counts[TOTAL]
    parts = [value for code, value in counts.items() if code != TOTAL]
    return None if any(value is None for value in parts) else sum(v for v in parts if v is not None)


def percent(count: int | None, denominator: int | None, rules: Rules) -> int | None:
    """Return a percentage that may be shown: whole, in steps, clamped, or none at all."""
    rule = rules.percent
    if count is None or denominator is None or denominator < rule.steps_from:
        return None
    share = 100 * count / denominator
    step = 1 if denominator >= rule.whole_from else rule.step
    return min(max(step * half_up(share / step), rule.lowest), rule.highest)


def percentages(table: SafeTable, over: str) -> pd.DataFrame:
    """Return the dimensions, `procent` and `noemer` (both Int64, NA where not to be shown).

    A percentage stands there only when its count and its denominator are both shown as counts.
    Grain: one row per cell that is no margin of `over`.
    """
    rules = _rules()
    place = table.dimensions.index(over) if over in table.dimensions else 0
    rows = []
    for others, counts in _groups(table, over).items():
        denominator = _denominator(counts)
        for code, value in counts.items():
            if code != TOTAL:
                share = percent(value, denominator, rules)
                noemer = None if share is None else denominator
                rows.append((*others[:place], code, *others[place:], share, noemer))
    frame = pd.DataFrame(rows, columns=[*table.dimensions, "procent", "noemer"])
    return frame.astype({"procent": "Int64", "noemer": "Int64"})


def _counts(table: SafeTable, over: str, selector: Mapping[str, str]) -> dict[str, int | None]:
    others = [dimension for dimension in table.dimensions if dimension != over]
    if set(selector) != set(others):
        raise DisclosureError(f"table {table.name}: choose one code of each of {', '.join(others)}")
    return _groups(table, over).get(tuple(selector[d] for d in others), {})


def _reached(counts: Mapping[str, int | None]) -> list[tuple[str, int]] | None:
    """Return the classes of time with their counts, shortest first; None when one is hidden."""
    found = []
    for code, value in counts.items():
        if code == TOTAL:
            continue
        if value is None:
            return None
        if code in CLASSES or code in OPEN_CLASSES:
            found.append((code, value))
    return found


def median_class(table: SafeTable, **selector: str) -> str | None:
    """Return the class that holds the median time of those who entered an interval.

    Those who had not reached the end, or stopped, count as longer than everyone who did. None when
    a class is hidden, the group is small, too few stand on either side, or half did not get there.
    """
    rules = _rules()
    counts = _counts(table, "verloop", selector)
    reached, total = _reached(counts), _denominator(counts)
    if not reached or total is None or total < rules.median_from:
        return None
    least = rules.threshold["bestuur"]
    below = 0
    for code, value in reached:
        if 2 * (below + value) >= total:
            above = total - below - value
            both_sides = below >= least and above >= least
            return code if both_sides or (below == 0 and above >= least) else None
        below += value
    return None


def curve(table: SafeTable, **selector: str) -> pd.DataFrame | None:
    """Return `t` (schooldagen) and `aandeel` (percent that had not got there, rounded to the step).

    One point at the end of each declared class; who stopped or still waits had not got there. It is
    the cumulative incidence turned round, exact when nobody waits any more and else a little high.
    Whole bestuur only; None when a class is hidden, a step has too few, or the group is small.
    """
    rules = _rules()
    if "school_id" in table.dimensions:
        return None
    counts = _counts(table, "verloop", selector)
    reached, total = _reached(counts), _denominator(counts)
    if not reached or total is None or total < rules.curve_from:
        return None
    if any(value < rules.threshold["bestuur"] for _, value in reached):
        return None
    return _points(reached, total, rules.curve_step)


def _points(reached: list[tuple[str, int]], total: int, step: int) -> pd.DataFrame:
    """Return the share that had not reached the end at the close of each class with an end."""
    rows, left = [(0, 100)], total
    for code, value in reached:
        if code in CLASSES:
            left -= value
            rows.append((CLASSES[code], step * half_up(100 * left / total / step)))
    return pd.DataFrame(rows, columns=["t", "aandeel"]).astype("Int64")
