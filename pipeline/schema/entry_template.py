"""What the entry template says to an intern begeleider, from `data_schema/template`.

Columns, types and code lists come from the delivered tables themselves; here are the order of the
sheets, the words beside them and one example row each.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.headings import own_key
from pipeline.schema.meldcode import read_meldcode
from pipeline.schema.norms import Norm
from pipeline.schema.tables import Column, Table, code_lists, tables
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

USES = ("required", "recommended", "optional")
README = "lees_mij"
MESSAGE_LENGTH = 255  # what a spreadsheet shows beside a selected cell


@dataclass(frozen=True)
class Sheet:
    """One sheet: its table, its place, what it is for, the help per column, the example row."""

    table: Table
    order: int
    use: str
    purpose: str
    help: dict[str, str]
    example: dict[str, str]
    norms: dict[str, Any]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the table's columns with the number of the case first: people start there."""
        return tuple(sorted(self.table.columns, key=lambda column: column.name != "zaak_id"))

    def asks(self, norm: Norm) -> bool:
        """Return whether this sheet asks whether a case or school meets the norm."""
        by = self.norms
        starts = "prefix" in by and norm.id.startswith(by["prefix"])
        return starts or norm.id in by.get("ids", ()) or norm.check == by.get("check")


@dataclass(frozen=True)
class Section:
    """A heading of the read-me sheet with its lines."""

    heading: str
    lines: tuple[str, ...]


@declared
def read_sheet(path: Path) -> Sheet:
    """Return one sheet; raises DeclarationError for an unknown table, column or code."""
    content = read_yaml(path)
    required = ("name", "order", "use", "purpose", "help", "example")
    check_keys(path.name, content, required, ("norms",))
    check_keys(f"{path.name}: norms", content.get("norms", {}), (), ("ids", "prefix", "check"))
    check_choice(path.name, "name", content["name"], tables())
    check_choice(path.name, "use", content["use"], USES)
    table = tables()[content["name"]]
    for key in ("help", "example"):
        for column in content[key]:
            check_choice(f"{path.name}: {key}", "column", column, table.column_names)
    example = {name: str(value) for name, value in content["example"].items()}
    _check_example(path.name, table, example)
    order, use, purpose = content["order"], content["use"], content["purpose"]
    norms = content.get("norms", {})
    return Sheet(table, order, use, purpose, content["help"], example, norms)


def _check_example(where: str, table: Table, example: dict[str, str]) -> None:
    for column in table.columns:
        if column.codes and column.name in example:
            codes = code_lists()[column.codes].codes
            check_choice(f"{where}: example", column.name, example[column.name], codes)
        if column.required and column.name not in example:
            raise DeclarationError(f"{where}: example lacks the required column '{column.name}'")


@cache
def sheets(root: Path = DATA_SCHEMA) -> tuple[Sheet, ...]:
    """Return every sheet in the order of the workbook; each delivered table has one."""
    files = sorted((root / "template").glob("*.yml"))
    found = [read_sheet(path) for path in files if path.stem != README]
    missing = set(tables(root)) - {sheet.table.name for sheet in found}
    if missing:
        raise DeclarationError(f"data_schema/template: no file for {', '.join(sorted(missing))}")
    return tuple(sorted(found, key=lambda sheet: sheet.order))


@cache
def readme(root: Path = DATA_SCHEMA) -> tuple[str, tuple[Section, ...]]:
    """Return the title and the sections of the read-me sheet."""
    path = root / "template" / f"{README}.yml"
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title", "sections"))
    for section in content["sections"]:
        check_keys(f"{path.name}: sections", section, ("heading", "lines"))
    return content["title"], tuple(
        Section(section["heading"], tuple(section["lines"])) for section in content["sections"]
    )


@cache
def asked_norms() -> dict[str, tuple[Norm, ...]]:
    """Return, per table with a column norm_id, the norms that its sheet asks about."""
    norms = read_meldcode().norms
    return {
        sheet.table.name: tuple(norm for norm in norms if sheet.asks(norm))
        for sheet in sheets()
        if sheet.norms
    }


def help_text(sheet: Sheet, column: Column) -> str:
    """Return what a spreadsheet shows when a cell of this column is selected."""
    own = sheet.help.get(column.name) or (column.description.nl if column.description else "")
    return " ".join(filter(None, (own, _how(column), _whether(column))))[:MESSAGE_LENGTH]


def _how(column: Column) -> str:
    if column.type == "date":
        return "Typ de datum als 15-09-2025."
    if column.type == "integer":
        return f"Een heel getal van {column.minimum} tot en met {column.maximum}."
    return "Kies uit de lijst." if column.codes else ""


def may_stay_empty(table: Table, column: Column) -> bool:
    """Return whether somebody who fills in the template may leave this column empty.

    That holds for what is not required, for a row's own number and for the school on sheets after
    levering: `pseudonymise` fills those in.
    """
    if table.name in ("levering", "zaak"):
        return not column.required
    return not column.required or column.name in (own_key(table), "school_id")


def _whether(column: Column) -> str:
    if column.required and not column.token:
        return "Verplicht."
    return "Leeg telt als onbekend, nooit als nee." if column.is_jn else ""
