"""Numbers and days in a text that are neither declared nor worked out from the publication."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from pipeline.disclosure.scan.allowed import Allowed
from pipeline.disclosure.scan.declared import code_words, find_codes, without_phrases
from pipeline.disclosure.scan.pieces import AXIS, VALUE, Piece
from pipeline.schema.labels import labels
from pipeline.schema.languages import languages
from pipeline.schema.measures import thresholds

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?%")
_FIFTHS = tuple(f"{share}%" for share in range(0, 101, 20))
_HEADING = re.compile(r"^\d{1,2}\. (?=\D)")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:T[\d:]+Z?)?")
_PLAIN_DAY = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b")
_SCHOOLS = re.compile(
    r"\b\d+(?= (?:(?:van|of) (?:de |the |alle |all )?\d+ )?(?:school|scholen|schools)\b)"
    r"|(?<=van )\d+(?= scholen)|(?<=of )\d+(?= schools)"
)
_OF_SCHOOLS = ("bestuur.organisatie_tabel", "trechter.tabel")
"""Texts above tables that count schools."""
_OF_CELLS = ("vrijgave.zin",)
"""The texts that say how many numbers a picture shows and hides."""


def find_numbers(piece: Piece, allowed: Allowed) -> Iterator[str]:
    """Yield the kind of each number or day in a piece that may not be there."""
    text = piece.text
    if piece.kind == VALUE:
        if not allowed.has_cell(float(piece.text)) and not _is_declared_here(piece, allowed):
            yield "number"
        return
    if not any(c.isdigit() for c in text):
        return
    written = _written(without_names(_HEADING.sub("", text), allowed.names))
    yield from ("day" for day in written.days if day not in allowed.days)
    if not allowed.exact:
        for share in written.percents:
            if not _is_share(share, allowed) and not _is_tick_of_shares(piece):
                yield "percentage"
    for found in written.numbers:
        if not _may_stand(found, piece, allowed):
            yield "number"


@dataclass(frozen=True)
class _Written:
    """What is written in a text beside the declared words: days, percentages, other numbers."""

    days: tuple[date | None, ...] = ()
    percents: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def _written(text: str) -> _Written:
    if not any(c.isdigit() for c in without_phrases(text)):  # declared from end to end
        return _Written()
    days = (*_written_days(text), *_days(_ISO_DAY, text, "ymd"), *_days(_PLAIN_DAY, text, "dmy"))
    text = _without_codes(without_phrases(_without_cells(without_days(text))))
    numbers = _NUMBER.findall(_SCHOOLS.sub(" ", _PERCENT.sub(" ", text)))
    return _Written(days, tuple(_PERCENT.findall(text)), tuple(numbers))


def _is_share(found: str, allowed: Allowed) -> bool:
    return any(allowed.has_percent(value) for value in _values(found))


def _may_stand(found: str, piece: Piece, allowed: Allowed) -> bool:
    if len(found) == 4 and found.isdigit() and int(found) in allowed.years:
        return True
    values = _values(found)
    if any(allowed.has(value) for value in values):
        return True
    if piece.kind == AXIS and any(value == 0 or value % 5 == 0 for value in values):
        return True
    return _is_declared_here(piece, allowed)


def _is_tick_of_shares(piece: Piece) -> bool:
    """Return whether a piece is no more than a fifth along the axis of a picture: 0%, 20%, …"""
    return piece.kind == AXIS and piece.text in _FIFTHS


def _values(found: str) -> list[float]:
    """Return what a written number can be, in Dutch and in English."""
    dutch, english = found.replace(".", "").replace(",", "."), found.replace(",", "")
    return [float(text) for text in {dutch, english} if text.count(".") < 2]


def _is_declared_here(piece: Piece, allowed: Allowed) -> bool:
    """Return whether a number is that of its own row or table: a threshold, a count of schools."""
    caption, _, row = piece.about.partition("|")
    if not caption and not row and piece.text in _marks():
        return True
    found = _values(piece.text) if _NUMBER.fullmatch(piece.text) else []
    if any(value in _thresholds().get(row, ()) for value in found):
        return True
    of_schools = any(pattern.fullmatch(caption) for pattern in _school_captions())
    return of_schools and any(value <= allowed.schools for value in found)


@cache
def _marks() -> frozenset[str]:
    """The marks that the first sheet of a workbook explains, 0 among them."""
    keys = [key for key in labels() if key.startswith("werkboek.teken_")]
    return frozenset(labels()[key][code] for key in keys for code in languages())


@cache
def _thresholds() -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    for threshold in thresholds().values():
        for language in languages():
            name = threshold.label[language]
            found[name] = (*found.get(name, ()), float(threshold.value))
    return found


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{.*?\\\}", ".*?", re.escape(text)))


@cache
def _school_captions() -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(labels()[key][code]) for key in _OF_SCHOOLS for code in languages())


@cache
def _cell_sentences() -> tuple[re.Pattern[str], ...]:
    texts = [
        labels()[key][code].replace("{tabel}: ", "") for key in _OF_CELLS for code in languages()
    ]
    return tuple(re.compile(re.sub(r"\\\{.*?\\\}", r"\\d+", re.escape(text))) for text in texts)


def _without_cells(text: str) -> str:
    for pattern in _cell_sentences():
        text = pattern.sub(" ", text)
    return text


def without_names(text: str, names: Collection[str]) -> str:
    """Return a text without the tokens and names that are published."""
    return _any_of(frozenset(names)).sub(" ", text) if names else text


@lru_cache(maxsize=8)
def _any_of(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def _without_codes(text: str) -> str:
    for word in find_codes(text):
        if word.lower() in code_words():
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", text)
    return text


def without_days(text: str) -> str:
    """Return a text without days."""
    for pattern in (_month_day(), _ISO_DAY, _PLAIN_DAY):
        text = pattern.sub(" ", text)
    return text


@cache
def _months() -> dict[str, int]:
    return {
        month.lower(): number
        for language in languages().values()
        for number, month in enumerate(language.months, 1)
    }


@cache
def _month_day() -> re.Pattern[str]:
    return re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_months())}) (\d{{4}})\b", re.IGNORECASE)


def _written_days(text: str) -> Iterator[date | None]:
    for day, month, year in _month_day().findall(text):
        yield _day(int(year), _months()[month.lower()], int(day))


def _days(pattern: re.Pattern[str], text: str, order: str) -> Iterator[date | None]:
    for parts in pattern.findall(text):
        by_name = dict(zip(order, map(int, parts), strict=True))
        yield _day(by_name["y"], by_name["m"], by_name["d"])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_numbers(text: str) -> Iterator[float]:
    """Yield every number that is written in a text, in either way of writing."""
    for found in _NUMBER.findall(text):
        yield from _values(found)
