"""What may stand in a finished file: what is worked out from the publication behind it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from pipeline.disclosure.derived import curve, percentages
from pipeline.disclosure.safe_table import COUNT, Publication, SafeTable, Value
from pipeline.disclosure.scan.own import group_tables, own_ratios, own_sums, own_views
from pipeline.errors import MeldcodeError
from pipeline.language import half_up
from pipeline.schema.meldcode import read_meldcode
from pipeline.schema.releases import TOTAL, catalogue

DECIMALS = 6
"""A number in a workbook is compared to so many decimals."""


@dataclass(frozen=True)
class Allowed:
    """What one file may hold.

    numbers and percents: worked out from the publication; days: dates that it shows; years: those
    of its periods; names: tokens and names that are published, in small letters; schools: how many
    there are; cells: how many numbers the largest table has. exact: numbers of one's own school.
    """

    numbers: frozenset[float]
    percents: frozenset[float]
    days: frozenset[date]
    years: frozenset[int]
    names: frozenset[str]
    schools: int
    cells: int
    exact: bool

    def has(self, number: float) -> bool:
        """Return whether a number is worked out from the publication."""
        return round(abs(number), DECIMALS) in self.numbers

    def has_percent(self, number: float) -> bool:
        """Return whether a percentage is worked out from the publication."""
        return round(abs(number), DECIMALS) in self.percents

    def has_cell(self, number: float) -> bool:
        """Return whether the number in a cell of a workbook is: a count, a share, or a day."""
        is_day = any((day - date(1899, 12, 30)).days == number for day in self.days)
        return is_day or self.has(number) or self.has_percent(round(100 * number, DECIMALS - 2))


def allow(
    publication: Publication, names: Iterable[str] = (), today: date | None = None
) -> Allowed:
    """Return what a file made from this publication may hold.

    names: what schools are called; today: the day on which the file was made.
    """
    edition, tables = publication.edition, tuple(publication.tables.values())
    exact = edition.tier == "vertrouwelijk"
    own = own_views(publication.tables, _steps(edition.meldcode)) if exact else []
    groups = group_tables(own)
    values = [value for table in tables for row in table.cells for value in row]
    days = {value for value in values if isinstance(value, date)}
    texts = {value for value in values if isinstance(value, str)}
    return Allowed(
        numbers=frozenset(_numbers(values, exact=exact))
        | frozenset(_curves(tables))
        | frozenset(_in_notes(tables))
        | frozenset(own_sums(groups) if exact else ()),
        percents=frozenset(_percents(tables))
        | frozenset([*_shares(values), *own_ratios(own, groups)] if exact else ()),
        days=frozenset({*days, edition.peildatum, edition.gemaakt_op, today or date.today()}),
        years=frozenset(_years(texts, edition.peildatum)),
        names=published_names(publication) | {name.lower() for name in names},
        schools=len(publication.tables["leveringen"].cells)
        if "leveringen" in publication.tables
        else 1,
        cells=max((len(table.cells) for table in tables), default=0),
        exact=exact,
    )


def _steps(meldcode: str) -> dict[str, str]:
    """Return the step of each norm; none when the meldcode is not declared here any more."""
    try:
        return {norm.id: norm.step for norm in read_meldcode(meldcode).norms}
    except MeldcodeError:
        return {}


def published_names(publication: Publication) -> frozenset[str]:
    """Return the tokens that are published, in small letters: of schools, bestuur and releases.

    A bare number is none of them: as the code of a school it could be a number of a person.
    """
    edition, tables = publication.edition, tuple(publication.tables.values())
    names = {edition.release_id, edition.bestuur_id, edition.school_id or "", *_schools(tables)}
    names |= {release for table in tables for release in table.as_of.values()}
    return frozenset(name.lower() for name in names if name and not name.isdigit())


def _schools(tables: Iterable[SafeTable]) -> Iterator[str]:
    for table in tables:
        if "school_id" in table.columns:
            place = table.columns.index("school_id")
            yield from (str(row[place]) for row in table.cells)
        yield from table.units
        yield from (school for schools in table.units.values() for school in schools)


def _numbers(values: Iterable[Value], *, exact: bool) -> Iterator[float]:
    """Yield each number as it is; of exact ones also as it is rounded for people."""
    for value in values:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            number = abs(float(value))
            yield round(number, DECIMALS)
            if exact:
                yield from (float(round(number, decimals)) for decimals in (0, 1, 2))


def _shares(values: Iterable[Value]) -> Iterator[float]:
    """Yield the percentages that exact shares are written as."""
    for value in values:
        if isinstance(value, float) and abs(value) <= 1:
            yield float(half_up(100 * abs(value)))
            yield round(100 * abs(value), DECIMALS - 2)


def _percents(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield the percentages that the rules let be worked out from shown counts."""
    for table in tables:
        if table.kind != "counts":
            continue
        for dimension in table.dimensions:
            shown = percentages(table, over=dimension)["procent"].dropna()
            yield from (float(share) for share in shown)
            yield from _of_total(table, dimension)
            yield from _of_units(table, dimension)


def _of_total(table: SafeTable, over: str) -> Iterator[float]:
    """Yield the same percentages as they are before they are rounded to steps and clamped."""
    rules = catalogue().tiers["vrijgave"].rules
    assert rules is not None
    place, count = table.columns.index(over), table.columns.index(COUNT)
    totals = {
        row[:place] + row[place + 1 : count]: row[count]
        for row in table.cells
        if row[place] == TOTAL
    }
    for row in table.cells:
        part, whole = row[count], totals.get(row[:place] + row[place + 1 : count])
        if isinstance(part, int) and isinstance(whole, int) and whole >= rules.percent.whole_from:
            yield float(half_up(100 * part / whole))
            yield round(100 * part / whole, DECIMALS - 2)


def _of_units(table: SafeTable, over: str) -> Iterator[float]:
    """Yield the share in all schools or clusters together of which part and total are shown."""
    if "school_id" not in table.dimensions or over == "school_id":
        return
    rules = catalogue().tiers["vrijgave"].rules
    assert rules is not None
    school, place, count = (table.columns.index(name) for name in ("school_id", over, COUNT))
    shown = {row[:count]: row[count] for row in table.cells if row[school] != TOTAL}
    parts: Counter[tuple[Value, ...]] = Counter()
    wholes: Counter[tuple[Value, ...]] = Counter()
    for key, part in shown.items():
        whole = shown.get((*key[:place], TOTAL, *key[place + 1 :]))
        if isinstance(part, int) and isinstance(whole, int):
            parts[key[:school] + key[school + 1 :]] += part
            wholes[key[:school] + key[school + 1 :]] += whole
    for together, whole in wholes.items():
        if whole >= rules.percent.whole_from:
            yield float(half_up(100 * parts[together] / whole))


def _curves(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield the schooldagen and shares of the curves that may be drawn."""
    for table in tables:
        if table.kind == "counts" and "verloop" in table.dimensions:
            others = [d for d in table.dimensions if d != "verloop"]
            for codes in product(*(table.codes(d) for d in others)):
                points = curve(table, **dict(zip(others, codes, strict=True)))
                if points is not None:
                    yield from (float(value) for value in points.to_numpy().ravel())


def _in_notes(tables: Iterable[SafeTable]) -> Iterator[float]:
    """Yield the numbers in the notes of the gate: so many of so many counts are hidden."""
    for note in (note for table in tables for note in table.notes):
        yield from (
            float(found) for text in (note.nl, note.en) for found in re.findall(r"\d+", text)
        )


def _years(texts: Iterable[str], peildatum: date) -> Iterator[int]:
    yield from (peildatum.year - 1, peildatum.year, peildatum.year + 1)
    for text in texts:
        if len(text) == 9 and text[4] == "-" and text.replace("-", "").isdigit():
            yield from (int(text[:4]), int(text[5:]))
