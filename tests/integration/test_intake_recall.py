"""Measured recall: every planted fault is found where it was planted, and nothing else is.

`sample --faults` says in truth/faults.csv which rule must find which fault, and also which findings
its clean cases rightly give. Recall must be 1 and false alarms 0, per rule.
"""

from collections import Counter

import pandas as pd
import pytest

from pipeline.intake import Check, check_deliveries
from pipeline.sample import make_sample
from pipeline.sample.fault_plan import read_fault_plan
from pipeline.schema.rules import rules
from pipeline.schema.tables import code_lists, tables
from tests.deliveries import everything_shown

Place = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recall") / "sample"
    make_sample(folder, faults=True)
    return folder


@pytest.fixture(scope="module")
def checks(sample):
    return check_deliveries(sorted(path for path in sample.iterdir() if path.name != "truth"))


def places_found(checks: list[Check]) -> Counter[Place]:
    """Return levering, regel, tabel, kolom and rij of every finding, one per row."""
    return Counter(
        (check.path.name, f.regel, f.tabel or "", f.kolom or "", row)
        for check in checks
        for f in check.findings
        for row in single_rows(f.bereik)
    )


def single_rows(ranges: str) -> list[str]:
    """Return each row of '2-4, 9'; one empty row for a finding that has none."""
    if not ranges:
        return [""]
    pairs = [part.partition("-") for part in ranges.split(", ")]
    return [str(n) for first, _, last in pairs for n in range(int(first), int(last or first) + 1)]


def places_planted(sample) -> Counter[Place]:
    faults = pd.read_csv(sample / "truth" / "faults.csv", sep=";", dtype=str, keep_default_na=False)
    columns = ["levering", "regel", "tabel", "kolom", "rij"]
    return Counter(faults[columns].itertuples(index=False, name=None))


def test_recall_is_one_and_false_alarms_are_none_for_every_rule(sample, checks):
    planted, seen = places_planted(sample), places_found(checks)
    per_rule = {
        rule: (
            sum(n for place, n in (planted & seen).items() if place[1] == rule),
            sum(n for place, n in planted.items() if place[1] == rule),
            sum(n for place, n in (seen - planted).items() if place[1] == rule),
        )
        for rule in sorted({place[1] for place in planted | seen})
    }
    wrong = {
        rule: f"found {hit} of {want}, {false} false alarms"
        for rule, (hit, want, false) in per_rule.items()
        if hit != want or false
    }
    assert wrong == {}
    assert len(per_rule) >= len(rules()) - len(read_fault_plan().not_planted)


def test_a_clean_sample_gives_no_false_alarm(tmp_path):
    make_sample(tmp_path / "schoon", cases_per_1000=60)
    paths = [path for path in (tmp_path / "schoon").iterdir() if path.name != "truth"]
    checks = check_deliveries(sorted(paths))
    assert {check.status for check in checks} == {"ok"}
    assert places_found(checks) == places_planted(tmp_path / "schoon")


def test_what_is_shown_of_faulty_deliveries_repeats_none_of_their_cells(sample, checks):
    """No cell of a CSV stands in any finding, unless it is the name of a declared code or table."""
    declared = [*code_lists().values(), *tables().values()]
    known = {name for each in declared for name in (*getattr(each, "codes", ()), each.name)}
    known |= {label.nl for codes in code_lists().values() for label in codes.codes.values()}
    for check in checks:
        shown = everything_shown(check)
        cells = {
            cell
            for path in check.path.glob("*.csv")
            for line in path.read_text(encoding="latin-1").splitlines()[1:]
            for cell in line.split(";")
            if len(cell) > 8 and cell not in known
        }
        assert not [cell for cell in cells if f"'{cell}'" in shown or f" {cell} " in shown]
