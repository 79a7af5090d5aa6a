"""Releases of drawn counts, each attacked by the second formulation.

`python -m tests.privacy.random_releases [RELEASES] [SEED]` draws as many as asked (2000) and prints
what was found; `many_releases` says how. Each draw is a small bestuur with tables that hang
together, released once or a few times as cases come, with the search of the gate itself.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from pipeline.disclosure.drafts import Scope
from pipeline.disclosure.ledger import RELEASE, Entry, Ledger
from pipeline.disclosure.safe_table import Edition, Publication, SafeTable
from pipeline.disclosure.search import Material, Search
from pipeline.disclosure.seen import read_publication, to_json
from pipeline.errors import DisclosureError
from pipeline.schema.releases import Catalogue, Dimension, Population, ReleaseTable, catalogue
from pipeline.schema.tables import Label
from tests.privacy.second import Atom, Counts, Narrowed, Second, Shown

NO_LABEL = Label("", "")
DAY = date(2025, 8, 31)
FINE = ("a", "b", "c", "d")


@dataclass
class Drawn:
    """One bestuur: its catalogue, its schools and years, and its counts now."""

    known: Catalogue
    scope: Scope
    counts: dict[Atom, int]
    moves: bool


@dataclass
class Tally:
    """What a number of draws gave."""

    releases: int = 0
    hidden: int = 0
    withheld: int = 0
    sequences: int = 0
    found: list[tuple[int, Narrowed]] = field(default_factory=list)

    @property
    def exact(self) -> int:
        return sum(narrowed.is_exact for _, narrowed in self.found)

    def line(self) -> str:
        """Return the tally as one line."""
        return (
            f"{self.releases} releases in {self.sequences} sequences, {self.hidden} hidden cells, "
            f"{self.withheld} tables withheld: {self.exact} exact, "
            f"{len(self.found) - self.exact} narrowed"
        )


def draw_bestuur(draw: random.Random) -> Drawn:
    """Draw a bestuur of one to four schools, one to three years and two to four outcomes.

    One in sixteen has nine schools and one year: as many schools as the attack divides in blocks.
    """
    is_large = draw.random() < 1 / 16
    count = 9 if is_large else draw.randint(1, 4)
    schools = tuple(f"school_{number}" for number in range(count))
    years_back = range(1 if is_large else draw.randint(1, 3))
    years = tuple(f"{2024 - back}-{2025 - back}" for back in years_back)[::-1]
    outcomes = FINE[: draw.choice([2, 2, 3, 3, 4])]
    size = draw.choice([3, 8, 15, 25])
    counts = {
        (school, year, outcome): int(draw.expovariate(1 / size) * draw.choice([0, 1, 1, 2]))
        for school in schools
        for year in years
        for outcome in outcomes
    }
    scope = Scope(schools, {}, years)
    return Drawn(draw_catalogue(draw, outcomes), scope, counts, draw.random() < 0.3)


def draw_catalogue(draw: random.Random, outcomes: tuple[str, ...]) -> Catalogue:
    """Draw one to three tables that count the same cases along different dimensions."""
    finest = {code: (code,) for code in outcomes}
    coarse = {"x": outcomes[:1], "y": outcomes[1:]}
    outcome = Dimension(
        "uitkomst", NO_LABEL, "detail", {}, {"fijn": finest, "middel": coarse, "grof": coarse}
    )
    plain = {name: Dimension(name, NO_LABEL, axis, {}, {}) for name, axis in AXES.items()}
    columns = {name: name for name in ("school_id", "periode", "uitkomst")}
    people = Population("zaken", NO_LABEL, "mart_zaak", None, "count(*)", True, columns, ())
    tables = [
        ReleaseTable(
            f"tabel_{number}",
            "vrijgave",
            "counts",
            NO_LABEL,
            population="zaken",
            dimensions=dimensions,
            windows=draw.randint(1, 3),
            group="uitkomst",
            totals=tuple(d for d in dimensions if d != "periode" and draw.random() < 0.8),
        )
        for number, dimensions in enumerate(draw.sample(SHAPES, draw.randint(1, 3)))
    ]
    return replace(
        catalogue(),
        dimensions={**plain, "uitkomst": outcome},
        populations={"zaken": people},
        tables=tuple(tables),
    )


AXES = {"school_id": "eenheid", "periode": "periode"}
SHAPES = [
    {"school_id": "school", "periode": "jaar", "uitkomst": "fijn"},
    {"school_id": "school", "periode": "drie_jaar", "uitkomst": "fijn"},
    {"school_id": "school", "periode": "drie_jaar", "uitkomst": "middel"},
    {"periode": "jaar", "uitkomst": "fijn"},
    {"periode": "drie_jaar", "uitkomst": "middel"},
    {"periode": "jaar", "uitkomst": "middel"},
]


def grow(draw: random.Random, drawn: Drawn) -> None:
    """Let cases come: none, one, a few or many; and in some besturen outcomes change as well."""
    atoms = sorted(drawn.counts)
    for _ in range(draw.choice([0, 1, 2, 6, 25])):
        drawn.counts[draw.choice(atoms)] += 1
    if draw.random() < 0.3:
        for atom in atoms:
            drawn.counts[atom] += draw.randint(5, 9)
    if drawn.moves:
        school, year, outcome = draw.choice(atoms)
        if drawn.counts[school, year, outcome]:
            other = draw.choice([a for a in atoms if a[:2] == (school, year)])
            drawn.counts[school, year, outcome] -= 1
            drawn.counts[other] += 1


class Sequence:
    """The releases of one bestuur, made as the gate makes them."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.ledger = Ledger(())
        self.moments: dict[str, dict[str, pd.DataFrame]] = {}
        self.shown: list[Shown] = []

    def release(self, tally: Tally) -> bool:
        """Make the next release; return whether it showed anything new."""
        drawn = self.drawn
        rows = [(*atom, count) for atom, count in sorted(drawn.counts.items()) if count]
        frame = pd.DataFrame(rows, columns=["school_id", "periode", "uitkomst", "aantal"])
        atoms = {"zaken": frame.astype({"aantal": "int64"})}
        earlier = tuple(entry.seen for entry in self.ledger.releases)
        material = Material(
            drawn.known, drawn.scope, str(DAY), atoms, self.ledger, earlier, self.moments
        )
        found = Search(material, list(drawn.known.tables), self._wrap).run()
        if not any(planned.fresh.cells for planned in found.planned.values()):
            return False
        tally.releases += 1
        tally.withheld += len(found.withheld)
        tally.hidden += sum(table.hidden for table in found.tables.values())
        self._remember(found.tables, atoms)
        return True

    def _wrap(self, tables: object) -> Publication:
        name = f"u{len(self.ledger.entries)}"
        edition = Edition(name, "vrijgave", "b", None, DAY, "m", DAY, "")
        columns = ("peildatum", "status")
        cells = tuple((school, DAY, "geleverd") for school in self.drawn.scope.schools)
        register = SafeTable(
            "leveringen", "vrijgave", "register", NO_LABEL, ("school_id",), columns, {}, cells
        )
        return Publication(edition, {"leveringen": register, **tables}, {})  # type: ignore[dict-item]

    def _remember(self, tables: object, atoms: dict[str, pd.DataFrame]) -> None:
        publication = self._wrap(tables)
        years = self.drawn.scope.years
        seen = read_publication(publication, self.drawn.known, years=years)
        body = {"release_id": seen.release_id, "peildatum": str(DAY), "seen": to_json(seen)}
        number = len(self.ledger.entries)
        entry = Entry(number, RELEASE, DAY, body, "")
        self.ledger = Ledger((*self.ledger.entries, entry))
        self.moments[seen.release_id] = atoms
        merges = self.drawn.known.dimensions["uitkomst"].levels
        counts: Counts = dict(self.drawn.counts)
        safe = tuple(t for t in publication.tables.values() if t.kind == "counts")
        self.shown.append(Shown(safe, counts, merges))

    def attack(self, draw: random.Random) -> list[Narrowed]:
        """Return what a reader learns too well: of the last release alone, and of all together."""
        last = len(self.shown) - 1
        found = Second(self.shown[-1:]).narrowed(0, strict=True)
        if last:
            everything = Second(self.shown)
            for moment in range(last + 1):
                found += everything.narrowed(moment, strict=False)
        if len(self.drawn.scope.schools) > 1:
            directie = Second(self.shown, draw.choice(self.drawn.scope.schools))
            found += directie.narrowed(last, strict=False)
        return found


def run(releases: int, seed: int | str) -> Tally:
    """Draw until so many releases were made, and return what the attack found."""
    draw, tally = random.Random(seed), Tally()
    while tally.releases < releases:
        number = draw.getrandbits(32)
        mine = random.Random(number)
        sequence = Sequence(draw_bestuur(mine))
        tally.sequences += 1
        for _ in range(mine.choice([1, 1, 2, 3])):
            try:
                is_new = sequence.release(tally)
            except DisclosureError:
                break
            if is_new:
                tally.found += [(number, one) for one in sequence.attack(mine)]
            grow(mine, sequence.drawn)
    return tally


if __name__ == "__main__":
    from tests.privacy.many_releases import main

    main()
