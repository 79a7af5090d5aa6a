"""Writes the entry workbook: front sheets, one sheet per delivered table, the hidden lists."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError, WorkspaceError
from pipeline.schema.entry_template import Sheet, readme, sheets
from pipeline.schema.example_row import LISTS_SHEET, NORMS_SHEET, README_SHEET, USED_SHEET
from pipeline.schema.tables import code_lists
from pipeline.template.forms import Forms, make_forms
from pipeline.template.front import write_norms, write_readme, write_used
from pipeline.template.lists import write_lists
from pipeline.template.sheets import FIRST_ROW, write_sheet
from pipeline.vault import is_token, make_token


@dataclass(frozen=True)
class Prefilled:
    """What stands on the sheet `levering` from the start; a school keeps its code for good."""

    school_id: str = field(default_factory=lambda: make_token("school"))
    bestuur_id: str = field(default_factory=lambda: make_token("bestuur"))
    vakantieregio: str = "midden"
    peildatum: date = field(default_factory=date.today)


def write_template(file: Path, prefilled: Prefilled | None = None) -> Prefilled:
    """Write the workbook and return what was filled in on `levering`.

    Raises UsageError for another ending than .xlsx or an unknown vakantieregio, WorkspaceError
    when the file cannot be written.
    """
    prefilled = prefilled or Prefilled()
    _check(file, prefilled)
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    workbook = Workbook(file, {"default_date_format": "dd-mm-yyyy"})
    try:
        _write(workbook, prefilled)
        workbook.close()
    except (FileCreateError, OSError):
        raise WorkspaceError(f"cannot write {file}; is it open in another program?") from None
    return prefilled


def _check(file: Path, prefilled: Prefilled) -> None:
    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"the template is a workbook; give a name that ends in .xlsx, not {file}")
    if not (is_token(prefilled.school_id) and is_token(prefilled.bestuur_id)):
        raise UsageError("a school or bestuur code is a letter and 26 digits or letters a-f")
    regions = code_lists()["vakantieregio"].codes
    if prefilled.vakantieregio not in regions:
        raise UsageError(f"unknown vakantieregio; choices: {', '.join(regions)}")


def _write(workbook: Any, prefilled: Prefilled) -> None:
    # the same input gives the same file: the workbook carries no time of its own
    workbook.set_properties({"title": readme()[0], "created": datetime(2026, 1, 1)})
    forms = make_forms(workbook)
    write_readme(workbook.add_worksheet(README_SHEET), forms)
    write_used(workbook.add_worksheet(USED_SHEET), forms)
    for sheet in sheets():
        page = workbook.add_worksheet(sheet.table.name)
        write_sheet(page, sheet, forms)
        if sheet.table.name == "levering":
            _write_levering(page, sheet, prefilled, forms)
    write_norms(workbook.add_worksheet(NORMS_SHEET), forms)
    write_lists(workbook, workbook.add_worksheet(LISTS_SHEET))
    workbook.get_worksheet_by_name(README_SHEET).activate()


def _write_levering(page: Any, sheet: Sheet, prefilled: Prefilled, forms: Forms) -> None:
    """Write the one row of the delivery: codes locked, the two cells to check in yellow."""
    values = {
        "school_id": prefilled.school_id,
        "bestuur_id": prefilled.bestuur_id,
        "bron": "sjabloon",
        "schema_versie": "1",
    }
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, 30 if column.token else 18, forms.fixed)
        if column.name == "peildatum":
            page.write_datetime(FIRST_ROW, place, prefilled.peildatum, forms.check_date)
        elif column.name == "vakantieregio":
            page.write_string(FIRST_ROW, place, prefilled.vakantieregio, forms.check)
        else:
            page.write_string(FIRST_ROW, place, values[column.name], forms.fixed)
