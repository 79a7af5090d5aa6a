"""Everything a release is made of, read from the case database in one go."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.disclosure.classes import make_classes
from pipeline.disclosure.drafts import Scope, count_atoms, ladder
from pipeline.disclosure.exact import Base, read_base, read_exact, read_register
from pipeline.disclosure.judge import Atoms
from pipeline.disclosure.ledger import Entry
from pipeline.disclosure.links import holding_links
from pipeline.disclosure.safe_table import SafeTable
from pipeline.disclosure.units import read_clusters, read_mergers
from pipeline.manifest import read_manifest
from pipeline.schema.releases import Catalogue, Link, ReleaseTable
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Loaded:
    """Exact counts by population, registers, and the exact tables of each school."""

    base: Base
    atoms: Atoms
    registers: Mapping[str, SafeTable]
    exact: Mapping[str, Mapping[str, SafeTable]]
    links: tuple[Link, ...]
    meldcode: str


def load_all(workspace: Workspace, catalogue: Catalogue) -> Loaded:
    """Return everything that a release of this workspace is made of.

    Raises BuildError when a mart is absent, DisclosureError for the schools of two besturen.
    """
    with open_cases(workspace, read_only=True) as connection:
        base = read_base(connection, read_clusters(workspace), read_mergers(workspace))
        atoms = {
            name: count_atoms(connection, population)
            for name, population in catalogue.populations.items()
        }
        registers = {
            table.name: read_register(connection, table)
            for table in catalogue.of_tier("vrijgave")
            if table.kind == "register"
        }
        exact = read_exact(connection, catalogue.of_tier("vertrouwelijk"))
    links = holding_links(catalogue, atoms)
    return Loaded(base, atoms, registers, exact, links, _meldcode(workspace))


def _meldcode(workspace: Workspace) -> str:
    """Return the meldcode that the marts were last built with."""
    return str(read_manifest(workspace).get("build", {}).get("meldcode", "basisonderwijs"))


def class_tables(loaded: Loaded, catalogue: Catalogue, last: Entry | None) -> dict[str, SafeTable]:
    """Return the tables of classes; of the same peildatum they stay as they were published."""
    peildatum = loaded.base.peildatum.isoformat()
    before = last.body["classes"] if last and last.body["peildatum"] == peildatum else {}
    found = {}
    for table in catalogue.of_tier("vrijgave"):
        if table.kind != "classes":
            continue
        made = _first_shown(table, loaded, catalogue)
        if made is not None:
            found[table.name] = _as_before(made, before.get(table.name))
    return found


def _first_shown(table: ReleaseTable, loaded: Loaded, catalogue: Catalogue) -> SafeTable | None:
    """Return a table of classes at the first rung where not too much of it is hidden."""
    rules = catalogue.tiers[table.tier].rules
    assert rules is not None
    most = rules.most_hidden if table.most_hidden is None else table.most_hidden
    atoms = loaded.atoms[str(table.population)]
    purged = frozenset(str(year) for (year,) in loaded.registers["geschoond"].cells)
    for rung in ladder(table, catalogue, has_clusters=False):
        made = make_classes(table, rung, loaded.base.scope, catalogue, atoms, purged)
        if made.cells and made.hidden <= most * len(made.cells):
            return made
    return None


def _as_before(made: SafeTable, before: Mapping[str, Any] | None) -> SafeTable:
    if before is None:
        return made
    cells = tuple(tuple(row) for row in before["cells"])
    return SafeTable(
        made.name,
        made.tier,
        made.kind,
        made.title,
        made.dimensions,
        made.measures,
        before["levels"],
        cells,
        made.notes,
    )


def plain_classes(tables: Mapping[str, SafeTable]) -> dict[str, Any]:
    """Return what the ledger keeps of the tables of classes."""
    return {
        name: {"levels": dict(table.levels), "cells": [list(row) for row in table.cells]}
        for name, table in sorted(tables.items())
        if table.kind == "classes"
    }


def hashes(tables: Mapping[str, SafeTable]) -> dict[str, str]:
    """Return name → hash of the registers among these tables."""
    registers = {name: table for name, table in tables.items() if table.kind == "register"}
    return {name: registers[name].sha256 for name in sorted(registers)}


def plain_units(scope: Scope) -> dict[str, list[str]]:
    """Return cluster or merged school → its schools, as the ledger keeps it."""
    return {unit: sorted(schools) for unit, schools in sorted(scope.units.items())}


def same_frame(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Return whether two frames of counts hold the same, in whatever order."""
    rows = [sorted(map(tuple, frame.astype(str).to_numpy())) for frame in (one, other)]
    return list(one.columns) == list(other.columns) and rows[0] == rows[1]


def catalogue_hash(known: Catalogue) -> str:
    """Return a hash over all declarations that decide what is published."""
    return hashlib.sha256(repr(known).encode()).hexdigest()
