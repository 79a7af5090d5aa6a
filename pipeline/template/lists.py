"""The hidden sheet with the choices behind the drop-downs."""

from typing import Any

from pipeline.schema.entry_template import asked_norms
from pipeline.schema.example_row import LISTS_SHEET
from pipeline.schema.tables import CodeList, Column, code_lists, tables

EVENTS = "soort_gebeurtenis"


def used_lists() -> list[CodeList]:
    """Return the code lists that some column refers to, by name."""
    used = {column.codes for table in tables().values() for column in table.columns}
    return [code_list for name, code_list in code_lists().items() if name in used]


def offered(code_list: CodeList) -> list[str]:
    """Return the codes to choose from: a step without any kind of event cannot be right."""
    if code_list.name != "stap":
        return list(code_list.codes)
    with_events = {step for steps in code_lists()[EVENTS].stap.values() for step in steps}
    return [step for step in code_list.codes if step in with_events]


def write_lists(workbook: Any, sheet: Any) -> None:
    """Write each list as a column of labels with a name of its own; kinds of event per step."""
    for place, code_list in enumerate(used_lists()):
        labels = [code_list.codes[code].nl for code in offered(code_list)]
        sheet.write_column(0, place, [code_list.name, *labels])
        _define(workbook, f"lijst_{code_list.name}", place, 1, len(labels))
    _write_events(workbook, sheet, len(used_lists()) + 1)
    for place, (table, norms) in enumerate(asked_norms().items(), start=len(used_lists()) + 4):
        sheet.write_column(0, place, [f"norm_{table}", *(norm.id for norm in norms)])
        _define(workbook, f"lijst_norm_{table}", place, 1, len(norms))
    sheet.hide()


def _write_events(workbook: Any, sheet: Any, place: int) -> None:
    """Write kind of event beside its step, sorted by step, for the list that follows the step."""
    events, steps = code_lists()[EVENTS], code_lists()["stap"]
    pairs = [
        (label.nl, events.codes[kind].nl)
        for step, label in steps.codes.items()
        for kind, allowed in events.stap.items()
        if step in allowed
    ]
    sheet.write_column(0, place, ["bij_stap", *(step for step, _ in pairs)])
    sheet.write_column(0, place + 1, ["soort_bij_stap", *(kind for _, kind in pairs)])
    _define(workbook, "stap_van_soort", place, 1, len(pairs))
    _define(workbook, "soort_bij_stap", place + 1, 1, len(pairs))


def _define(workbook: Any, name: str, column: int, first: int, count: int) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    begin = xl_rowcol_to_cell(first, column, row_abs=True, col_abs=True)
    end = xl_rowcol_to_cell(first + count - 1, column, row_abs=True, col_abs=True)
    workbook.define_name(name, f"={LISTS_SHEET}!{begin}:{end}")


def list_source(table: str, column: Column) -> str | None:
    """Return the formula of a drop-down; None when this column has no list."""
    if column.codes:
        return f"=lijst_{column.codes}"
    return f"=lijst_norm_{table}" if column.name == "norm_id" and table in asked_norms() else None


def events_source(step_cell: str) -> str:
    """Return the formula of the kinds of event that fit the step in `step_cell`.

    A step without kinds of its own, or no step yet, gives the whole list.
    """
    fitting = (
        f"OFFSET(soort_bij_stap,MATCH({step_cell},stap_van_soort,0)-1,0,"
        f"COUNTIF(stap_van_soort,{step_cell}),1)"
    )
    return f"=IF(COUNTIF(stap_van_soort,{step_cell})=0,lijst_{EVENTS},{fitting})"
