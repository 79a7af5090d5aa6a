"""One sheet of the entry workbook: a title, the headings, an example row, room for rows."""

from datetime import date
from textwrap import shorten
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from pipeline.schema.entry_template import Sheet, help_text, may_stay_empty
from pipeline.schema.headings import heading
from pipeline.schema.tables import Column, code_lists
from pipeline.template.forms import Forms
from pipeline.template.lists import EVENTS, events_source, list_source

TITLE_ROW, HEADER_ROW, EXAMPLE_ROW, FIRST_ROW = 0, 1, 2, 3
LAST_ROW = 5002
EARLIEST = date(2000, 1, 1)
TABS = {"required": "#1F5C66", "recommended": "#7FB3BB", "optional": "#D5DBE0"}
WIDTHS = {"date": 13, "integer": 11, "string": 20}
PROTECTION = {"format_columns": True, "format_rows": True, "insert_rows": True, "sort": True}


def write_sheet(page: Any, sheet: Sheet, forms: Forms) -> None:
    """Write one sheet without data rows; its header and example are locked, without password."""
    page.set_tab_color(TABS[sheet.use])
    page.write_string(TITLE_ROW, 0, f"{sheet.table.title.nl}. {sheet.purpose}", forms.title)
    page.set_row(TITLE_ROW, 24)
    page.set_row(HEADER_ROW, 48)
    for place, column in enumerate(sheet.columns):
        _write_column(page, sheet, place, column, forms)
    page.freeze_panes(FIRST_ROW, 1)
    page.protect("", PROTECTION)
    _set_print(page, len(sheet.columns))


def _write_column(page: Any, sheet: Sheet, place: int, column: Column, forms: Forms) -> None:
    page.set_column(place, place, _width(column), _entry_form(column, forms))
    is_optional = may_stay_empty(sheet.table, column)
    page.write_string(
        HEADER_ROW, place, heading(column), forms.optional if is_optional else forms.required
    )
    _write_example(page, place, column, sheet.example.get(column.name), forms)
    title = shorten(heading(column), 32, placeholder=" …")  # all that a spreadsheet shows
    message = {"input_title": title, "input_message": help_text(sheet, column)}
    page.data_validation(HEADER_ROW, place, HEADER_ROW, place, {"validate": "any"} | message)
    page.data_validation(FIRST_ROW, place, LAST_ROW, place, _validation(sheet, column) | message)


def _entry_form(column: Column, forms: Forms) -> Any:
    return {"date": forms.entry_date, "integer": forms.entry_number}.get(column.type, forms.entry)


def _width(column: Column) -> int:
    if column.type == "string" and column.codes:
        longest = max(len(label.nl) for label in code_lists()[column.codes].codes.values())
        return 14 if column.is_jn else min(max(longest + 3, 14), 38)
    return WIDTHS[column.type]


def _write_example(page: Any, place: int, column: Column, value: str | None, forms: Forms) -> None:
    if value is None:
        page.write_blank(EXAMPLE_ROW, place, None, forms.example)
    elif column.type == "date":
        page.write_datetime(EXAMPLE_ROW, place, date.fromisoformat(value), forms.example_date)
    elif column.type == "integer":
        page.write_number(EXAMPLE_ROW, place, int(value), forms.example_number)
    else:
        page.write_string(EXAMPLE_ROW, place, shown(column, value), forms.example)


def shown(column: Column, value: str) -> str:
    """Return what the template shows for a value: the Dutch label of a code.

    The origin stays a code: whoever reads the workbook needs it before labels are known.
    """
    if column.codes is None or column.name == "bron":
        return value
    return code_lists()[column.codes].codes[value].nl


def _validation(sheet: Sheet, column: Column) -> dict[str, Any]:
    if column.type == "date":
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": EARLIEST,
            "maximum": date(2099, 12, 31),
            "error_title": "Geen datum",
            "error_message": "Typ de datum als 15-09-2025.",
        }
    if column.type == "integer":
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": column.minimum,
            "maximum": column.maximum,
            "error_title": "Geen geldig getal",
            "error_message": help_text(sheet, column),
        }
    source = _source(sheet, column)
    return _choice(source) if source else _reference(sheet, column)


def _choice(source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": "Staat niet in de lijst",
        "error_message": "Kies een van de mogelijkheden uit de lijst, of laat het vak leeg.",
    }


def _source(sheet: Sheet, column: Column) -> str | None:
    if column.codes != EVENTS:
        return list_source(sheet.table.name, column)
    step = next(at for at, other in enumerate(sheet.columns) if other.codes == "stap")
    return events_source(xl_rowcol_to_cell(FIRST_ROW, step, col_abs=True))


def _reference(sheet: Sheet, column: Column) -> dict[str, Any]:
    """Return a drop-down of the numbers on the sheet that this column refers to, as a hint."""
    link = next((link for link in sheet.table.foreign_keys if link.column == column.name), None)
    if link is None or link.target == "levering":
        return {"validate": "any"}
    place = 0 if link.target == "zaak" else 1  # gebeurtenis: the case comes first
    numbers = xl_range_abs(FIRST_ROW, place, LAST_ROW, place)
    return _choice(f"={link.target}!{numbers}") | {
        "error_type": "warning",
        "error_title": "Nummer niet gevonden",
        "error_message": f"Dit nummer staat nog niet op het blad {link.target}.",
    }


def _set_print(page: Any, columns: int) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)
    page.print_area(0, 0, FIRST_ROW + 20, columns - 1)
