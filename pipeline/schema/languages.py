"""The languages of reports, from `data_schema/languages`: months, numbers, and a third's texts.

Every text is declared in Dutch and English. A further language is one file that gives the words
for the Dutch ones; a text that it does not have stays as `instead` says.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

DECLARED = ("nl", "en")
"""The languages in which every text is declared beside the thing itself."""

_KEYS = ("name", "title", "months", "and", "thousands", "decimal", "charts")


@dataclass(frozen=True)
class ReportLanguage:
    """How one language writes dates and numbers; `texts` is empty for Dutch and English."""

    name: str
    title: str
    months: tuple[str, ...]
    conjunction: str
    thousands: str
    decimal: str
    charts: str
    instead: str = "nl"
    texts: dict[str, str] = field(default_factory=dict)


def placeholders(text: str) -> frozenset[str]:
    """Return the names of the values that `text` needs."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@declared
def read_language(path: Path) -> ReportLanguage:
    """Return the language in `path`; raises DeclarationError with file, key and choices."""
    content, where = read_yaml(path), path.name
    optional = () if path.stem in DECLARED else ("instead", "texts")
    check_keys(where, content, (*_KEYS, *optional))
    if len(content["months"]) != 12:
        raise DeclarationError(f"{where}: {len(content['months'])} months; give twelve")
    check_choice(where, "instead", content.get("instead", "nl"), DECLARED)
    return ReportLanguage(
        name=content["name"],
        title=content["title"],
        months=tuple(content["months"]),
        conjunction=content["and"],
        thousands=content["thousands"],
        decimal=content["decimal"],
        charts=content["charts"],
        instead=content.get("instead", "nl"),
        texts=_texts(where, content.get("texts", {})),
    )


def _texts(where: str, texts: dict[str, Any]) -> dict[str, str]:
    for dutch, own in texts.items():
        if placeholders(str(dutch)) != placeholders(str(own)):
            raise DeclarationError(f"{where}: '{dutch}' and its translation use other values")
    return {str(dutch): str(own) for dutch, own in texts.items()}


@cache
def languages(root: Path = DATA_SCHEMA) -> dict[str, ReportLanguage]:
    """Return every language by name, Dutch and English first."""
    found = {path.stem: read_language(path) for path in (root / "languages").glob("*.yml")}
    return {name: found[name] for name in (*DECLARED, *sorted(set(found) - set(DECLARED)))}


def text_in(language: str, nl: str, en: str) -> str:
    """Return the text in a language; without a translation, in the one that stands in for it."""
    if language in DECLARED:
        return nl if language == "nl" else en
    known = languages()[language]
    return known.texts.get(nl, nl if known.instead == "nl" else en)
