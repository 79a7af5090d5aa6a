"""Finds the header row of a table and says which declared column each position holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reading import limits
from pipeline.reading.source import Problem
from pipeline.schema.identity import identity_kind
from pipeline.schema.sources import header_map, normalise
from pipeline.schema.tables import Table


@dataclass(frozen=True)
class Header:
    """Which row (0 is the first) is the header, and the declared column that each cell names."""

    row: int
    names: tuple[str | None, ...]

    @property
    def columns(self) -> tuple[str | None, ...]:
        """Return the declared column at each position; of a repeated one only the first counts."""
        return tuple(
            None if name in self.names[:place] else name for place, name in enumerate(self.names)
        )


def find_header(rows: Sequence[Sequence[str]], table: Table, source: str | None) -> Header | None:
    """Return the first row that names most declared columns, or None when no row names any."""
    known = header_map(table, source)
    scores = [score_row(row, known) for row in rows]
    best = max(scores, default=0)
    if not best:
        return None
    row = scores.index(best)
    return Header(row, tuple(known.get(normalise(cell)) for cell in rows[row][: limits.COLUMNS]))


def score_row(row: Sequence[str], known: dict[str, str]) -> int:
    """Return how many cells of a row name a declared column."""
    return sum(normalise(cell) in known for cell in row[: limits.COLUMNS])


def check_header(
    header: Header, row: Sequence[str], table: Table, file: str, sheet: str | None
) -> list[Problem]:
    """Return what is wrong with a header: unknown, repeated, missing and too many columns.

    An unknown column is named by its position: its header may itself be an identity.
    """
    unknown = [
        str(place)
        for place, (name, cell) in enumerate(zip(header.names, row, strict=False), start=1)
        if name is None and cell.strip()
    ]
    identity = {p: kind for p, kind in identity_columns(row).items() if p in unknown}
    counts = Counter(filter(None, header.names))
    found = {
        "identiteit_kolom": [f"{place} ({kind})" for place, kind in identity.items()],
        "kolom_onbekend": [place for place in unknown if place not in identity],
        "kolom_dubbel": [name for name, count in counts.items() if count > 1],
        "kolom_ontbreekt": [c.name for c in table.columns if c.required and c.name not in counts],
        "kolommen_te_veel": ["1"] if len(row) > limits.COLUMNS else [],
    }
    return [
        Problem(rule, file, sheet, table.name, columns=tuple(columns), rows=(header.row + 1,))
        for rule, columns in found.items()
        if columns
    ]


def identity_columns(row: Sequence[str]) -> dict[str, str]:
    """Return position → kind of identity for the headers that point to a person."""
    kinds = {
        str(place): identity_kind(cell)
        for place, cell in enumerate(row[: limits.COLUMNS], start=1)
        if len(cell) <= limits.CELL_CHARACTERS
    }
    return {place: kind for place, kind in kinds.items() if kind}


def check_headless(
    rows: Sequence[Sequence[str]], table: str | None, file: str, sheet: str | None
) -> list[Problem]:
    """Return what a text shows that has no known header: does its first row point to a person?"""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    identity = identity_columns(filled[0]) if filled else {}
    columns = tuple(f"{place} ({kind})" for place, kind in identity.items())
    return [Problem("identiteit_kolom", file, sheet, table, columns)] if columns else []
