"""The delivered tables and their code lists, as declared in `data_schema/tables` and `codes`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.paths import DATA_SCHEMA
from pipeline.schema.languages import text_in
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml

TYPES = ("string", "date", "integer")


@dataclass(frozen=True)
class Label:
    """One text in Dutch and English; `label["en"]` gives it in any declared language."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        return text_in(language, self.nl, self.en)


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes; `stap` says under which steps a kind of event may stand.

    `spellings` are other ways to write a code, apart from the code itself and its Dutch label.
    """

    name: str
    title: Label
    codes: dict[str, Label]
    stap: dict[str, tuple[str, ...]]
    spellings: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """One column of a delivered table. `codes` names a code list; `token` marks a random id."""

    name: str
    type: str
    title: Label
    description: Label | None
    codes: str | None
    token: bool
    future: bool
    required: bool
    pattern: str | None
    minimum: int | None
    maximum: int | None

    @property
    def is_jn(self) -> bool:
        return self.codes == "jn"


@dataclass(frozen=True)
class ForeignKey:
    """`column` of this table refers to `target_column` of `target`."""

    column: str
    target: str
    target_column: str


@dataclass(frozen=True)
class Table:
    """One delivered table: its grain, key and columns. `required` means: no delivery without it."""

    name: str
    title: Label
    grain: str
    required: bool
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def _label(where: str, value: Any) -> Label:
    check_keys(where, value, ("nl", "en"))
    return Label(value["nl"], value["en"])


def _column(where: str, field: dict[str, Any], code_lists: dict[str, CodeList]) -> Column:
    check_keys(
        where,
        field,
        ("name", "type", "title"),
        ("description", "x-codes", "x-token", "x-future", "constraints"),
    )
    where = f"{where}: {field['name']}"
    check_choice(where, "type", field["type"], TYPES)
    if "x-codes" in field:
        check_choice(where, "x-codes", field["x-codes"], code_lists)
    limits = field.get("constraints", {})
    check_keys(f"{where}: constraints", limits, (), ("required", "pattern", "minimum", "maximum"))
    return Column(
        name=field["name"],
        type=field["type"],
        title=_label(f"{where}: title", field["title"]),
        description=_label(where, field["description"]) if "description" in field else None,
        codes=field.get("x-codes"),
        token=field.get("x-token", False),
        future=field.get("x-future", False),
        required=limits.get("required", False),
        pattern=limits.get("pattern"),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
    )


@declared
def read_table(path: Path, code_lists: dict[str, CodeList]) -> Table:
    """Return the table declared in one file; raises DeclarationError with file and key."""
    content = read_yaml(path)
    check_keys(
        path.name,
        content,
        ("name", "title", "grain", "required", "primaryKey", "fields"),
        ("foreignKeys", "note"),
    )
    columns = tuple(_column(path.name, field, code_lists) for field in content["fields"])
    names = [column.name for column in columns]
    for key in content["primaryKey"]:
        check_choice(path.name, "primaryKey", key, names)
    return Table(
        name=content["name"],
        title=_label(f"{path.name}: title", content["title"]),
        grain=content["grain"],
        required=content["required"],
        key=tuple(content["primaryKey"]),
        foreign_keys=tuple(
            ForeignKey(
                link["fields"][0], link["reference"]["resource"], link["reference"]["fields"][0]
            )
            for link in content.get("foreignKeys", ())
        ),
        columns=columns,
    )


@declared
def read_code_list(path: Path) -> CodeList:
    """Return the code list declared in one file."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title", "codes"))
    for code, value in content["codes"].items():
        check_keys(f"{path.name}: {code}", value, ("nl", "en"), ("stap", "spellings"))
    return CodeList(
        name=content["name"],
        title=_label(f"{path.name}: title", content["title"]),
        codes={str(code): Label(v["nl"], v["en"]) for code, v in content["codes"].items()},
        stap={str(code): tuple(v["stap"]) for code, v in content["codes"].items() if "stap" in v},
        spellings={
            str(code): tuple(map(str, v.get("spellings", ())))
            for code, v in content["codes"].items()
        },
    )


@cache
def code_lists(root: Path = DATA_SCHEMA) -> dict[str, CodeList]:
    """Return every code list by name."""
    found = (read_code_list(path) for path in sorted((root / "codes").glob("*.yml")))
    return {code_list.name: code_list for code_list in found}


@cache
def tables(root: Path = DATA_SCHEMA) -> dict[str, Table]:
    """Return every delivered table by name, parents before children."""
    known = code_lists(root)
    found = {path.stem: read_table(path, known) for path in sorted((root / "tables").glob("*.yml"))}
    for table in found.values():
        for link in table.foreign_keys:
            check_choice(f"{table.name}.yml", "foreignKeys", link.target, found)
    return dict(sorted(found.items(), key=lambda item: (_depth(item[1], found), item[0])))


def _depth(table: Table, found: dict[str, Table]) -> int:
    return max((1 + _depth(found[link.target], found) for link in table.foreign_keys), default=0)


def asks_answer(table: str, column: str) -> bool:
    """Return whether a column asks for an answer on every row: ja, nee, nvt or another code.

    A column that only some rows have, such as a date of something that need not happen, does not:
    when it is empty nothing is missing.
    """
    declared = tables().get(table)
    if declared is None or column not in declared.column_names:
        return False
    codes = declared.column(column).codes
    return codes is not None and "onbekend" in code_lists()[codes].codes
