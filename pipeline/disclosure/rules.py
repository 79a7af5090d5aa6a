"""The primary rules: which cells of a draft may not be shown, looked at one by one."""

from pipeline.disclosure.drafts import Cell, Draft
from pipeline.schema.releases import TOTAL
from pipeline.schema.tiers import Rules


def threshold_of(draft: Draft, cell: Cell, rules: Rules) -> int:
    """Return the smallest count that may be shown for this cell's school, cluster or bestuur."""
    if cell.schools == 1:
        return rules.threshold["school"]
    if "school_id" not in cell.members or cell.codes[draft.position("school_id")] == TOTAL:
        return rules.threshold["bestuur"]
    return rules.threshold[draft.rung.levels["school_id"]]


def small_cells(draft: Draft, rules: Rules) -> frozenset[int]:
    """Return the positions of the cells below their threshold, zero among them."""
    return frozenset(
        position
        for position, cell in enumerate(draft.cells)
        if cell.value < threshold_of(draft, cell, rules)
    )


def nearly_one_school(draft: Draft, rules: Rules) -> frozenset[int]:
    """Return the cells that tell one directie, which knows its own part, too much of the others.

    What is left without the largest school must itself be enough to show: for one other school its
    threshold, for several that of the bestuur.
    """
    found = set()
    for position, cell in enumerate(draft.cells):
        least = rules.threshold["school" if cell.schools == 2 else "bestuur"]
        if cell.schools > 1 and cell.value - cell.largest < least:
            found.add(position)
    return frozenset(found)


def groups(draft: Draft) -> list[list[int]]:
    """Return the positions of the cells that together make a group: a table row, its total last."""
    found: dict[tuple[str, ...], list[int]] = {}
    place = draft.position(draft.table.group or "")
    for position, cell in enumerate(draft.cells):
        found.setdefault((*cell.codes[:place], *cell.codes[place + 1 :]), []).append(position)
    return list(found.values())


def dominant_cells(draft: Draft, rules: Rules) -> frozenset[int]:
    """Return the cells that say something about (nearly) everyone in their group.

    That is a share above the declared one, and "all but a few": the others of the group together
    are fewer than may be shown.
    """
    place = draft.position(draft.table.group or "")
    found: set[int] = set()
    for group in groups(draft):
        parts = [p for p in group if draft.cells[p].codes[place] != TOTAL]
        total = sum(draft.cells[p].value for p in parts)
        for position in parts if len(parts) > 1 else ():
            rest = total - draft.cells[position].value
            few = rest < threshold_of(draft, draft.cells[position], rules)
            if few or draft.cells[position].value > rules.dominance * total:
                found.add(position)
    return frozenset(found)


def primary_cells(draft: Draft, rules: Rules) -> frozenset[int]:
    """Return the positions of all cells that may not be shown, whatever else is hidden."""
    hidden = small_cells(draft, rules) | dominant_cells(draft, rules)
    return hidden | nearly_one_school(draft, rules)
