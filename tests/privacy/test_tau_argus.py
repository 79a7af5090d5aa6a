"""Beside tau-Argus, the program of the statistical offices, where `pytauargus` installs.

It protects against exact disclosure and a declared range, this project against "not 0 up to 4", so
patterns differ; what must agree is that neither leaves a small number exact.
"""

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.disclosure.cuts import Problem
from pipeline.disclosure.protect import protect
from tests.privacy.drawn import Case, Codes, hide
from tests.privacy.test_known_answers import intervals

tau_argus = pytest.importorskip("pytauargus", reason="pytauargus is not installed")


def draw_case(seed: int) -> Case:
    """Draw a table of four by four with both margins."""
    draw = random.Random(seed)
    names = {"rij": [f"r{n}" for n in range(4)], "kolom": [f"k{n}" for n in range(4)]}
    atoms = [
        {"key": [row, column], "value": draw.choice([1, 2, 3, 6, 9, 14, 20])}
        for row in names["rij"]
        for column in names["kolom"]
    ]
    dims = [
        {"name": name, "leaves": leaves, "groups": {"Total": leaves}}
        for name, leaves in names.items()
    ]
    return Case({"dims": dims, "atoms": atoms, "tables": [{"cells": "all"}]})


def by_tau_argus(case: Case, folder: Path) -> dict[Codes, str]:
    """Return the status that tau-Argus gives each cell: S safe, U unsafe, M hidden as well."""
    rows = [(*key, 1.0) for key, count in case.atoms.items() for _ in range(count)]
    micro = pd.DataFrame(rows, columns=[*case.dimensions, "aantal"])
    made: Any = tau_argus.protect(
        micro,
        case.dimensions,
        response="aantal",
        safety_rules="FREQ(5,100)",
        suppress="OPT(1)",
        workdir=str(folder),
    )
    frame = made.tables[0].dataframe()
    codes = frame[case.dimensions].itertuples(index=False)
    return dict(zip(map(tuple, codes), frame["status"], strict=True))


@pytest.mark.parametrize("seed", range(6))
def test_neither_leaves_a_small_number_exact(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # it writes logs where it runs
    case = draw_case(seed)
    status = by_tau_argus(case, tmp_path)
    small = [codes for codes in status if 0 < case.value(codes) < 5]
    assert sorted(codes for codes, found in status.items() if found == "U") == sorted(small)

    theirs = hide(case.seen(), [("tabel_0", c) for c, found in status.items() if found != "S"])
    assert [c for c, (low, high) in intervals(case, theirs, small).items() if low == high] == []

    primary = frozenset(("tabel_0", codes) for codes in small)
    pattern, _ = protect(Problem(case.drafts(), primary, 4, 20000, 60))
    ours = intervals(case, hide(case.seen(), pattern), [codes for _, codes in sorted(pattern)])
    assert [c for c, (low, high) in ours.items() if low > 0 or high < 4] == []
