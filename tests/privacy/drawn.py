"""Published tables drawn by hand, as what readers saw, with a catalogue of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from pipeline.disclosure.drafts import Cell, Draft, Rung
from pipeline.disclosure.seen import Seen, SeenCell, SeenTable
from pipeline.schema.releases import (
    Catalogue,
    Dimension,
    Population,
    ReleaseTable,
    catalogue,
)
from pipeline.schema.tables import Label

Codes = tuple[str, ...]
NO_LABEL = Label("", "")


def drawn_catalogue(dimensions: Sequence[str], tables: Iterable[str]) -> Catalogue:
    """Return a catalogue of one population, `geteld`, divided by these dimensions."""
    known = {name: Dimension(name, NO_LABEL, "fixed", {}, {}) for name in dimensions}
    population = Population(
        "geteld", NO_LABEL, "mart_geteld", None, "count(*)", True, {n: n for n in dimensions}, ()
    )
    return replace(
        catalogue(),
        dimensions=known,
        populations={"geteld": population},
        tables=tuple(drawn_table(name, dimensions) for name in tables),
    )


def drawn_table(name: str, dimensions: Sequence[str]) -> ReleaseTable:
    levels = dict.fromkeys(dimensions, "fijn")
    return ReleaseTable(
        name,
        "vrijgave",
        "counts",
        NO_LABEL,
        population="geteld",
        dimensions=levels,
        group=dimensions[-1],
    )


class Case:
    """One case of `sdc_cases.json`."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content
        self.dimensions = [dimension["name"] for dimension in content["dims"]]
        self.members = {
            dimension["name"]: {
                **{leaf: (leaf,) for leaf in dimension["leaves"]},
                **{group: tuple(leaves) for group, leaves in dimension["groups"].items()},
            }
            for dimension in content["dims"]
        }
        self.atoms = {tuple(atom["key"]): atom["value"] for atom in content["atoms"]}

    def value(self, codes: Codes) -> int:
        """Return the true count of a cell."""
        behind = [self.members[d][code] for d, code in zip(self.dimensions, codes, strict=True)]
        return sum(self.atoms.get(atom, 0) for atom in product(*behind))

    def cells(self, table: Mapping[str, Any]) -> list[Codes]:
        if table["cells"] == "all":
            return list(product(*(self.members[dimension] for dimension in self.dimensions)))
        return [tuple(codes) for codes in table["cells"]]

    def seen(self) -> Seen:
        """Return the tables of the case as a reader sees them."""
        tables = []
        for number, table in enumerate(self.content["tables"]):
            hidden = {tuple(codes) for codes in table.get("hidden", ())}
            cells = tuple(
                SeenCell(codes, 0, None)
                if codes in hidden
                else SeenCell(codes, self.value(codes), self.value(codes))
                for codes in self.cells(table)
            )
            tables.append(drawn_seen_table(f"tabel_{number}", self.dimensions, self.members, cells))
        return Seen("getekend", (), (), tuple(tables), ())

    def drafts(self) -> tuple[Draft, ...]:
        """Return the tables of the case as the gate sees them, nothing hidden yet."""
        return tuple(
            Draft(
                drawn_table(f"tabel_{number}", self.dimensions),
                Rung(dict.fromkeys(self.dimensions, "fijn"), 0),
                tuple(self._cell(f"tabel_{number}", codes) for codes in self.cells(table)),
            )
            for number, table in enumerate(self.content["tables"])
        )

    def _cell(self, table: str, codes: Codes) -> Cell:
        members = {
            dimension: frozenset(self.members[dimension][code])
            for dimension, code in zip(self.dimensions, codes, strict=True)
        }
        return Cell(table, codes, members, self.value(codes), 0, 1)

    def catalogue(self) -> Catalogue:
        return drawn_catalogue(
            self.dimensions, [f"tabel_{number}" for number in range(len(self.content["tables"]))]
        )


def drawn_seen_table(
    name: str,
    dimensions: Sequence[str],
    members: Mapping[str, Mapping[str, tuple[str, ...]]],
    cells: tuple[SeenCell, ...],
) -> SeenTable:
    return SeenTable(
        name, "geteld", tuple(dimensions), dict.fromkeys(dimensions, "fijn"), members, cells, {}
    )


def hide(seen: Seen, hidden: Iterable[tuple[str, Codes]]) -> Seen:
    """Return what a reader sees when these cells carry the marker."""
    chosen = set(hidden)
    tables = tuple(
        replace(
            table,
            cells=tuple(
                SeenCell(cell.codes, 0, None) if (table.name, cell.codes) in chosen else cell
                for cell in table.cells
            ),
        )
        for table in seen.tables
    )
    return replace(seen, tables=tables)
