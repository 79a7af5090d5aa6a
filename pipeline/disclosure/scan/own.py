"""What a school's own report may work out from its own exact tables: sums, rests and shares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from operator import itemgetter
from typing import Any

from pipeline.disclosure.safe_table import SafeTable
from pipeline.language import half_up
from pipeline.schema.tables import asks_answer

DECIMALS = 6
Key = tuple[Any, ...]
Pair = tuple[int, int]
_WHOLE = {int, type(None)}


RECORDED = frozenset({"voldaan", "niet_voldaan", "uitzondering"})
UNKNOWN = "niet_geregistreerd"
"""Of a norm that was due: what was found when something is recorded, and when nothing is."""
NOT_APPLIED = "niet_van_toepassing"


@dataclass(frozen=True)
class Grouped:
    """One table by some of its columns: rows and sums of each combination, and pairs of sums."""

    rows: tuple[int, ...]
    sums: tuple[int, ...]
    pairs: tuple[Pair, ...]


def own_views(tables: Mapping[str, SafeTable], steps: Mapping[str, str]) -> list[SafeTable]:
    """Return the tables as a page adds them up: all years or those that are over, norms per step.

    steps: the step of each norm. A norm that never applied is not on the page of its step.
    """
    ended = _ended_years(tables)
    views = [*tables.values(), *(_rows(table, "schooljaar", ended) for table in tables.values())]
    applied = [_rows(table, "norm_id", _applied(table)) for table in views]
    views += (_named(table, "norm_id", steps) for table in applied)
    views += map(_questions, tables.values())
    return [view for view in views if view.cells]


def _questions(table: SafeTable) -> SafeTable:
    """Return of how full fields are those that ask for an answer: rows, and rows without one."""
    names = ("tabel", "kolom", "rijen", "ingevuld", "is_geleverd")
    if not set(names) <= set(table.columns):
        return replace(table, cells=())
    chosen = itemgetter(*(table.columns.index(name) for name in names))
    asked = [
        row for row in map(chosen, table.cells) if row[4] and asks_answer(str(row[0]), str(row[1]))
    ]
    cells = tuple((*row[:3], int(row[2] or 0) - int(row[3] or 0)) for row in asked)
    return replace(table, dimensions=names[:2], measures=("rijen", "niet_ingevuld"), cells=cells)


def _applied(table: SafeTable) -> set[str]:
    """Return the norms with another verdict than that they did not apply."""
    if not {"norm_id", "verdict"} <= set(table.columns):
        return set()
    norm, verdict = table.columns.index("norm_id"), table.columns.index("verdict")
    return {str(row[norm]) for row in table.cells if row[verdict] != NOT_APPLIED}


def _ended_years(tables: Mapping[str, SafeTable]) -> set[str]:
    flow = tables.get("stroom")
    if flow is None or not {"schooljaar", "is_afgelopen"} <= set(flow.columns):
        return set()
    year, ended = flow.columns.index("schooljaar"), flow.columns.index("is_afgelopen")
    return {str(row[year]) for row in flow.cells if row[ended]}


def _rows(table: SafeTable, column: str, kept: set[str]) -> SafeTable:
    if column not in table.columns:
        return replace(table, cells=())
    place = table.columns.index(column)
    return replace(table, cells=tuple(row for row in table.cells if row[place] in kept))


def _named(table: SafeTable, column: str, names: Mapping[str, str]) -> SafeTable:
    if column not in table.columns:
        return replace(table, cells=())
    at = table.columns.index(column)
    cells = ((*row[:at], names.get(str(row[at]), ""), *row[at + 1 :]) for row in table.cells)
    return replace(table, cells=tuple(cells))


def group_tables(tables: Iterable[SafeTable]) -> tuple[Grouped, ...]:
    """Return every table by every choice of its columns that a report may sum over."""
    return tuple(
        _group(table, names, whole)
        for table in tables
        for whole in [_whole(table)]
        for names in _groupings(table)
    )


def own_sums(groups: Iterable[Grouped]) -> Iterator[float]:
    """Yield sums of a column over some of the other columns, sums of two of them, and 0.

    Rows are counted as well: so many fields, so many agreements with this answer.
    """
    yield 0.0
    for group in groups:
        yield from map(float, (len(group.rows), *group.rows, *group.sums))
        for one, other in group.pairs:
            yield from (float(one + other), float(other - one))


def own_ratios(tables: Iterable[SafeTable], groups: Iterable[Grouped]) -> Iterator[float]:
    """Yield shares in percent: of a number in another of its row, or in the sum of two rows."""
    yield from (0.0, 100.0)
    for table in tables:
        places = _whole(table)
        for row in table.cells:
            numbers = sorted({int(row[p]) for p in places if row[p]})  # type: ignore[arg-type]
            for part, whole in combinations(numbers, 2):
                yield from _percents(part, whole)
        yield from _recorded(table)
    for one, other in {pair for group in groups for pair in group.pairs}:
        yield from (*_percents(one, one + other), *_percents(other, one + other))
        yield from _percents(one, other)


def _recorded(table: SafeTable) -> Iterator[float]:
    """Yield per norm the share of which something is recorded, of the times that it was due."""
    if not {"norm_id", "verdict"} <= set(table.columns):
        return
    names = table.columns.index("norm_id"), table.columns.index("verdict")
    known: Counter[Any] = Counter()
    due: Counter[Any] = Counter()
    keys = _keys(table, names)
    for place in _whole(table):
        for (norm, verdict), number in _summed(table, keys, place).items():
            known[norm] += number if verdict in RECORDED else 0
            due[norm] += number if verdict in RECORDED or verdict == UNKNOWN else 0
    for norm, whole in due.items():
        yield from _percents(known[norm], whole)


@lru_cache(maxsize=20_000)
def _percents(part: int, whole: int) -> tuple[float, ...]:
    if whole <= 0:
        return ()
    return half_up(100 * part / whole), round(100 * part / whole, DECIMALS - 2)


def _group(table: SafeTable, names: tuple[int, ...], whole: list[int]) -> Grouped:
    keys = _keys(table, names)
    columns = [_summed(table, keys, place) for place in whole]
    return Grouped(
        rows=tuple(Counter(keys).values()),
        sums=tuple(number for column in columns for number in column.values()),
        pairs=tuple(pair for column in columns for pair in _neighbours(column)),
    )


def _keys(table: SafeTable, names: tuple[int, ...]) -> list[Key]:
    if len(names) > 1:
        return list(map(itemgetter(*names), table.cells))
    return [tuple(row[place] for place in names) for row in table.cells]


def _summed(table: SafeTable, keys: list[Key], place: int) -> dict[Key, int]:
    sums: dict[Key, int] = defaultdict(int)
    for key, row in zip(keys, table.cells, strict=True):
        sums[key] += int(row[place] or 0)  # type: ignore[arg-type]
    return sums


def _neighbours(sums: dict[Key, int]) -> Iterator[Pair]:
    """Yield pairs of sums of one column, the smaller first: all but the last key alike."""
    near: dict[Key, Counter[int]] = defaultdict(Counter)
    for key, number in sums.items():
        near[key[:-1]][number] += 1
    for numbers in near.values():
        yield from combinations(sorted(numbers), 2)
        yield from ((number, number) for number, times in numbers.items() if times > 1)


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
    """Return the places of the columns of whole numbers."""
    columns = zip(*table.cells, strict=True)
    return [place for place, column in enumerate(columns) if set(map(type, column)) <= _WHOLE]
