"""Writes the `ref_*` tables that the marts read, from the declarations and `drempels.csv`."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from pipeline.errors import DeclarationError
from pipeline.schema.measures import indicators, intervals, thresholds
from pipeline.schema.tables import code_lists
from pipeline.warehouse import Connection

ALL_SCHOOLS = "alle"
FIRST_YEAR, LAST_YEAR = 2000, 2060
_COLUMNS = ["school_id", "drempel", "waarde", "vastgesteld_door", "vastgesteld_op"]


def write_reference(connection: Connection, thresholds_file: Path | None = None) -> None:
    """Write ref_soort, ref_schooljaar, ref_interval, ref_indicator, ref_geschoond, ref_drempel."""
    _write(
        connection,
        "ref_soort (soort_nr INTEGER, soort VARCHAR)",
        list(enumerate(code_lists()["soort_gebeurtenis"].codes, start=1)),
    )
    _write(
        connection,
        "ref_schooljaar (schooljaar VARCHAR, eerste_dag DATE, laatste_dag DATE)",
        [
            (f"{year}-{year + 1}", date(year, 8, 1), date(year + 1, 7, 31))
            for year in range(FIRST_YEAR, LAST_YEAR)
        ],
    )
    _write_declared(connection)
    connection.execute(
        "CREATE OR REPLACE TABLE ref_geschoond AS"
        " SELECT DISTINCT school_id, schooljaar FROM log_geschoond ORDER BY ALL"
    )
    write_thresholds(connection, thresholds_file)


def _write_declared(connection: Connection) -> None:
    """Write the intervals and the indicators, with their labels."""
    _write(
        connection,
        "ref_interval (interval VARCHAR, volgorde INTEGER, begin VARCHAR, eind VARCHAR,"
        " eenheid VARCHAR, horizon INTEGER, label_nl VARCHAR, label_en VARCHAR)",
        [
            (i.name, i.order, i.begin, i.end, i.unit, i.horizon, i.label.nl, i.label.en)
            for i in intervals().values()
        ],
    )
    _write(
        connection,
        "ref_indicator (indicator VARCHAR, id VARCHAR, soort VARCHAR, mart VARCHAR,"
        " label_nl VARCHAR, label_en VARCHAR)",
        [(i.name, i.id, i.kind, i.mart, i.label.nl, i.label.en) for i in indicators().values()],
    )


def write_thresholds(connection: Connection, path: Path | None = None) -> None:
    """Write ref_drempel: one row per school × threshold, its own value or this project's."""
    own = read_own_thresholds(path) if path is not None and path.exists() else []
    schools = [
        row[0] for row in connection.execute("SELECT school_id FROM stg_levering").fetchall()
    ]
    unknown = {school for school, *_ in own} - {ALL_SCHOOLS, *schools}
    if unknown:
        raise DeclarationError(
            f"drempels.csv: {len(unknown)} school_id without a delivery; use one that is loaded,"
            f" or '{ALL_SCHOOLS}'"
        )
    chosen = {(school, name): rest for school, name, *rest in own}
    rows = []
    for school in schools:
        for name, threshold in thresholds().items():
            proposal = [threshold.value, threshold.set_by, threshold.set_on]
            value, set_by, set_on = chosen.get(
                (school, name), chosen.get((ALL_SCHOOLS, name), proposal)
            )
            rows.append((school, name, value, threshold.unit, set_by, set_on))
    _write(
        connection,
        "ref_drempel (school_id VARCHAR, drempel VARCHAR, waarde INTEGER, eenheid VARCHAR,"
        " vastgesteld_door VARCHAR, vastgesteld_op DATE)",
        rows,
    )


def read_own_thresholds(path: Path) -> list[tuple[str, str, int, str, date]]:
    """Return the rows of `drempels.csv`: school_id, drempel, waarde, vastgesteld_door, _op.

    Comma or semicolon; `alle` as school_id holds for every school without a row of its own.
    Raises DeclarationError with the row number and what is allowed.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise DeclarationError(f"{path.name}: {type(problem).__name__}") from None
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    lines = [line for line in csv.reader(text.splitlines(), delimiter=delimiter) if any(line)]
    if not lines or [cell.strip() for cell in lines[0]] != _COLUMNS:
        raise DeclarationError(f"{path.name}: expected the columns {','.join(_COLUMNS)}")
    rows = [_read_row(f"{path.name} row {n}", line) for n, line in enumerate(lines[1:], start=2)]
    if len({row[:2] for row in rows}) < len(rows):
        raise DeclarationError(
            f"{path.name}: a school_id and drempel stand twice; each stands once"
        )
    return rows


def _read_row(where: str, line: Sequence[str]) -> tuple[str, str, int, str, date]:
    cells = [cell.strip() for cell in line]
    if len(cells) != len(_COLUMNS):
        raise DeclarationError(f"{where}: {len(cells)} cells, expected {len(_COLUMNS)}")
    school, name, value, set_by, set_on = cells
    if name not in thresholds():
        raise DeclarationError(f"{where}: unknown drempel; choices: {', '.join(thresholds())}")
    if not re.fullmatch(r"\d{1,3}", value):
        raise DeclarationError(f"{where}: waarde is no whole number from 0 to 999")
    if not re.fullmatch(r"[\w ,/()-]{1,40}", set_by):
        raise DeclarationError(f"{where}: vastgesteld_door needs 1 to 40 letters: a role, no name")
    try:
        return school, name, int(value), set_by, date.fromisoformat(set_on)
    except ValueError:
        raise DeclarationError(f"{where}: vastgesteld_op is no date; write 2026-11-23") from None


def _write(connection: Connection, definition: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Replace a table by `rows`, through a frame: a parameter per cell is many times slower."""
    name = definition.split(" ", 1)[0]
    connection.execute(f"CREATE OR REPLACE TABLE {definition}")
    if rows:
        connection.register("rijen_frame", pd.DataFrame(rows).astype(object))
        connection.execute(f"INSERT INTO {name} SELECT * FROM rijen_frame")
        connection.unregister("rijen_frame")
