"""What names mean: the glossary of `data_schema/glossary`, and every column explained.

A delivered column is explained with its table, a column for norms with its wide table; the glossary
holds the rest. Nothing is explained twice.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.paths import DATA_SCHEMA
from pipeline.schema.measures import read_label
from pipeline.schema.tables import Label, code_lists, tables
from pipeline.schema.toets import grains
from pipeline.schema.yaml_files import check_keys, read_yaml


@dataclass(frozen=True)
class MadeTable:
    """A table that the program makes; `grain` is None where the first line of its SQL says it."""

    label: Label
    grain: str | None


@dataclass(frozen=True)
class Glossary:
    """Every word and column that no other declaration explains.

    columns: `name`, or `table.name` where a column means something else in one table.
    per_kind: prefix of the columns that are made for each kind of event.
    """

    terms: dict[str, Label]
    words: dict[str, str]
    columns: dict[str, Label]
    per_kind: dict[str, Label]
    tables: dict[str, MadeTable]
    layers: dict[str, Label]


def _labels(where: str, content: dict[str, Any]) -> dict[str, Label]:
    return {str(name): read_label(f"{where}: {name}", value) for name, value in content.items()}


def _table(where: str, value: dict[str, Any]) -> MadeTable:
    check_keys(where, value, ("nl", "en"), ("grain",))
    return MadeTable(Label(value["nl"], value["en"]), value.get("grain"))


@cache
def glossary(root: Path = DATA_SCHEMA) -> Glossary:
    """Return the glossary; raises DeclarationError with file and key."""
    keys = {
        "terms": ("terms",),
        "words": ("words",),
        "columns": ("columns", "per_kind_of_event"),
        "tables": ("tables", "layers"),
    }
    content: dict[str, Any] = {}
    for file, parts in keys.items():
        found = read_yaml(root / "glossary" / f"{file}.yml")
        check_keys(f"{file}.yml", found, ("name", *parts))
        content |= {part: found[part] for part in parts}
    return Glossary(
        terms=_labels("terms.yml", content["terms"]),
        words={str(word): str(english) for word, english in content["words"].items()},
        columns=_labels("columns.yml", content["columns"]),
        per_kind=_labels("columns.yml", content["per_kind_of_event"]),
        tables={
            name: _table(f"tables.yml: {name}", value) for name, value in content["tables"].items()
        },
        layers=_labels("tables.yml", content["layers"]),
    )


def explain_column(table: str, column: str) -> Label | None:
    """Return what `column` of `table` means; None when it is explained nowhere, or in two ways."""
    own = glossary().columns
    layer, _, name = table.partition("_")
    found = (
        own.get(f"{table}.{column}"),
        _delivered(name, column) if layer in ("stg", "mart") else None,
        own.get(column),
        _judged(name, column) if layer in ("toets", "mart") else None,
        _per_kind(column),
        _only(label for each in tables() if (label := _delivered(each, column))),
        _only(label for each in grains() if (label := _judged(each, column))),
    )
    return next((label for label in found if label), None)


def _delivered(table: str, column: str) -> Label | None:
    if table not in tables() or column not in tables()[table].column_names:
        return None
    return tables()[table].column(column).title


def _judged(grain: str, column: str) -> Label | None:
    known = grains()[grain].all_columns if grain in grains() else {}
    return known[column].label if column in known else None


def _only(labels: Any) -> Label | None:
    """Return the one label of a name that means the same wherever it stands."""
    found = set(labels)
    return found.pop() if len(found) == 1 else None


def _per_kind(column: str) -> Label | None:
    kinds = code_lists()["soort_gebeurtenis"].codes
    for prefix, label in glossary().per_kind.items():
        kind = kinds.get(column.removeprefix(prefix)) if column.startswith(prefix) else None
        if kind:
            return Label(label.nl.format(soort=kind.nl), label.en.format(soort=kind.en))
    return None
