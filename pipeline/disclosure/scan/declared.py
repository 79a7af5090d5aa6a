"""The words with a number in them that are declared: of norms, of questions, of explanations."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import yaml

from pipeline.disclosure.scan.pieces import piece
from pipeline.paths import DATA_SCHEMA

_PLACEHOLDER = re.compile(r"\{[^{}]*\}|\*\*|\[|\]\([^)]*\)")
"""A value to be filled in, or a mark of bold or of a link."""
_CODE = re.compile(r"\w*\d[\w-]*[A-Za-z][\w-]*|[A-Za-z][\w-]*\d[\w-]*")
NUMBER = re.compile(r"\d+")
SHORTEST = 6
"""A phrase is as long as this at least: a bare number is no phrase."""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, content in value.items():
            yield from _strings(key)
            yield from _strings(content)
    elif isinstance(value, list):
        for content in value:
            yield from _strings(content)
    elif value is not None:
        yield str(value)


@cache
def declared_texts() -> tuple[str, ...]:
    """Return every text of the declarations that has a digit in it."""
    found: set[str] = set()
    for path in sorted(DATA_SCHEMA.rglob("*.yml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        found.update(text for text in _strings(content) if NUMBER.search(text))
    return tuple(sorted(found))


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Return the declared words around placeholders, by the first number in them."""
    chunks = {piece(chunk).text for text in declared_texts() for chunk in _PLACEHOLDER.split(text)}
    found: dict[str, list[str]] = {}
    for chunk in sorted(chunks, key=lambda chunk: (-len(chunk), chunk)):
        numbers = NUMBER.findall(chunk)
        if numbers and len(chunk) >= SHORTEST:
            found.setdefault(numbers[0], []).append(chunk)
    return {number: tuple(chunks) for number, chunks in found.items()}


@lru_cache(maxsize=20_000)
def without_phrases(text: str) -> str:
    """Return a text without the declared words that hold a number."""
    known = phrases()
    chosen = {chunk for number in set(NUMBER.findall(text)) for chunk in known.get(number, ())}
    for chunk in sorted(chosen, key=lambda chunk: (-len(chunk), chunk)):
        text = text.replace(chunk, " ")
    return text


@cache
def code_words() -> frozenset[str]:
    """Return the declared words of letters and digits, such as 5A and S2-03, in small letters."""
    return frozenset(word.lower() for text in declared_texts() for word in _CODE.findall(text))


def find_codes(text: str) -> list[str]:
    """Return the words of letters and digits in a text."""
    return _CODE.findall(text)
