"""The faults to plant, read from `data_schema/sample_faults.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.rules import rules
from pipeline.schema.tables import tables
from pipeline.schema.yaml_files import check_choice, check_keys, read_yaml

Cells = Mapping[str, Any]
MORE = "more"  # cells beyond the header


@dataclass(frozen=True)
class Mark:
    """Where a rule must find something: `row` counts the rows of this fault in that table.

    For a fault that is no row: `line` of the file, and `file` if that is not the table's own.
    """

    rule: str
    table: str
    column: str
    row: int
    line: int | None
    file: str


@dataclass(frozen=True)
class Fault:
    """One fault: rows to put below those of a school, or an operation on a small delivery."""

    rule: str
    rows: tuple[tuple[str, Cells], ...]
    operation: str | None
    marks: tuple[Mark, ...]
    deliveries: int

    @property
    def is_alone(self) -> bool:
        """Whether it needs a delivery of its own, since it refuses the whole of it."""
        return self.operation is not None or rules()[self.rule].severity == "levering"


@dataclass(frozen=True)
class FaultPlan:
    """All faults; `not_planted` gives the reason per rule."""

    faults: tuple[Fault, ...]
    not_planted: dict[str, str]


@cache
def read_fault_plan(path: Path = DATA_SCHEMA / "sample_faults.yml") -> FaultPlan:
    """Return the declared faults; raises DeclarationError for an unknown rule, table or column."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "defaults", "faults", "not_planted"))
    for rule in content["not_planted"]:
        check_choice(path.name, "not_planted", rule, rules())
    faults = tuple(_fault(path.name, body, content["defaults"]) for body in content["faults"])
    return FaultPlan(faults, content["not_planted"])


def _fault(where: str, body: dict[str, Any], defaults: dict[str, Cells]) -> Fault:
    check_keys(where, body, ("rule",), ("rows", "operation", "at", "also", "deliveries"))
    rule = body["rule"]
    check_choice(where, "rule", rule, rules())
    where = f"{where}: {rule}"
    rows = [_row(where, row, defaults) for row in body.get("rows", ())]
    if rows and "zaak" not in (table for table, _ in rows) and _is_about_a_case(rows):
        rows.insert(0, ("zaak", defaults["zaak"]))
    marks = [
        _mark(where, body.get("at"), rule),
        *(_also(where, each) for each in body.get("also", ())),
    ]
    return Fault(rule, tuple(rows), body.get("operation"), tuple(marks), body.get("deliveries", 1))


def _row(where: str, row: dict[str, Cells], defaults: dict[str, Cells]) -> tuple[str, Cells]:
    """Return the table of one row and its cells, completed with the defaults."""
    ((table, cells),) = row.items()
    check_choice(where, "rows", table, tables())
    for column in cells:
        check_choice(f"{where}: {table}", "column", column, (*tables()[table].column_names, MORE))
    return table, {**defaults.get(table, {}), **cells}


def _is_about_a_case(rows: list[tuple[str, Cells]]) -> bool:
    """Return whether any row has a case, and is not meant to refer to one that is absent."""
    targets = {link.target for table, _ in rows for link in tables()[table].foreign_keys}
    return bool(targets & {"zaak", "gebeurtenis"})


def _mark(where: str, at: dict[str, Any] | None, rule: str) -> Mark:
    if at is None:
        found = rules()[rule]
        if found.table is None or found.column is None:
            raise DeclarationError(f"{where}: key 'at' is missing")
        at = {"table": found.table, "column": found.column}
    check_keys(f"{where}: at", at, (), ("table", "column", "row", "line", "file"))
    return Mark(
        rule=rule,
        table=at.get("table", ""),
        column=at.get("column", ""),
        row=at.get("row", -1),
        line=at.get("line"),
        file=at.get("file", ""),
    )


def _also(where: str, body: dict[str, Any]) -> Mark:
    check_choice(where, "also", body.get("rule"), rules())
    return _mark(where, {key: value for key, value in body.items() if key != "rule"}, body["rule"])
