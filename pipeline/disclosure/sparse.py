"""The same statements written with fewer terms, so that a linear program over them is quick.

Sums overlap: a margin and its parts, the same cell in two releases, a link for each interval. One
statement less another is a statement too, often a much shorter one, and takes nothing away.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
ENOUGH = 0.98
"""Rewriting goes on while it leaves out at least two in a hundred terms."""


@dataclass(frozen=True)
class Statements:
    """Sums of unknowns with their bounds. `change`: how each is made of the statements given."""

    rows: sp.csr_matrix
    low: Floats
    high: Floats
    change: sp.csr_matrix


def sparser(rows: sp.csr_matrix, low: Floats, high: Floats) -> Statements:
    """Return statements that hold for the same counts as those given, with fewer terms."""
    exact = low == high
    change = sp.identity(len(low), format="csr")
    while rows.nnz:
        step = _subtract_nearest(rows, exact)
        shorter = (step @ rows).tocsr()
        shorter.eliminate_zeros()
        if shorter.nnz > ENOUGH * rows.nnz:
            break
        rows, change = shorter, (step @ change).tocsr()
    known = np.where(exact, low, 0.0)
    moved = change @ known - known
    return Statements(rows, low + moved, high + moved, change)


def _subtract_nearest(rows: sp.csr_matrix, exact: Flags) -> sp.csr_matrix:
    """Return a matrix that adds to each row, or takes from it, the one that cancels most terms.

    Only a shorter row of one exact value is added or taken, so that the step can be undone.
    """
    terms = np.diff(rows.indptr)
    order = np.lexsort((np.arange(len(terms)), terms))
    rank = np.argsort(order)
    both = (abs(rows) @ abs(rows).T).tocoo()
    one, other, shared = both.row, both.col, both.data
    product = np.asarray((rows @ rows.T).tocsr()[one, other]).ravel()
    # terms are 1 or -1: those that cancel are equal, or opposite when the row is added
    left = terms[one] + terms[other] - shared - (shared + np.abs(product)) / 2
    better = (rank[other] < rank[one]) & exact[other] & (left < terms[one])
    chosen = np.lexsort((other[better], left[better], one[better]))
    one, other, sign = (found[better][chosen] for found in (one, other, np.sign(product)))
    _, first = np.unique(one, return_index=True)
    taken = sp.csr_matrix((sign[first], (one[first], other[first])), shape=both.shape)
    return (sp.identity(len(terms), format="csr") - taken).tocsr()
