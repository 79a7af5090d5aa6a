"""Which numbers nobody may learn: what is hidden, and what was not shown but can be worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.disclosure.seen import Members, Seen, SeenCell, SeenTable
from pipeline.schema.releases import TOTAL, Catalogue

HIDDEN, REST, MERGED, YEAR = "verborgen", "rest", "samen", "jaar"
CHANGE, LANDING, OTHERS, SHOWN = "verschil", "plek", "anderen", "getoond"


@dataclass(frozen=True)
class Target:
    """One number to be worked out. `moment`: place of its release among those attacked.

    kind: verborgen (carries the marker), rest (the others of its group), samen (several codes of
    a group together), jaar (one school year of a window), verschil (since release `since`), plek
    (whether the one case that came is in it), anderen (without the school of the reader),
    getoond (stands there as it is).
    """

    kind: str
    moment: int
    table: str
    population: str
    codes: tuple[str, ...]
    members: Members
    since: int | None = None

    @property
    def words(self) -> str:
        """What the number is about, for a reader of the audit; codes only."""
        return f"{self.table}[{', '.join(self.codes)}] ({self.kind})"


def find_targets(moment: int, seen: Seen, catalogue: Catalogue) -> list[Target]:
    """Return every number about the day of this release that may not be worked out."""
    found = []
    for table in seen.tables:
        fresh = [cell for cell in table.cells if not table.is_repeated(cell)]
        found += [_target(HIDDEN, moment, seen, table, cell) for cell in fresh if cell.is_hidden]
        found += _rests(moment, seen, table, fresh, catalogue)
        found += _merged(moment, seen, table, fresh, catalogue)
        found += _years(moment, seen, table, fresh)
    return found


def _target(kind: str, moment: int, seen: Seen, table: SeenTable, cell: SeenCell) -> Target:
    members = seen.members(table, cell)
    return Target(kind, moment, table.name, table.population, cell.codes, members)


def _rows(
    table: SeenTable, cells: Sequence[SeenCell], dimension: str
) -> Iterator[tuple[int, list[SeenCell]]]:
    """Yield the place of a dimension and the cells that differ in it alone, margins left out."""
    place = table.dimensions.index(dimension)
    rows: dict[tuple[str, ...], list[SeenCell]] = {}
    for cell in cells:
        if cell.codes[place] != TOTAL:
            rows.setdefault((*cell.codes[:place], *cell.codes[place + 1 :]), []).append(cell)
    for row in rows.values():
        yield place, row


def _together(
    kind: str,
    moment: int,
    seen: Seen,
    table: SeenTable,
    cells: Sequence[SeenCell],
    place: int,
    code: str,
) -> Target:
    """Return the sum of cells that differ in one dimension, under a name of its own."""
    dimension = table.dimensions[place]
    members = dict(seen.members(table, cells[0]))
    members[dimension] = frozenset(
        c for cell in cells for c in table.members[dimension][cell.codes[place]]
    )
    codes = (*cells[0].codes[:place], code, *cells[0].codes[place + 1 :])
    return Target(kind, moment, table.name, table.population, codes, members)


def _rests(
    moment: int, seen: Seen, table: SeenTable, cells: Sequence[SeenCell], catalogue: Catalogue
) -> Iterator[Target]:
    """Yield for each cell of a group the others together: "all but so many"."""
    declared = catalogue.find(table.name)
    # of a table that is no longer declared any dimension may be its group
    groups = table.dimensions if declared is None else (str(declared.group),)
    for group in groups if set(groups) <= set(table.dimensions) else ():
        for place, row in _rows(table, cells, group):
            for cell in row:
                others = [other for other in row if other is not cell]
                # with a shown one among them the others are no small number together
                if len(others) > 1 and all(other.is_hidden for other in others):
                    name = f"niet {cell.codes[place]}"
                    yield _together(REST, moment, seen, table, others, place, name)


def _merged(
    moment: int, seen: Seen, table: SeenTable, cells: Sequence[SeenCell], catalogue: Catalogue
) -> Iterator[Target]:
    """Yield the sums that a coarser level of a dimension would show, where all parts are hidden."""
    for dimension in table.dimensions:
        levels = catalogue.dimensions[dimension].levels
        here = table.members[dimension]
        for name, coarser in levels.items():
            if name == table.levels.get(dimension):
                continue
            for code, finest in coarser.items():
                parts = {c for c, m in here.items() if c != TOTAL and set(m) <= set(finest)}
                if len(parts) < 2 or {f for c in parts for f in here[c]} != set(finest):
                    continue
                for place, row in _rows(table, cells, dimension):
                    chosen = [cell for cell in row if cell.codes[place] in parts]
                    if len(chosen) == len(parts) and all(cell.is_hidden for cell in chosen):
                        yield _together(MERGED, moment, seen, table, chosen, place, code)


def _years(
    moment: int, seen: Seen, table: SeenTable, cells: Sequence[SeenCell]
) -> Iterator[Target]:
    """Yield for each number of a school or cluster over several years each single year of it."""
    if not {"school_id", "periode"} <= set(table.dimensions):
        return
    school, period = (table.dimensions.index(name) for name in ("school_id", "periode"))
    for cell in cells:
        years = table.members["periode"][cell.codes[period]]
        if cell.codes[school] == TOTAL or len(years) == 1:
            continue
        for year in years:
            members = {**seen.members(table, cell), "periode": frozenset({year})}
            codes = (*cell.codes[:period], year, *cell.codes[period + 1 :])
            yield Target(YEAR, moment, table.name, table.population, codes, members)


def find_changes(earlier: int, later: int, moments: Sequence[Seen]) -> list[Target]:
    """Return for each number shown on both days how much it changed."""
    before = {
        (table.population, *_key(moments[earlier].members(table, cell)))
        for table, cell in moments[earlier].fresh()
    }
    return [
        Target(CHANGE, later, table.name, table.population, cell.codes, members, earlier)
        for table, cell in moments[later].fresh()
        for members in [moments[later].members(table, cell)]
        if (table.population, *_key(members)) in before
    ]


def _key(members: Members) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((dimension, tuple(sorted(codes))) for dimension, codes in members.items())
