"""What a school's own report may work out from its own exact tables: sums, rests and shares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pipeline.disclosure.safe_table import SafeTable

DECIMALS = 6
Key = tuple[Any, ...]


def own_sums(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield sums of a column over some of the other columns, sums of two of them, and 0.

    Rows are counted as well: so many fields, so many agreements with this answer.
    """
    yield 0.0
    for table in tables:
        whole = _whole(table)
        for names in _groupings(table):
            counted: Counter[Key] = Counter()
            sums: dict[tuple[str, Key], int] = defaultdict(int)
            for row in table.cells:
                key = tuple(row[place] for place in names)
                counted[key] += 1
                for place in whole:
                    sums[table.columns[place], key] += int(row[place] or 0)  # type: ignore[arg-type]
            yield from (float(number) for number in counted.values())
            yield float(len(counted))
            yield from (float(number) for number in sums.values())
            yield from _pairs(sums)


def _pairs(sums: dict[tuple[str, Key], int]) -> Iterator[float]:
    """Yield sums and differences of two neighbours: the same column, all but the last key alike."""
    near: dict[Key, set[int]] = defaultdict(set)
    for (column, key), number in sums.items():
        near[(column, *key[:-1])].add(number)
    for numbers in near.values():
        for one, other in combinations(sorted(numbers), 2):
            yield from (float(one + other), float(other - one))


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


def own_ratios(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield the share, in percent, that a number of a row is of another number of that row."""
    for table in tables:
        places = _whole(table)
        for row in table.cells:
            numbers = sorted({int(row[p]) for p in places if row[p]})  # type: ignore[arg-type]
            for part, whole in combinations(numbers, 2):
                yield from (round(100 * part / whole, d) for d in (0, DECIMALS - 2))
            yield from (100.0, 0.0)
