"""What passed the gate: frozen tables of public cells, and the file that holds them.

A `SafeTable` knows nothing but what its readers may know: no record, no path, no connection.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import pandas as pd

from pipeline.errors import DisclosureError
from pipeline.schema.releases import catalogue
from pipeline.schema.tables import Label

Value = str | int | float | bool | date | None
COUNT, HIDDEN = "aantal", "is_verborgen"
"""The two columns of a table of counts beside its dimensions."""


@dataclass(frozen=True)
class SafeTable:
    """One published table. Grain: one row of `cells` per combination of `dimensions`.

    A hidden count is None and its `is_verborgen` True; it is never 0. The order of the rows is
    that of the declared codes, never that of the numbers. `units`: which schools a cluster or a
    merged school stands for. `as_of`: code of periode → the earlier release whose numbers stand
    here again, because what changed since is too little to show.
    """

    name: str
    tier: str
    kind: str
    title: Label
    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    levels: Mapping[str, str]
    cells: tuple[tuple[Value, ...], ...]
    notes: tuple[Label, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    as_of: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "levels", MappingProxyType(dict(self.levels)))
        units = {code: tuple(members) for code, members in self.units.items()}
        object.__setattr__(self, "units", MappingProxyType(units))
        object.__setattr__(self, "as_of", MappingProxyType(dict(self.as_of)))
        object.__setattr__(self, "cells", tuple(tuple(row) for row in self.cells))

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.dimensions, *self.measures)

    @property
    def hidden(self) -> int:
        """How many cells carry the marker."""
        if HIDDEN not in self.measures:
            return 0
        return sum(bool(row[self.columns.index(HIDDEN)]) for row in self.cells)

    def frame(self) -> pd.DataFrame:
        """Return the cells as a fresh frame; counts are Int64, NA when hidden."""
        frame = pd.DataFrame(list(self.cells), columns=list(self.columns))
        if self.kind == "counts":
            frame[COUNT] = frame[COUNT].astype("Int64")
        return frame.convert_dtypes() if self.kind != "counts" else frame

    def codes(self, dimension: str) -> tuple[str, ...]:
        """Return the codes of a dimension that occur, in the order of the table."""
        position = self.columns.index(dimension)
        return tuple(dict.fromkeys(str(row[position]) for row in self.cells))

    def label(self, dimension: str, code: str) -> Label:
        """Return the text for a code; the code itself when none is declared."""
        declared = catalogue().dimensions.get(dimension)
        return declared.codes.get(code, Label(code, code)) if declared else Label(code, code)

    def canonical_json(self) -> str:
        """Return the public content as one line that is the same for the same content."""
        content = {
            "name": self.name,
            "tier": self.tier,
            "kind": self.kind,
            "dimensions": list(self.dimensions),
            "measures": list(self.measures),
            "levels": dict(self.levels),
            "units": {code: list(members) for code, members in self.units.items()},
            "as_of": dict(self.as_of),
            "cells": [[_plain(value) for value in row] for row in self.cells],
        }
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical_json().encode()).hexdigest()


def _plain(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Edition:
    """Which release a file holds, for whom, and the state of which day it shows."""

    release_id: str
    tier: str
    bestuur_id: str
    school_id: str | None
    peildatum: date
    meldcode: str
    gemaakt_op: date
    content_sha256: str


@dataclass(frozen=True)
class Publication:
    """One file below `publicatie/`: its tables, its edition, and what was held back and why."""

    edition: Edition
    tables: Mapping[str, SafeTable]
    withheld: Mapping[str, Label]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.tables)

    def table(self, name: str) -> SafeTable:
        """Return a table by its name without `report_`; raises DisclosureError when absent."""
        if name in self.tables:
            return self.tables[name]
        if name in self.withheld:
            raise DisclosureError(f"table {name} was held back: {self.withheld[name].nl}")
        raise DisclosureError(
            f"table {name} is not in this publication; there are: {', '.join(self.names)}"
        )


def content_hash(tables: Mapping[str, SafeTable]) -> str:
    """Return one hash over all tables, whatever their order."""
    lines = "\n".join(f"{name} {tables[name].sha256}" for name in sorted(tables))
    return hashlib.sha256(lines.encode()).hexdigest()


def open_publication(path: Path | str) -> Publication:
    """Return what a published file holds, read-only.

    Raises DisclosureError when there is no such file, when it is not a publication, or when its
    content is not what the gate wrote.
    """
    path = Path(path)
    if not path.exists():
        raise DisclosureError(f"{path} does not exist; next: meldcode release")
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            publication = _read_publication(connection)
    except duckdb.Error:
        raise DisclosureError(f"{path} cannot be read as a publication") from None
    if content_hash(publication.tables) != publication.edition.content_sha256:
        raise DisclosureError(
            f"{path} was changed after the gate wrote it; next: meldcode release, to write it again"
        )
    return publication


def _read_publication(connection: duckdb.DuckDBPyConnection) -> Publication:
    edition = Edition(*connection.execute("SELECT * FROM report_uitgave").fetchall()[0])
    withheld = connection.execute("SELECT * FROM report_achtergehouden").fetchall()
    rows = connection.execute("SELECT * FROM report_catalogus ORDER BY volgorde").fetchall()
    tables = (_read_table(connection, row) for row in rows)
    return Publication(
        edition,
        MappingProxyType({table.name: table for table in tables}),
        MappingProxyType({name: Label(nl, en) for name, nl, en in withheld}),
    )


def _read_table(connection: duckdb.DuckDBPyConnection, row: tuple[Any, ...]) -> SafeTable:
    _, name, tier, kind, title_nl, title_en, _, _, notes_nl, notes_en, form = row
    shape = json.loads(form)
    columns = ", ".join(f'"{name}"' for name in shape["dimensions"] + shape["measures"])
    cells = connection.execute(
        f'SELECT {columns} FROM "report_{name}" ORDER BY volgorde'
    ).fetchall()
    notes = zip(notes_nl.splitlines(), notes_en.splitlines(), strict=True)
    return SafeTable(
        name=name,
        tier=tier,
        kind=kind,
        title=Label(title_nl, title_en),
        dimensions=tuple(shape["dimensions"]),
        measures=tuple(shape["measures"]),
        levels=shape["levels"],
        cells=tuple(cells),
        notes=tuple(Label(nl, en) for nl, en in notes),
        units=shape["units"],
        as_of=shape["as_of"],
    )
