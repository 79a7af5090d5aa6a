"""Marks that the entry template carries and every reader of a delivery must know.

A row of the template is its example, and no data, when at least one of its token columns is filled
and every filled one begins with `EXAMPLE` (small or capital letters). A row in which somebody
typed over one of the two tokens is therefore data.
"""

from collections.abc import Iterable

EXAMPLE = "VOORBEELD"
"""Begin of every token in an example row; no school numbers its cases like this."""

README_SHEET = "Lees mij"
USED_SHEET = "Bladen"
NORMS_SHEET = "Normen"
LISTS_SHEET = "Keuzelijsten"

SIDE_SHEETS = (README_SHEET, USED_SHEET, NORMS_SHEET, LISTS_SHEET)
"""Sheets of the template that hold no delivered table; a reader passes them over."""

DELIVERY_MANIFEST = "manifest.json"
"""Written by `pseudonymise` beside the CSV files; a reader passes it over."""


def is_example(tokens: Iterable[str | None]) -> bool:
    """Return whether a row with these token cells is the template's example row."""
    filled = [token.strip().upper() for token in tokens if token and token.strip()]
    return bool(filled) and all(token.startswith(EXAMPLE) for token in filled)
