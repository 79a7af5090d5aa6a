"""What may stand in no finished file, wherever in it: tokens, numbers of people, raw records."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from pipeline.schema.tables import tables

CANARY = "decafc0ffee"
"""Stands in every token of a made-up case."""
_TOKEN = re.compile(r"(?<![0-9a-z])[a-z]?[0-9a-f]{20,}(?![0-9a-z])", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NINE = re.compile(
    r"(?<![\d.,-])(?:\d{8,9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ .-]\d{2}[ .-]\d{3})(?![\d,]|\.\d)"
)
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|^\s*File \".*\", line \d+", re.MULTILINE
)
_FRAME = re.compile(r"class=\\?[\"']dataframe|\[\d+ rows x \d+ columns\]")
_STORE = re.compile(r"zaken\.duckdb|momenten\.duckdb", re.IGNORECASE)
_HEX = re.compile("[0-9a-fA-F]{20}")
_ODD_LETTERS = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k"))
"""What IGNORECASE takes for an i, s or k, and `lower` does not."""


def find_forbidden(raw: str, names: Collection[str]) -> Iterator[str]:
    """Yield the kind of each forbidden thing in a file; `names` are tokens that are published."""
    yield from find_tokens(raw, names)
    small = _small(raw)  # a plain search first: an expression takes ten times as long
    if "_id" in small or "_nr" in small:
        yield from ("column of records" for _ in _record_columns().finditer(raw))
    yield from ("traceback" for _ in _TRACEBACK.finditer(raw))
    yield from ("raw data frame" for _ in _FRAME.finditer(raw))
    if ".duckdb" in small:
        yield from ("file of the case database" for _ in _STORE.finditer(raw))


def _small(text: str) -> str:
    for odd, plain in _ODD_LETTERS:
        text = text.replace(odd, plain)
    return text.lower()


def find_tokens(text: str, names: Collection[str]) -> Iterator[str]:
    """Yield the kind of each token in a text that is none of the published `names`."""
    if CANARY in text.lower():
        yield "made-up case"
    if _HEX.search(text):
        yield from ("token" for found in _TOKEN.findall(text) if found.lower() not in names)


def may_hold_person_number(text: str) -> bool:
    """Return whether there are digits enough in a text: quicker than to look for the number."""
    return len(_DIGIT.findall(text)) >= 8


def find_person_numbers(text: str) -> Iterator[str]:
    """Yield the kind of each number of eight or nine digits that passes the elfproef."""
    for found in _NINE.findall(text):
        digits = [int(c) for c in found if c.isdigit()]
        if passes_elfproef(digits):
            yield "number of a person"


def passes_elfproef(digits: list[int]) -> bool:
    """Return whether digits can be a burgerservicenummer: weights 9 to 2, and -1 for the last."""
    padded = [0] * (9 - len(digits)) + digits
    weights = [*range(9, 1, -1), -1]
    return any(padded) and sum(w * d for w, d in zip(weights, padded, strict=True)) % 11 == 0


@cache
def _record_columns() -> re.Pattern[str]:
    """Match the names of keys of a record, as delivered and as stored."""
    keys = {column.name for table in tables().values() for column in table.columns if column.token}
    keys -= {"school_id", "bestuur_id"}
    keys |= {f"{key.removesuffix('_id')}_nr" for key in keys}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, keys)))})\b", re.IGNORECASE)
