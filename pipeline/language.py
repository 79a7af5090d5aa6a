"""Words, numbers and dates in the language of the reader."""

from dataclasses import dataclass
from datetime import date, datetime
from math import floor, isnan
from string import Formatter
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.schema.labels import labels
from pipeline.schema.languages import ReportLanguage, languages, text_in

if TYPE_CHECKING:
    import pandas as pd

HIDDEN = "·"  # the one marker for a number that may not be shown


def is_missing(value: Any) -> bool:
    """Return whether `value` is no value: None, NaN, NaT or pandas' NA."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and isnan(value)


def half_up(number: float) -> int:
    """Return the nearest whole number, a half upwards: as people and spreadsheets round."""
    return floor(round(number, 9) + 0.5)


@dataclass(frozen=True)
class Language:
    """One of the languages of the catalogue: `say` a text, write a number or a date."""

    code: str = "nl"

    def __post_init__(self) -> None:
        if self.code not in languages():
            raise UsageError(f"language is '{self.code}'; choices: {', '.join(languages())}")

    @property
    def manner(self) -> ReportLanguage:
        """Return how this language writes dates and numbers."""
        return languages()[self.code]

    def say(self, key: str, **values: Any) -> str:
        """Return the text `key` with its values written in this language. KeyError when unknown."""
        return _Writer(self).format(labels()[key][self.code], **values)

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """Return 1.234,5 in Dutch, 1,234.5 in English. Whole numbers get no decimals."""
        if value is None or is_missing(value):
            return HIDDEN
        if decimals is None:
            decimals = 0 if float(value).is_integer() else 1
        text = f"{float(value):,.{decimals}f}"
        return text.translate(str.maketrans(",.", self.manner.thousands + self.manner.decimal))

    def percent(self, share: float | None) -> str:
        """Return a share between 0 and 1 as a whole percentage."""
        if share is None or is_missing(share):
            return HIDDEN
        return f"{half_up(100 * float(share))}%"

    def date(self, day: date | datetime | None) -> str:
        """Return 31 januari 2026."""
        if day is None or is_missing(day):
            return HIDDEN
        return f"{day.day} {self.manner.months[day.month - 1]} {day.year}"

    def join(self, words: list[str]) -> str:
        """Return `a, b en c`."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.manner.conjunction} {words[-1]}"

    def texts(self, rows: "pd.DataFrame", column: str) -> list[str]:
        """Return the texts of `<column>_nl` and `<column>_en` in this language; '' for none."""
        pairs = zip(rows[f"{column}_nl"], rows[f"{column}_en"], strict=True)
        return ["" if is_missing(nl) else text_in(self.code, nl, en) for nl, en in pairs]

    def value(self, value: Any) -> str:
        """Return any value of a table as text."""
        if is_missing(value):
            return HIDDEN
        if isinstance(value, bool) or type(value).__name__ == "bool_":
            return self.say("algemeen.ja" if value else "algemeen.nee")
        if isinstance(value, (date, datetime)):
            return self.date(value)
        if isinstance(value, str):
            return value
        return self.number(value)


class _Writer(Formatter):
    """`{n}` writes a number or date, `{share:%}` a percentage, `{n:zaak|zaken}` picks a word."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "%":
            return self.language.percent(value)
        if "|" in format_spec:
            one, more = format_spec.split("|")
            return one if value == 1 else more
        return self.language.value(value)
