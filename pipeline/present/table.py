"""A table for people: caption, headings with scope, numbers right, and the same rows for XLSX."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from pipeline.language import Language, is_missing

NUMBER, SHARE, TEXT, DATE = "number", "share", "text", "date"


@dataclass(frozen=True)
class Column:
    """One column to show: where the value stands, its heading, and how to write it."""

    name: str
    heading: str
    kind: str = TEXT


@dataclass(frozen=True)
class Table:
    """Rows to show, one heading each. `rows` hold plain values; None is a hidden number.

    folded: the reader opens it on the screen, and finds it in the appendix on paper.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    folded: bool = False

    def text(self, language: Language) -> str:
        """Return the table as plain text: what nbval compares."""
        lines = [[column.heading for column in self.columns], *self.cells(language)]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.columns))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )

    def cells(self, language: Language) -> list[list[str]]:
        """Return every row as the words that the reader sees."""
        return [[_write(v, c.kind, language) for v, c in self._cells(row)] for row in self.rows]

    def html(self, language: Language) -> str:
        """Return the table with its caption; the first column holds row headings."""
        head = "".join(
            f'<th scope="col"{_class(c.kind)}>{escape(c.heading)}</th>' for c in self.columns
        )
        body = "".join(f"<tr>{self._row(row, language)}</tr>" for row in self.rows)
        note = f'<p class="note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{escape(self.caption)}">'
            f"<table><caption>{escape(self.caption)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
        )

    def as_data(self) -> dict[str, Any]:
        """Return the table as plain data for the workbook."""
        return {
            "name": self.name,
            "caption": self.caption,
            "note": self.note,
            "folded": self.folded,
            "columns": [[c.name, c.heading, c.kind] for c in self.columns],
            "rows": [[_plain(value) for value in row] for row in self.rows],
        }

    def _cells(self, row: Sequence[Any]) -> list[tuple[Any, Column]]:
        return list(zip(row, self.columns, strict=True))

    def _row(self, row: Sequence[Any], language: Language) -> str:
        cells = [
            (escape(_write(value, column.kind, language)), column.kind)
            for value, column in self._cells(row)
        ]
        first, rest = cells[0], cells[1:]
        return f'<th scope="row"{_class(first[1])}>{first[0]}</th>' + "".join(
            f"<td{_class(kind)}>{text}</td>" for text, kind in rest
        )


def table_from(data: dict[str, Any]) -> Table:
    """Return the table that `as_data` wrote."""
    columns = tuple(Column(*column) for column in data["columns"])
    kinds = [column.kind for column in columns]
    rows = tuple(
        tuple(_parsed(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in data["rows"]
    )
    return Table(data["name"], data["caption"], columns, rows, data["note"], data["folded"])


def _parsed(value: Any, kind: str) -> Any:
    """Return a date for the text of one; anything else as it is."""
    if kind == DATE and isinstance(value, str) and len(value) == 10 and value[:4].isdigit():
        return date.fromisoformat(value)
    return value


def table_of(
    name: str, caption: str, frame: pd.DataFrame, columns: Sequence[Column], note: str = ""
) -> Table:
    """Return the named columns of `frame`, in that order, as a Table."""
    values = [frame[column.name].tolist() for column in columns]
    return Table(name, caption, tuple(columns), tuple(zip(*values, strict=True)), note)


def _class(kind: str) -> str:
    return {NUMBER: ' class="n"', SHARE: ' class="n"', DATE: ' class="d"'}.get(kind, "")


def _write(value: Any, kind: str, language: Language) -> str:
    if kind == SHARE and not isinstance(value, str):  # a share may be a mark for "none"
        return language.percent(value)
    return language.value(value)


def _plain(value: Any) -> Any:
    if is_missing(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
