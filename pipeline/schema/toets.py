"""The wide tables on which norms are written, as declared in `data_schema/toets`.

One file per grain (the unit that a norm judges); `school.yml` holds the columns that every grain
shares. The SQL of `pipeline/sql/toets_<grain>.sql` gives exactly these columns; a test compares.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.paths import DATA_SCHEMA
from pipeline.schema.tables import CodeList, Label, code_lists
from pipeline.schema.yaml_files import check_choice, check_keys, read_yaml

SQL_TYPES = {"integer": "INTEGER", "date": "DATE", "boolean": "BOOLEAN", "string": "VARCHAR"}
PYTHON_TYPES = {"integer": int, "date": date, "boolean": bool, "string": str}
SCHOOL = "school"

Value = int | date | bool | str | None


@dataclass(frozen=True)
class ToetsColumn:
    """One column of a wide table. `default` is what an example has when it does not say.

    A column without a default may be NULL in the data: empty, or not delivered by the school.
    """

    name: str
    type: str
    codes: tuple[str, ...]
    label: Label
    default: Value

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class Grain:
    """One unit of judgement. `unit` is the SQL expression for the number of the unit.

    `columns` are its own; `school_columns` come from the school and are the same for every grain.
    """

    name: str
    grain: str
    unit: str
    columns: dict[str, ToetsColumn]
    school_columns: dict[str, ToetsColumn]

    @property
    def all_columns(self) -> dict[str, ToetsColumn]:
        return self.columns | self.school_columns


def _column(where: str, name: str, value: Any, known: dict[str, CodeList]) -> ToetsColumn:
    where = f"{where}: {name}"
    check_keys(where, value, ("type", "nl", "en"), ("codes", "default"))
    check_choice(where, "type", value["type"], SQL_TYPES)
    codes: tuple[str, ...] = ()
    if "codes" in value:
        check_choice(where, "codes", value["codes"], known)
        codes = tuple(known[value["codes"]].codes)
    label = Label(value["nl"], value["en"])
    return ToetsColumn(name, value["type"], codes, label, value.get("default"))


def _columns(
    file: str, content: dict[str, Any], known: dict[str, CodeList]
) -> dict[str, ToetsColumn]:
    columns = content["columns"].items()
    return {name: _column(file, name, value, known) for name, value in columns}


def _school_columns(root: Path, known: dict[str, CodeList]) -> dict[str, ToetsColumn]:
    """Return the columns that every grain shares, with `drempel_<name>` for each threshold."""
    path = root / "toets" / f"{SCHOOL}.yml"
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "grain", "thresholds", "columns"))
    columns = _columns(path.name, content, known)
    for name in content["thresholds"]:
        column = _threshold(root / "thresholds" / f"{name}.yml")
        columns[column.name] = column
    return columns


def _threshold(path: Path) -> ToetsColumn:
    """Return the column of one threshold; an example has the proposed value unless it says."""
    content = read_yaml(path)
    label = content["label"]
    return ToetsColumn(
        f"drempel_{path.stem}",
        "integer",
        (),
        Label(f"Drempel: {label['nl']}", f"Threshold: {label['en']}"),
        content["value"],
    )


@cache
def grains(root: Path = DATA_SCHEMA) -> dict[str, Grain]:
    """Return every grain by name, with the columns of the school added."""
    known = code_lists(root)
    school_columns = _school_columns(root, known)
    found = {}
    for path in sorted((root / "toets").glob("*.yml")):
        if path.stem != SCHOOL:
            content = read_yaml(path)
            check_keys(path.name, content, ("name", "grain", "unit", "columns"))
            columns = _columns(path.name, content, known)
            found[path.stem] = Grain(
                path.stem, content["grain"], content["unit"], columns, school_columns
            )
    return found
