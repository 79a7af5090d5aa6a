"""Codes as small numbers: 0 is an empty cell, k the k-th code of its declared list."""

from functools import cache

import numpy as np
import numpy.typing as npt

from pipeline.schema.tables import code_lists

Codes = npt.NDArray[np.int8]
EMPTY = 0


@cache
def code(code_list: str, name: str) -> int:
    """Return the number of one code; raises ValueError for a code that is not declared."""
    return 1 + list(code_lists()[code_list].codes).index(name)


@cache
def code_names(code_list: str, as_labels: bool = False) -> tuple[str, ...]:
    """Return what each number stands for, the empty cell first: the code or its Dutch label."""
    codes = code_lists()[code_list].codes
    return ("", *((label.nl for label in codes.values()) if as_labels else codes))


def yes_no(yes: npt.NDArray[np.bool_]) -> Codes:
    """Return ja where true, nee elsewhere."""
    return np.where(yes, code("jn", "ja"), code("jn", "nee")).astype(np.int8)


def where(condition: npt.NDArray[np.bool_], codes: Codes, otherwise: int = EMPTY) -> Codes:
    """Return the codes where the condition holds, and one other code elsewhere."""
    return np.where(condition, codes, otherwise).astype(np.int8)
