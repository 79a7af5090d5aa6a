"""What a school's own report may work out from its own exact tables: sums, rests and shares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pipeline.disclosure.safe_table import SafeTable

DECIMALS = 6
Key = tuple[Any, ...]
Named = tuple[str, Key]


def own_sums(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield sums of a column over some of the other columns, sums of two of them, and 0.

    Rows are counted as well: so many fields, so many agreements with this answer.
    """
    yield 0.0
    for table in tables:
        for names in _groupings(table):
            counted, sums = _grouped(table, names)
            yield from (float(number) for number in (len(counted), *counted.values()))
            yield from (float(number) for number in sums.values())
            for one, other in _neighbours(sums):
                yield from (float(one + other), float(other - one))


def own_ratios(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield shares in percent: of a number in another of its row, or in the sum of two rows."""
    yield from (0.0, 100.0)
    for table in tables:
        places = _whole(table)
        for row in table.cells:
            numbers = sorted({int(row[p]) for p in places if row[p]})  # type: ignore[arg-type]
            for part, whole in combinations(numbers, 2):
                yield from _percents(part, whole)
        for names in _groupings(table):
            for one, other in _neighbours(_grouped(table, names)[1]):
                yield from (*_percents(one, one + other), *_percents(other, one + other))
                yield from _percents(one, other)


def _percents(part: int, whole: int) -> tuple[float, ...]:
    if whole <= 0:
        return ()
    return round(100 * part / whole), round(100 * part / whole, DECIMALS - 2)


def _grouped(table: SafeTable, names: tuple[int, ...]) -> tuple[Counter[Key], dict[Named, int]]:
    """Return for each combination of some columns how many rows there are, and the sums in them."""
    whole = _whole(table)
    counted: Counter[Key] = Counter()
    sums: dict[Named, int] = defaultdict(int)
    for row in table.cells:
        key = tuple(row[place] for place in names)
        counted[key] += 1
        for place in whole:
            sums[table.columns[place], key] += int(row[place] or 0)  # type: ignore[arg-type]
    return counted, sums


def _neighbours(sums: dict[Named, int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of different sums, the smaller first: same column, all but the last key alike."""
    near: dict[Key, set[int]] = defaultdict(set)
    for (column, key), number in sums.items():
        near[(column, *key[:-1])].add(number)
    for numbers in near.values():
        yield from combinations(sorted(numbers), 2)


def _groupings(table: SafeTable) -> Iterator[tuple[int, ...]]:
    """Yield the columns of text, each choice of them; only the finest and the whole when many."""
    texts = [
        place
        for place in range(len(table.columns))
        if any(isinstance(row[place], str) for row in table.cells)
        and table.columns[place] != "school_id"
    ]
    if len(texts) > 3:
        yield from ((), tuple(texts))
        return
    for size in range(len(texts) + 1):
        yield from combinations(texts, size)


def _whole(table: SafeTable) -> list[int]:
    return [
        place
        for place in range(len(table.columns))
        if all(
            isinstance(row[place], int | None) and not isinstance(row[place], bool)
            for row in table.cells
        )
    ]
