"""The tables of a report as XLSX: one table a sheet, what the marks mean on the first one.

Text is always written as text: a cell that begins with = + - or @ is no formula.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from pipeline.language import Language
from pipeline.present.table import DATE, NUMBER, SHARE, Table, table_from
from pipeline.report.plan import Job

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def make_workbook(job: Job, tables: Sequence[dict[str, Any]], made: str) -> bytes:
    """Return the workbook of one report. tables: as `Table.as_data` wrote them."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": job.title, "created": _moment(job.peildatum)})
        _Writer(book, Language(job.language)).all(job, [table_from(data) for data in tables], made)
    return buffer.getvalue()


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day[:10]), datetime.min.time())


def _on_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def sheet_names(tables: Sequence[Table]) -> list[str]:
    """Return a name of at most 31 characters for each table, all different."""
    names: list[str] = []
    for number, table in enumerate(tables, 1):
        words = _FORBIDDEN.sub(" ", table.name.replace("_", " ")).strip()[:26]
        names.append(f"{number}. {words}")
    return names


class _Writer:
    """Writes one workbook; holds its formats."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book = book
        self.language = language
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}
        )
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.text = book.add_format({"valign": "top"})
        self.quoted = book.add_format({"valign": "top", "quote_prefix": True})
        self.number = book.add_format({"num_format": "#,##0.##", "valign": "top"})
        self.whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.share = book.add_format({"num_format": "0%", "valign": "top"})
        self.day = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left"})

    def all(self, job: Job, tables: Sequence[Table], made: str) -> None:
        names = sheet_names(tables)
        self._first(job, list(zip(names, tables, strict=True)), made)
        for name, table in zip(names, tables, strict=True):
            self._table(name, table)

    def _first(self, job: Job, tables: list[tuple[str, Table]], made: str) -> None:
        say = self.language.say
        sheet = self.book.add_worksheet(say("werkboek.lees_mij"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 80)
        _on_paper(sheet)
        tier = job.edition.tier
        lines = [
            (job.title, self.title),
            (f"{say(f'pagina.tier_{tier}')} {say(f'pagina.tier_{tier}_uitleg')}", self.text),
            (made, self.text),
        ]
        for row, (words, form) in enumerate(lines):
            sheet.write_string(row, 0, words, form)
        row = len(lines) + 1
        for mark in ("punt", "streep", "leeg"):
            sheet.write_string(row, 0, say(f"werkboek.teken_{mark}"), self.text)
            sheet.write_string(row, 1, say(f"werkboek.uitleg_{mark}"), self.wrap)
            row += 1
        row += 1
        for name, table in tables:
            sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name)
            sheet.write_string(row, 1, table.caption, self.wrap)
            row += 1

    def _table(self, name: str, table: Table) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, table.caption, self.title)
        if table.note:
            self._note(sheet, table)
        for column, one in enumerate(table.columns):
            sheet.write_string(3, column, one.heading, self.head)
            values = [row[column] for row in table.rows]
            sheet.set_column(column, column, self._width(one.heading, values))
            for row, value in enumerate(values):
                self._cell(sheet, row + 4, column, value, one.kind)
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)
        _on_paper(sheet)

    def _note(self, sheet: Any, table: Table) -> None:
        """Write the note over the width of the table, so that a long one makes no page wider."""
        if len(table.columns) < 2:
            sheet.write_string(1, 0, table.note, self.wrap)
            return
        sheet.merge_range(1, 0, 1, len(table.columns) - 1, "", self.wrap)
        sheet.write_string(1, 0, table.note, self.wrap)
        sheet.set_row(1, 15 * (1 + len(table.note) // 80))

    def _width(self, heading: str, values: Sequence[Any]) -> int:
        longest = max((len(self.language.value(value)) for value in values), default=0)
        return min(_WIDEST, max(longest, min(len(heading), 14)) + 2)

    def _cell(self, sheet: Any, row: int, column: int, value: Any, kind: str) -> None:
        if kind == DATE and isinstance(value, date):
            sheet.write_datetime(row, column, _moment(value.isoformat()), self.day)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self._form(value, kind))
        else:
            words = self.language.value(value)
            form = self.quoted if words.startswith(_RISKY) else self.text
            sheet.write_string(row, column, words, form)

    def _form(self, value: float, kind: str) -> Any:
        if kind == SHARE:
            return self.share
        return self.whole if kind == NUMBER and float(value).is_integer() else self.number
