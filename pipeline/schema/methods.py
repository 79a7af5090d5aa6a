"""How every figure is made: one method per file of `data_schema/methods`, with five cases to check.

The report appendix shows them; a test works every example out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import DeclarationError
from pipeline.paths import DATA_SCHEMA
from pipeline.schema.measures import read_label
from pipeline.schema.tables import Label
from pipeline.schema.yaml_files import check_keys, declared, read_yaml

Row = Mapping[str, Any]


@dataclass(frozen=True)
class WorkedExample:
    """Five cases in, what comes out: two small tables whose keys are their column headings."""

    text: Label
    given: tuple[Row, ...]
    expect: tuple[Row, ...]


@dataclass(frozen=True)
class Method:
    """One method: what it does and why, its formula, its unit and where it comes from.

    `marts` are the marts whose figures it makes, so that a figure can point to it.
    """

    name: str
    order: int
    title: Label
    text: Label
    formula: tuple[str, ...]
    unit: Label
    sources: tuple[str, ...]
    marts: tuple[str, ...]
    example: WorkedExample


def _read_rows(where: str, key: str, value: Any) -> tuple[Row, ...]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise DeclarationError(f"{where}: {key} is no list of rows")
    if len({tuple(row) for row in value}) != 1:
        raise DeclarationError(f"{where}: the rows of {key} do not have the same columns")
    return tuple(value)


@declared
def read_method(path: Path) -> Method:
    """Return the method in `path`; its example has five rows given."""
    content, where = read_yaml(path), path.name
    keys = ("name", "order", "title", "text", "formula", "unit", "sources", "marts", "example")
    check_keys(where, content, keys)
    example = content["example"]
    check_keys(f"{where}: example", example, ("text", "given", "expect"))
    given = _read_rows(where, "given", example["given"])
    if len(given) != 5:
        raise DeclarationError(f"{where}: the example has {len(given)} rows; give five")
    return Method(
        name=content["name"],
        order=int(content["order"]),
        title=read_label(where, content["title"]),
        text=read_label(where, content["text"]),
        formula=tuple(content["formula"]),
        unit=read_label(where, content["unit"]),
        sources=tuple(content["sources"]),
        marts=tuple(content["marts"]),
        example=WorkedExample(
            text=read_label(where, example["text"]),
            given=given,
            expect=_read_rows(where, "expect", example["expect"]),
        ),
    )


@cache
def methods() -> dict[str, Method]:
    """Return every method by name, in the order in which they are shown."""
    found = [read_method(path) for path in (DATA_SCHEMA / "methods").glob("*.yml")]
    return {method.name: method for method in sorted(found, key=lambda one: one.order)}
