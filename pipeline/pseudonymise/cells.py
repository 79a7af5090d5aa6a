"""Lets only cells pass that can be a date, a code, a number or a norm; the rest stays at school.

Whether a value is right is for the intake to say; here the question is what may leave the school.
A date that does not exist passes, and the intake reports it; a name in a date column does not.
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.intake.spelling import spelling_rows
from pipeline.schema.sources import normalise
from pipeline.schema.tables import Column, code_lists

UNREADABLE = "ONLEESBAAR"
"""Stands where a cell was withheld; no column takes it, so the intake reports the row."""

_TIME = r"([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
_DATE = re.compile(
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}{_TIME}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](\d{{2}}|\d{{4}}){_TIME}"
    r"|(19|20)\d{6}|[345]\d{4}([.,]0+)?"
)
_INTEGER = re.compile(r"\d{1,4}([.,]0+)?")


@dataclass(frozen=True)
class Withheld:
    """A cell that did not leave the school: its table, column and row, never what it held."""

    table: str
    column: str
    line: int


def passing(column: Column, text: str, local_numbers: frozenset[str]) -> str | None:
    """Return the cell as it may leave the school, or None when it may not.

    Labels become codes. Bare digits that are a local number of this delivery do not pass as a date.
    """
    if not text:
        return ""
    if column.codes:
        return _spellings(column.codes).get(normalise(text) or text)
    if column.type == "date":
        is_local = text.isdigit() and text in local_numbers
        return text if _DATE.fullmatch(text) and not is_local else None
    if column.type == "integer":
        return text if _INTEGER.fullmatch(text) else None
    return text if column.pattern and re.fullmatch(column.pattern, text) else None


@cache
def _spellings(codes: str) -> dict[str, str]:
    rows = spelling_rows(code_lists()[codes])
    return {spelling: code for _, spelling, code in rows}
