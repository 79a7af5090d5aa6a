"""What would be published of each table: fresh numbers, or those of an earlier release again.

Numbers of a period that changed by less than may be shown stay as they were published: then the
difference of two releases tells nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.disclosure.cuts import Place
from pipeline.disclosure.drafts import Draft, Rung, Scope
from pipeline.disclosure.ledger import Entry, Ledger
from pipeline.disclosure.safe_table import COUNT, HIDDEN, SafeTable
from pipeline.disclosure.seen import Seen, SeenTable
from pipeline.schema.releases import Catalogue
from pipeline.schema.tables import Label

WHOLE = "*"
"""The one block of a table that is not divided by period."""
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Repeated:
    """A block of cells shown again as release `release_id` showed them; None is the marker."""

    release_id: str
    values: Mapping[Codes, int | None]


@dataclass(frozen=True)
class Planned:
    """One table of the release in the making."""

    draft: Draft
    repeated: Mapping[str, Repeated] = field(default_factory=dict)

    @property
    def fresh(self) -> Draft:
        """The part that says something new."""
        again = frozenset(codes for block in self.repeated.values() for codes in block.values)
        return self.draft.without(again)


def block_of(draft: Draft, codes: Codes) -> str:
    """Return the period of a cell, or "*" in a table without periods."""
    return codes[draft.position("periode")] if "periode" in draft.columns else WHOLE


def plan_table(
    draft: Draft, scope: Scope, ledger: Ledger, catalogue: Catalogue, peildatum: str
) -> Planned:
    """Return a table with the blocks that must stay as an earlier release showed them."""
    population = catalogue.populations[str(draft.table.population)]
    blocks: dict[str, list[Codes]] = {}
    for cell in draft.cells:
        blocks.setdefault(block_of(draft, cell.codes), []).append(cell.codes)
    repeated = {}
    for block, codes in blocks.items():
        for entry in reversed(ledger.releases):
            if not population.cohort and entry.body["peildatum"] != peildatum:
                continue
            before = _shown_before(entry, draft, scope, block, codes)
            if before is None:
                continue
            if _says_too_little(draft, before.values):
                repeated[block] = before
            break
    return Planned(draft, repeated)


def _shown_before(
    entry: Entry, draft: Draft, scope: Scope, block: str, codes: Sequence[Codes]
) -> Repeated | None:
    """Return a block as a release showed it, None when its cells or its schools were others."""
    seen = entry.seen
    table = next((table for table in seen.tables if table.name == draft.table.name), None)
    if table is None or table.levels != draft.rung.levels:
        return None
    if not _same_members(draft, seen, table, scope):
        return None
    values = {c.codes: c.hi for c in table.cells if block_of(draft, c.codes) == block}
    if set(values) != set(codes):
        return None
    return Repeated(table.as_of.get(block, seen.release_id), values)


def _same_members(draft: Draft, seen: Seen, table: SeenTable, scope: Scope) -> bool:
    everyone = {finest for school in scope.schools for finest in scope.finest(school)}
    if everyone != set(seen.schools):
        return False
    now = {
        (dimension, code): members
        for cell in draft.cells
        for dimension, code in zip(draft.columns, cell.codes, strict=True)
        for members in [cell.members[dimension]]
    }
    then = {
        (d, code): frozenset(m) for d, codes in table.members.items() for code, m in codes.items()
    }
    return all(then.get(key, members) == members for key, members in now.items())


def _says_too_little(draft: Draft, before: Mapping[Codes, int | None]) -> bool:
    """Return whether a block changed nowhere, or somewhere by less than may be shown."""
    now = {cell.codes: cell.value for cell in draft.cells}
    changes = [abs(now[codes] - value) for codes, value in before.items() if value is not None]
    smallest = _smallest_change(draft)
    return all(change == 0 for change in changes) or any(0 < c < smallest for c in changes)


def _smallest_change(draft: Draft) -> int:
    """The smallest change that may be seen: one more than must stay unknown, by the catalogue."""
    from pipeline.schema.releases import catalogue

    rules = catalogue().tiers[draft.table.tier].rules
    assert rules is not None
    return rules.unknown_up_to + 1


def render(planned: Planned, hidden: frozenset[Place], scope: Scope) -> SafeTable:
    """Return the table as readers will see it."""
    draft = planned.draft
    again = {c: v for block in planned.repeated.values() for c, v in block.values.items()}
    rows = []
    for cell in draft.cells:
        is_hidden = (cell.table, cell.codes) in hidden
        value = again.get(cell.codes, None if is_hidden else cell.value)
        rows.append((*cell.codes, value, value is None))
    return SafeTable(
        name=draft.table.name,
        tier=draft.table.tier,
        kind="counts",
        title=draft.table.title,
        dimensions=draft.columns,
        measures=(COUNT, HIDDEN),
        levels=draft.rung.levels,
        cells=tuple(rows),
        notes=tuple(_notes(planned, sum(row[-1] is True for row in rows))),
        units=scope.units if "school_id" in draft.columns else {},
        as_of={block: found.release_id for block, found in planned.repeated.items()},
    )


def _notes(planned: Planned, hidden: int) -> Iterable[Label]:
    if planned.draft.rung.merged:
        merged = _merged(planned.draft.rung)
        yield Label(
            f"Samengevoegd, omdat de aantallen anders te klein zijn: {merged.nl}.",
            f"Merged, since the counts would be too small otherwise: {merged.en}.",
        )
    if hidden:
        yield Label(
            f"Verborgen: {hidden} van {len(planned.draft.cells)} aantallen, omdat ze klein zijn of "
            f"omdat een klein aantal er anders uit te rekenen is.",
            f"Hidden: {hidden} of {len(planned.draft.cells)} counts, because they are small or "
            f"because a small count could be worked out from them.",
        )
    for block, found in sorted(planned.repeated.items()):
        which = "De tabel staat" if block == WHOLE else f"De aantallen van {block} staan"
        table = "The table stands" if block == WHOLE else f"The counts of {block} stand"
        yield Label(
            f"{which} er zoals in uitgave {found.release_id}.",
            f"{table} as in release {found.release_id}.",
        )


_TOGETHER = {
    "drie_jaar": Label("drie schooljaren samen", "three school years together"),
    "vijf_jaar": Label("vijf schooljaren samen", "five school years together"),
    "cluster": Label("scholen in groepen", "schools in groups"),
    "bestuur": Label("alle scholen samen", "all schools together"),
}
"""What a level of the ladder means to a reader; each other level is one of detail."""


def _merged(rung: Rung) -> Label:
    """Return in words what was put together; the finest level of a dimension is not said."""
    found = [
        _TOGETHER.get(
            level, Label(f"{dimension} in minder groepen", f"{dimension} in fewer groups")
        )
        for dimension, level in rung.levels.items()
        if level not in ("jaar", "fijn", "school")
    ]
    return Label("; ".join(each.nl for each in found), "; ".join(each.en for each in found))
