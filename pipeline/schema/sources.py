"""How each source writes things: headers, sheet names, yes and no; from `data_schema/sources`."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.paths import DATA_SCHEMA
from pipeline.schema.example_row import SIDE_SHEETS
from pipeline.schema.headings import heading
from pipeline.schema.tables import Label, Table, code_lists, tables
from pipeline.schema.yaml_files import check_choice, check_keys, declared, read_yaml


@dataclass(frozen=True)
class Source:
    """One kind of export: its own names for tables (files, sheets) and, per table, for columns."""

    name: str
    title: Label
    tables: dict[str, str]
    columns: dict[str, dict[str, str]]
    skipped_sheets: frozenset[str]


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """Return a header or name in its bare form: 'Datum  Geïnformeerd: ' → 'datum_geinformeerd'."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


@declared
def read_source(path: Path) -> Source:
    """Return one source; raises DeclarationError for a table or column that is not declared."""
    content = read_yaml(path)
    check_keys(path.name, content, ("name", "title"), ("note", "tables", "columns", "skip_sheets"))
    check_choice(path.name, "name", content["name"], code_lists()["bron"].codes)
    for table, headers in content.get("columns", {}).items():
        check_choice(path.name, "columns", table, tables())
        for column in headers:
            check_choice(f"{path.name}: {table}", "columns", column, tables()[table].column_names)
    return Source(
        name=content["name"],
        title=Label(content["title"]["nl"], content["title"]["en"]),
        tables=_inverted(content.get("tables", {})),
        columns={t: _inverted(headers) for t, headers in content.get("columns", {}).items()},
        skipped_sheets=frozenset(map(normalise, content.get("skip_sheets", ()))),
    )


def _inverted(spellings: dict[str, list[str]]) -> dict[str, str]:
    """Return normalised spelling → name."""
    return {normalise(text): name for name, texts in spellings.items() for text in texts}


@cache
def sources(root: Path = DATA_SCHEMA) -> dict[str, Source]:
    """Return every declared source by name."""
    found = map(read_source, sorted((root / "sources").glob("*.yml")))
    return {source.name: source for source in found}


def table_name(text: str, root: Path = DATA_SCHEMA) -> str | None:
    """Return the table that a file or sheet of this name holds, or None."""
    name = normalise(text)
    if name in tables(root):
        return name
    return next((s.tables[name] for s in sources(root).values() if name in s.tables), None)


def is_skipped_sheet(text: str, root: Path = DATA_SCHEMA) -> bool:
    """Return whether a sheet of this name explains things and holds no data."""
    name = normalise(text)
    is_of_template = name in map(normalise, SIDE_SHEETS)
    return is_of_template or any(name in s.skipped_sheets for s in sources(root).values())


def header_map(table: Table, source: str | None) -> dict[str, str]:
    """Return normalised header → declared column. `source` None: those of every source."""
    return _header_map(table.name, source)


@cache
def _header_map(name: str, source: str | None) -> dict[str, str]:
    columns = tables()[name].columns
    chosen = sources().values() if source is None else filter(None, [sources().get(source)])
    known: dict[str, str] = {}
    for each in chosen:
        known |= each.columns.get(name, {})
    known |= {normalise(column.title.nl): column.name for column in columns}
    known |= {normalise(heading(column)): column.name for column in columns}
    return known | {column.name: column.name for column in columns}
