"""Which sheets of the entry template a school keeps: an empty one it keeps says "none".

An empty sheet that it does not keep is as if it were not there: not registered.
"""

from collections.abc import Iterable, Sequence

from pipeline.reading.source import TableText
from pipeline.schema.example_row import USED_SHEET, is_example
from pipeline.schema.sources import normalise, table_name
from pipeline.schema.tables import tables

YES = ("ja", "j", "x", "1", "waar", "true")


def is_register(sheet: str) -> bool:
    """Return whether this sheet says which other sheets are kept."""
    return normalise(sheet) == normalise(USED_SHEET)


def read_register(rows: Iterable[Sequence[str]]) -> frozenset[str] | None:
    """Return the tables that the register says are kept: name, what it is, yes or no.

    None when no row names a delivered table: then it is some other sheet of that name.
    """
    answers = {table_name(row[0]): row[2].strip().lower() for row in rows if len(row) > 2}
    answers.pop(None, None)
    kept = frozenset(name for name, answer in answers.items() if name and answer.startswith(YES))
    return kept if answers else None


def without_unkept(texts: Sequence[TableText], kept: frozenset[str] | None) -> list[TableText]:
    """Return the texts less the empty sheets that are not kept; all of them without a register."""
    if kept is None:
        return list(texts)
    return [
        text
        for text in texts
        if text.table in kept or tables()[text.table].required or not _is_empty(text)
    ]


def _is_empty(text: TableText) -> bool:
    """Return whether a sheet holds no row but blank ones and the template's example."""
    if text.rows is None:
        return False
    tokens = {column.name for column in tables()[text.table].columns if column.token}
    places = [place for place, column in enumerate(text.columns) if column in tokens]
    return all(
        not any(cell.strip() for cell in row) or is_example(row[p] for p in places if p < len(row))
        for row in text.rows
    )
