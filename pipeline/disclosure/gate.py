"""The gate: the only way from the case database to `publicatie/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from pipeline.disclosure.drafts import Draft, Scope, count_atoms, ladder, make_draft
from pipeline.disclosure.exact import Base, read_base, read_exact, read_register
from pipeline.disclosure.publication import move_into_place, settle, stage
from pipeline.disclosure.rules import primary_cells
from pipeline.disclosure.safe_table import (
    COUNT,
    HIDDEN,
    Edition,
    Publication,
    SafeTable,
    content_hash,
)
from pipeline.errors import DisclosureError
from pipeline.schema.releases import Catalogue, catalogue
from pipeline.schema.tables import Label
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ReleaseSummary:
    """What a release did: tables published, cells hidden, tables merged, tables held back and why."""

    release_id: str
    tables: int
    hidden: int
    merged: int
    withheld: Mapping[str, str]


def _safe_table(draft: Draft, hidden: frozenset[int]) -> SafeTable:
    """Return a draft without what is hidden; with any hidden cell it goes without its margins."""
    cells = tuple(
        (*cell.codes, None if position in hidden else cell.value, position in hidden)
        for position, cell in enumerate(draft.cells)
        if not (hidden and draft.is_total(cell))
    )
    return SafeTable(
        name=draft.table.name,
        tier=draft.table.tier,
        kind="counts",
        title=draft.table.title,
        dimensions=draft.columns,
        measures=(COUNT, HIDDEN),
        levels=draft.rung.levels,
        cells=cells,
    )


def _protect(
    known: Catalogue, scope: Scope, atoms: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, SafeTable], dict[str, Label], int]:
    """Walk each table down the ladder until few enough cells are hidden."""
    safe, withheld, merged = {}, {}, 0
    rules = known.tiers["vrijgave"].rules
    assert rules is not None
    for table in known.of_tier("vrijgave"):
        if table.kind != "counts":
            continue
        for rung in ladder(table, known, bool(scope.clusters)):
            draft = make_draft(table, rung, scope, known, atoms[table.population or ""])
            hidden = primary_cells(draft, rules)
            if draft.cells and len(hidden) <= rules.most_hidden * len(draft.cells):
                safe[table.name] = _safe_table(draft, hidden)
                merged += rung.merged > 0
                break
        else:
            withheld[table.name] = Label(
                "te weinig zaken om iets te mogen tonen", "too few cases to show anything"
            )
    return safe, withheld, merged


def release(
    workspace: Workspace,
    *,
    edition: str | None = None,
    approve: str | None = None,
    progress: Progress | None = None,
) -> ReleaseSummary:
    """Publish what may be published, all of it or nothing.

    Raises DisclosureError when no table of counts may be shown, BuildError when a mart is absent.
    """
    workspace.require_cases()
    workspace.create()
    known = catalogue()
    with open_cases(workspace, read_only=True) as connection:
        base = read_base(connection, {})
        atoms = {
            name: count_atoms(connection, population)
            for name, population in known.populations.items()
        }
        registers = [t for t in known.of_tier("vrijgave") if t.kind == "register"]
        safe = {table.name: read_register(connection, table) for table in registers}
        exact = read_exact(connection, known.of_tier("vertrouwelijk"), known)
    counts, withheld, merged = _protect(known, base.scope, atoms)
    safe = dict(sorted({**safe, **counts}.items()))
    if not counts:
        raise DisclosureError("no table may be shown: too few cases; nothing was published")
    release_id = f"{base.peildatum.isoformat()}-{content_hash(safe)[:12]}"
    files = _files(workspace, base, release_id, safe, withheld, exact)
    settle(workspace, release_id)
    move_into_place(workspace, stage(workspace, release_id, files))
    return ReleaseSummary(
        release_id,
        len(safe),
        sum(table.hidden for table in safe.values()),
        merged,
        {name: reason.nl for name, reason in withheld.items()},
    )


def _files(
    workspace: Workspace,
    base: Base,
    release_id: str,
    safe: Mapping[str, SafeTable],
    withheld: Mapping[str, Label],
    exact: Mapping[str, Mapping[str, SafeTable]],
) -> dict[Path, Publication]:
    def publication(tier: str, school: str | None, tables: Mapping[str, SafeTable]) -> Publication:
        made = Edition(
            release_id,
            tier,
            base.bestuur_id,
            school,
            base.peildatum,
            "basisonderwijs",
            datetime.now(UTC).date(),
            content_hash(tables),
        )
        return Publication(made, tables, withheld)

    files = {workspace.released: publication("vrijgave", None, safe)}
    for school, tables in exact.items():
        both = {**tables, **safe}
        files[workspace.confidential(school)] = publication("vertrouwelijk", school, both)
    return files
