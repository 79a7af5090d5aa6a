"""A second formulation of the attack, to hold the first one against: whole numbers, nothing merged.

One unknown whole number per school, year, outcome and release; every shown count is one equation
over them; a mixed-integer program looks for the least and the most of a number. It reads the
rendered tables by itself and shares no code with the attack, the pass rule or protection.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.disclosure.safe_table import SafeTable

Atom = tuple[str, str, str]
"""School, school year, outcome."""
Counts = Mapping[Atom, int]
TOTAL = "totaal"
UNKNOWN_UP_TO = 4
CAP = 100_000


@dataclass(frozen=True)
class Shown:
    """One release: its rendered tables, what was true that day, and how outcomes merge.

    merges: level → code → finest outcomes.
    """

    tables: tuple[SafeTable, ...]
    truth: Counts
    merges: Mapping[str, Mapping[str, tuple[str, ...]]]

    def atoms(self, table: SafeTable, row: tuple[object, ...]) -> frozenset[Atom]:
        """Return the finest counts that a cell adds up."""
        codes = dict(zip(table.dimensions, map(str, row), strict=False))
        schools = {a[0] for a in self.truth}
        if codes.get("school_id", TOTAL) != TOTAL:
            schools = {codes["school_id"]}
        years = {a[1] for a in self.truth}
        if "periode" in codes:
            first, last = (int(part) for part in codes["periode"].split("-"))
            years = {f"{year}-{year + 1}" for year in range(first, last)}
        outcomes = {a[2] for a in self.truth}
        if codes.get("uitkomst", TOTAL) != TOTAL:
            outcomes = set(self.merges[table.levels["uitkomst"]][codes["uitkomst"]])
        return frozenset(product(schools, years, outcomes)) & frozenset(self.truth)

    def fresh(self) -> Iterable[tuple[frozenset[Atom], int | None]]:
        """Yield what each cell about this day adds up, and its number; None is the marker."""
        for table in self.tables:
            for row in table.cells:
                again = "*" in table.as_of or any(str(code) in table.as_of for code in row)
                if not again:
                    value = row[len(table.dimensions)]
                    yield self.atoms(table, row), None if value is None else int(str(value))


@dataclass(frozen=True)
class Narrowed:
    """A hidden number that is known better than "0 up to 4", with what is known of it."""

    reader: str
    low: float
    high: float
    true: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


class Second:
    """All releases as one system of whole numbers. `knows`: a school whose numbers are known."""

    def __init__(self, releases: list[Shown], knows: str | None = None) -> None:
        self.releases, self.knows = releases, knows
        self.places: dict[tuple[int, Atom], int] = {}
        for moment, shown in enumerate(releases):
            for atom in sorted(shown.truth):
                self.places[moment, atom] = len(self.places)
        self.least = np.zeros(len(self.places))
        self.most = np.full(len(self.places), float(CAP))
        rows: list[tuple[list[int], list[float], float, float]] = []
        for moment, shown in enumerate(releases):
            for atoms, value in shown.fresh():
                if value is not None:
                    columns = [self.places[moment, atom] for atom in sorted(atoms)]
                    rows.append((columns, [1.0] * len(columns), value, value))
            for atom, count in shown.truth.items():
                if knows is not None and atom[0] == knows:
                    self.least[self.places[moment, atom]] = count
                    self.most[self.places[moment, atom]] = count
        rows += self._growth()
        self.system = self._matrix(rows)

    def _growth(self) -> list[tuple[list[int], list[float], float, float]]:
        """What readers may assume: nothing fell; or no school year fell, when outcomes moved."""
        rows = []
        for later in range(1, len(self.releases)):
            before, now = self.releases[later - 1].truth, self.releases[later].truth
            common = sorted(before.keys() & now.keys())
            fell = any(now[atom] < before[atom] for atom in common)
            groups: dict[tuple[str, ...], list[Atom]] = {}
            for atom in common:
                groups.setdefault(atom[:2] if fell else atom, []).append(atom)
            for atoms in groups.values():
                columns = [self.places[later, a] for a in atoms]
                columns += [self.places[later - 1, a] for a in atoms]
                signs = [1.0] * len(atoms) + [-1.0] * len(atoms)
                rows.append((columns, signs, 0.0, np.inf))
        return rows

    def _matrix(
        self, rows: list[tuple[list[int], list[float], float, float]]
    ) -> LinearConstraint | None:
        if not rows:
            return None
        matrix = sp.lil_matrix((len(rows), len(self.places)))
        for number, (columns, values, _, _) in enumerate(rows):
            matrix[number, columns] = values
        low, high = [row[2] for row in rows], [row[3] for row in rows]
        return LinearConstraint(matrix.tocsr(), low, high)

    def _solve(self, target: npt.NDArray[np.float64]) -> float:
        result = milp(
            target,
            integrality=np.ones(len(target)),
            bounds=Bounds(self.least, self.most),
            constraints=self.system,
        )
        assert result.status == 0, result.message
        return float(round(result.fun))

    def _reaches(self, target: npt.NDArray[np.float64], low: float, high: float) -> bool:
        """Return whether counts that agree with all that was shown put `target` from low to high.

        The counts are checked here: once in some thousands of times HiGHS calls a point the lowest
        while there is a lower one.
        """
        asked = LinearConstraint(target[None, :], low, high)
        known = [self.system] if self.system is not None else []
        result = milp(
            np.zeros(len(target)),
            integrality=np.ones(len(target)),
            bounds=Bounds(self.least, self.most),
            constraints=[*known, asked],
        )
        if result.x is None:
            return False
        point = np.round(result.x)
        inside = np.all(point >= self.least) and np.all(point <= self.most)
        agrees = all(
            np.all(said.A @ point >= said.lb) and np.all(said.A @ point <= said.ub)
            for said in [*known, asked]
        )
        return bool(inside and agrees)

    def narrowed(self, moment: int, *, strict: bool) -> list[Narrowed]:
        """Return the hidden cells of one release that are known too well.

        strict: none may be known better than 0 up to 4. Else a number that is proven to be larger
        than that, or that truly is as large as may be shown, is no small number.
        """
        shown, found = self.releases[moment], []
        for atoms, value in shown.fresh():
            others = [a for a in sorted(atoms) if a[0] != self.knows]
            true = sum(shown.truth[a] for a in others)
            if value is not None or not others or (not strict and true >= 10):
                continue
            target = np.zeros(len(self.places))
            target[[self.places[moment, atom] for atom in others]] = 1.0
            low = self._solve(target)
            high = -self._solve(-target)
            falls = low <= 0 or self._reaches(target, 0, 0)
            rises = high >= UNKNOWN_UP_TO or self._reaches(target, UNKNOWN_UP_TO, np.inf)
            small = low <= UNKNOWN_UP_TO or self._reaches(target, 0, UNKNOWN_UP_TO)
            if not (falls and rises) and (strict or small):
                found.append(Narrowed(self.knows or "buitenstaander", low, high, true))
        return found
