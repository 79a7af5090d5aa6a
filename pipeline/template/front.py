"""The sheets around the tables: what this workbook is, which sheets are kept, the norms."""

from typing import Any

from pipeline.schema.entry_template import Sheet, asked_norms, readme, sheets
from pipeline.schema.example_row import USED_SHEET
from pipeline.template.forms import Forms
from pipeline.template.sheets import PROTECTION

KEPT = ("ja", "nee")
ALWAYS = "ja (verplicht)"
LINE_HEIGHT = 15
LINE_LENGTH = 108  # characters on a line of 100 wide; LibreOffice does not fit row heights itself


def write_readme(page: Any, forms: Forms) -> None:
    """Write the explanation, one line per row."""
    title, sections = readme()
    page.set_column(0, 0, 100, forms.text)
    page.hide_gridlines(2)
    page.set_row(0, 24)
    page.write_string(0, 0, title, forms.title)
    row = 1
    for section in sections:
        page.set_row(row + 1, 20)
        page.write_string(row + 1, 0, section.heading, forms.heading)
        row += 2
        for line in section.lines:
            is_command = line.startswith(" ")
            page.set_row(row, LINE_HEIGHT * (1 + len(line) // LINE_LENGTH))
            page.write_string(row, 0, line.strip(), forms.command if is_command else forms.text)
            row += 1
    target = f"internal:'{USED_SHEET}'!A1"
    page.write_url(row + 1, 0, target, forms.link, f"Verder naar het blad {USED_SHEET}")
    page.print_area(0, 0, row + 1, 0)
    _finish(page)


def _finish(page: Any) -> None:
    page.protect("", PROTECTION)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def write_used(page: Any, forms: Forms) -> None:
    """Write the register of sheets: an empty sheet that is kept says that there was nothing."""
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 88, forms.text)
    page.set_column(2, 2, 18, forms.entry)
    page.set_row(0, 24)
    page.write_string(0, 0, "Welke bladen houdt uw school bij?", forms.title)
    page.write_row(1, 0, ["Blad", "Wat staat erop?", "Houden wij dit bij?"], forms.optional)
    for row, sheet in enumerate(sheets(), start=2):
        _write_used_row(page, row, sheet, forms)
    page.data_validation(
        2,
        2,
        len(sheets()) + 1,
        2,
        {
            "validate": "list",
            "source": list(KEPT),
            "input_title": "Houden wij dit bij?",
            "input_message": "Ja: een leeg blad betekent dat er niets was. "
            "Nee of leeg: niet geregistreerd.",
        },
    )
    page.freeze_panes(2, 0)
    page.set_landscape()
    _finish(page)


def _write_used_row(page: Any, row: int, sheet: Sheet, forms: Forms) -> None:
    name = sheet.table.name
    page.set_row(row, 2 * LINE_HEIGHT)
    page.write_url(row, 0, f"internal:'{name}'!A1", forms.link, name)
    page.write_string(row, 1, f"{sheet.table.title.nl}. {sheet.purpose}", forms.text)
    if sheet.table.required:
        page.write_string(row, 2, ALWAYS, forms.fixed)
    else:
        page.write_blank(row, 2, None, forms.check)


def write_norms(page: Any, forms: Forms) -> None:
    """Write which norm each number on the sheets with a column norm stands for."""
    page.set_column(0, 0, 12, forms.text)
    page.set_column(1, 1, 26)
    page.set_column(2, 2, 100, forms.text)
    page.set_row(0, 24)
    page.write_string(0, 0, "Waar gaat een norm over?", forms.title)
    page.write_row(1, 0, ["Nummer", "Invullen op blad", "De norm"], forms.optional)
    row = 2
    for table, norms in asked_norms().items():
        for norm in norms:
            page.write_string(row, 0, norm.id, forms.text)
            page.write_url(row, 1, f"internal:'{table}'!A1", forms.link, table)
            page.write_string(row, 2, norm.label.nl, forms.text)
            row += 1
    page.freeze_panes(2, 0)
    page.set_landscape()
    _finish(page)
