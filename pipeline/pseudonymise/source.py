"""Reads what a school has, with its local numbers: an export, or the filled-in template."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import DeliveryRefused
from pipeline.reading import Problem, TableText, open_delivery
from pipeline.reading.csv_text import read_rows
from pipeline.schema.example_row import is_example
from pipeline.schema.headings import own_key
from pipeline.schema.rules import rules
from pipeline.schema.tables import Table, tables


@dataclass(frozen=True)
class LocalRow:
    """One row as text, by declared column; `line` is its row in the file or sheet."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class LocalTable:
    """The rows of one table, without blank rows and without the template's example."""

    table: Table
    columns: tuple[str, ...]
    rows: tuple[LocalRow, ...]


def read_local(sources: Sequence[Path]) -> dict[str, LocalTable]:
    """Return every table of the delivery, parents before children.

    Raises DeliveryRefused when something keeps a file from being read: nothing is guessed here.
    """
    deliveries = [open_delivery(path) for path in sources]
    _refuse_problems(sources, [p for delivery in deliveries for p in delivery.problems])
    found = [_local_table(text) for delivery in deliveries for text in delivery.texts]
    names = [local.table.name for local in found]
    if len(set(names)) < len(names):
        raise DeliveryRefused(f"{_names(sources)}: the same table stands in more than one source")
    missing = [name for name, table in tables().items() if table.required and name not in names]
    if missing:
        raise DeliveryRefused(f"{_names(sources)}: no table {', '.join(missing)}")
    by_name = {local.table.name: local for local in found}
    return {name: by_name[name] for name in tables() if name in by_name}


def _names(sources: Sequence[Path]) -> str:
    return ", ".join(map(str, sources))


def _refuse_problems(sources: Sequence[Path], problems: Sequence[Problem]) -> None:
    serious = [problem for problem in problems if _is_serious(problem)]
    if serious:
        first = "; ".join(_place(problem) for problem in serious[:5])
        raise DeliveryRefused(
            f"{_names(sources)}: {len(serious)} problems keep it from being read: {first}\n"
            f"next: meldcode check {sources[0]} explains each of them"
        )


def _is_serious(problem: Problem) -> bool:
    """Return whether reading went wrong; a missing own number of the rows can be made."""
    if rules()[problem.rule].severity == "waarschuwing":
        return False
    own = own_key(tables()[problem.table]) if problem.table else None
    can_be_made = own != "zaak_id" and problem.columns == (own,)
    return problem.rule != "kolom_ontbreekt" or not can_be_made


def _place(problem: Problem) -> str:
    columns = f" column {', '.join(problem.columns)}" if problem.columns else ""
    return f"{problem.rule} ({problem.sheet or problem.file}{columns})"


def _local_table(text: TableText) -> LocalTable:
    table = tables()[text.table]
    tokens = [column.name for column in table.columns if column.token]
    rows = []
    raw = text.rows if text.rows is not None else read_rows(text)
    for line, cells in enumerate(raw, start=text.dialect.header_row + 1):
        row = {c: cell.strip() for c, cell in zip(text.columns, cells, strict=False) if c}
        if any(row.values()) and not is_example(row.get(token) for token in tokens):
            rows.append(LocalRow(line, row))
    return LocalTable(table, text.delivered, tuple(rows))
