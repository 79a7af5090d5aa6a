"""Finds the header row of a table and says which declared column each position holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reading.source import Problem
from pipeline.schema.sources import header_map, normalise
from pipeline.schema.tables import Table


@dataclass(frozen=True)
class Header:
    """Which row (0 is the first) is the header, and the declared column at each position."""

    row: int
    columns: tuple[str | None, ...]


def find_header(rows: Sequence[Sequence[str]], table: Table, source: str | None) -> Header | None:
    """Return the first row that names most declared columns, or None when no row names any."""
    known = header_map(table, source)
    scores = [sum(normalise(cell) in known for cell in row) for row in rows]
    best = max(scores, default=0)
    if not best:
        return None
    row = scores.index(best)
    return Header(row, tuple(known.get(normalise(cell)) for cell in rows[row]))


def check_header(
    header: Header, row: Sequence[str], table: Table, file: str, sheet: str | None
) -> list[Problem]:
    """Return what is wrong with a header: unknown, repeated and missing columns.

    An unknown column is named by its position: its header may itself be an identity.
    """
    unknown = [
        str(place)
        for place, (column, cell) in enumerate(zip(header.columns, row, strict=True), start=1)
        if column is None and cell.strip()
    ]
    counts = Counter(filter(None, header.columns))
    repeated = [column for column, count in counts.items() if count > 1]
    missing = [c.name for c in table.columns if c.required and c.name not in counts]
    found = {"kolom_onbekend": unknown, "kolom_dubbel": repeated, "kolom_ontbreekt": missing}
    return [
        Problem(rule, file, sheet, table.name, columns=tuple(columns), rows=(header.row + 1,))
        for rule, columns in found.items()
        if columns
    ]
