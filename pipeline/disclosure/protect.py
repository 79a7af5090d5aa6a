"""Complementary suppression: which more cells to hide so that no hidden number can be worked out.

A mixed-integer program chooses the cells, of least weight together, that break every proof found so
far; a linear program looks for new proofs; the two take turns until there is none. Proofs that
`attack` finds join in as `Cut`s. Formulas: Fischetti and Salazar-González (2000), "Models and
algorithms for optimizing cell suppression in tabular data with linear constraints".
"""

from collections.abc import Iterable, Sequence
from itertools import count

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.disclosure.cuts import Cut, Place, Problem, weight
from pipeline.disclosure.drafts import Draft
from pipeline.disclosure.layer import Layer
from pipeline.errors import NoProofError
from pipeline.schema.releases import TOTAL

Floats = npt.NDArray[np.float64]
PATIENCE = 8
"""After so many rounds what is hidden stays hidden: many patterns can be equally good, and trying
them one after the other takes long."""


def protect(problem: Problem, cuts: Iterable[Cut] = ()) -> tuple[frozenset[Place], list[Cut]]:
    """Return all cells to hide, and every cut that led to them, to go on from later.

    The same problem and cuts give the same answer. Raises NoProofError when it was cut short.
    """
    by_population: dict[str, list[Draft]] = {}
    for draft in problem.drafts:
        by_population.setdefault(str(draft.table.population), []).append(draft)
    layers = [
        Layer(drafts, problem.atoms.get(name)) for name, drafts in sorted(by_population.items())
    ]
    master = _Master(problem, [pair for layer in layers for pair in layer.containing()])
    known = list(cuts)
    hidden = problem.hidden
    for number in count():
        hidden = master.choose(known, hidden if number > PATIENCE else problem.hidden)
        new = [cut for layer in layers for cut in layer.proofs(hidden, problem)]
        if not new:
            break
        known += new
    return hidden, known


class _Master:
    """Chooses the cells to hide of least weight together, under the cuts."""

    def __init__(self, problem: Problem, containing: Sequence[tuple[Place, Place]]) -> None:
        self.problem = problem
        self.places = [(cell.table, cell.codes) for draft in problem.drafts for cell in draft.cells]
        self.number = {place: number for number, place in enumerate(self.places)}
        self.weights = np.array([float(weight(d, c)) for d in problem.drafts for c in d.cells])
        self.containing = [(self.number[whole], self.number[part]) for whole, part in containing]
        self.sums = [
            [self.number[place] for place in equation]
            for draft in problem.drafts
            for equation in _equations(draft)
        ]

    def choose(self, cuts: Sequence[Cut], forced: frozenset[Place]) -> frozenset[Place]:
        """Return the cells to hide, `forced` among them; raises NoProofError."""
        if not cuts and not self.containing and not self.sums:
            return forced
        rows, low, high = self._rows(cuts)
        result = milp(
            self.weights,
            integrality=np.ones(len(self.weights)),
            bounds=Bounds(np.array([float(place in forced) for place in self.places]), 1.0),
            constraints=LinearConstraint(rows, low, high),
            options={
                "mip_rel_gap": 0.0,
                "node_limit": self.problem.nodes,
                "time_limit": self.problem.seconds,
            },
        )
        if result.status != 0:
            raise NoProofError("the search for cells to hide ended without proof")
        chosen = np.flatnonzero(result.x > 0.5)
        return frozenset(self.places[number] for number in chosen)

    def _rows(self, cuts: Sequence[Cut]) -> tuple[sp.csr_matrix, Floats, Floats]:
        rows: list[dict[int, float]] = []
        low: list[float] = []
        for cut in cuts:
            known = {self.number[p]: w for p, w in cut.weights.items() if p in self.number}
            if cut.when is not None:
                known[self.number[cut.when]] = -cut.need
            rows.append(known)
            low.append(0.0 if cut.when is not None else cut.need)
        # a cell may be hidden only when all its parts are: else it is known not to be small
        rows += [{part: 1.0, whole: -1.0} for whole, part in self.containing]
        # of a sum and its parts one hidden alone is known: then another is hidden too
        for equation in self.sums:
            rows += [{c: -1.0 if c == one else 1.0 for c in equation} for one in equation]
        low += [0.0] * (len(rows) - len(low))
        entries = [
            (r, column, value) for r, row in enumerate(rows) for column, value in row.items()
        ]
        places, columns, values = zip(*entries, strict=True)
        matrix = sp.csr_matrix((values, (places, columns)), shape=(len(rows), len(self.weights)))
        return matrix, np.array(low), np.full(len(rows), np.inf)


def _equations(draft: Draft) -> list[list[Place]]:
    """Return each margin of a table together with the cells that it adds up."""
    found: dict[tuple[int, tuple[str, ...]], list[Place]] = {}
    for place in range(len(draft.columns)):
        for cell in draft.cells:
            others = (*cell.codes[:place], *cell.codes[place + 1 :])
            found.setdefault((place, others), []).append((cell.table, cell.codes))
    return [
        cells
        for (place, _), cells in found.items()
        if any(codes[place] == TOTAL for _, codes in cells) and len(cells) > 1
    ]
