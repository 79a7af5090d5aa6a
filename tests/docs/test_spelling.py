"""Every declared sentence is spelled as the word lists of pyspellchecker have it, nl and en.

A Dutch word may be two known ones written together, with an s between them.
"""

import re
from collections.abc import Iterator

import pytest
import yaml
from spellchecker import SpellChecker

from pipeline.paths import DATA_SCHEMA
from pipeline.schema.glossary import glossary
from pipeline.schema.tables import code_lists

NO_PROSE = re.compile(
    r"\{[^}]*\}|`[^`]*`|https?://\S+|<[^>]+>|\bmeldcode \w+|\w+/\w+|\]\(\S+\)|\w+\.csv"
)
WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
LEAST = 4  # shorter ones are abbreviations, units and format letters
WORD_BY_WORD = DATA_SCHEMA / "glossary" / "words.yml"  # no sentences: it has a word called nl
ALLOWED = {
    language: set(own.split())
    for language, own in {
        "nl": "aalen byar count distribution share jjjj esis excel pharos meldplichtige uwlr vóór"
        " xlsx",
        "en": "aalen byar johansen kaplan esis parnassys yyyy mdos unsafety honour centre"
        " achterstallig laat verstreken meldcode meldcodes spiegelrapport worklist",
    }.items()
}


def sentences(found: object) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of every label below a piece of YAML."""
    if isinstance(found, dict):
        for key, value in found.items():
            language = str(key).rpartition("_")[2]
            if isinstance(value, str) and language in ALLOWED:
                yield language, value
            else:
                yield from sentences(value)
    elif isinstance(found, list):
        for value in found:
            yield from sentences(value)


def words(language: str) -> dict[str, str]:
    """Return each word with a file it stands in."""
    places: dict[str, str] = {}
    for path in sorted(set(DATA_SCHEMA.rglob("*.yml")) - {WORD_BY_WORD}):
        for spoken, text in sentences(yaml.safe_load(path.read_text("utf-8"))):
            if spoken == language:
                for word in WORD.findall(NO_PROSE.sub("", text)):
                    if len(word) >= LEAST and not word.isupper():
                        places.setdefault(word.lower(), path.name)
    return places


def terms() -> set[str]:
    """Return the words of the field, which English sentences keep in Dutch, also in the plural."""
    codes = {code for one in code_lists().values() for code in one.codes}
    found = {
        part
        for name in (*glossary().terms, *glossary().words, *codes)
        for part in re.split(r"[_\W]+", name)
    }
    return set(words("nl")) & {one + end for one in found for end in ("", "s", "en")}


@pytest.mark.parametrize("language", ALLOWED)
def test_every_word_is_in_the_word_list(language):
    checker = SpellChecker(language=language)
    own = ALLOWED[language] | (terms() if language == "en" else set())

    def is_known(word: str) -> bool:
        british = re.sub(r"is(e[ds]?|ing|ab|ation)", r"iz\1", word)
        return word in own or word in checker or word.rstrip("s") in checker or british in checker

    def is_compound(word: str) -> bool:
        return language == "nl" and any(
            is_known(word[:i])
            and (is_known(word[i:]) or (word[i] == "s" and is_known(word[i + 1 :])))
            for i in range(3, len(word) - 2)
        )

    places = words(language)
    assert len(places) > 1000
    unknown = {w: place for w, place in places.items() if not is_known(w) and not is_compound(w)}
    assert unknown == {}


@pytest.mark.parametrize(("language", "slip"), [("nl", "geregisteerd"), ("en", "recieved")])
def test_a_slip_is_found(language, slip):
    assert slip not in SpellChecker(language=language)
