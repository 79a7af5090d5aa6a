"""Every planted fault is found by its own rule, in its own row, and nothing else is found.

Recall and false alarms per rule, over a bestuur with a fault for every rule and one without.
"""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from pipeline.intake import check_deliveries
from pipeline.intake.findings import Finding
from pipeline.key import make_key
from pipeline.sample import SampleSummary, make_sample

Place = tuple[str, str, str, str, str]


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(tmp_path / "sleutel")
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))


def expected_findings(sample: SampleSummary) -> Counter[Place]:
    truth = pd.read_csv(
        sample.folder / "truth" / "faults.csv", sep=";", dtype=str, keep_default_na=False
    )
    columns = ["levering", "tabel", "kolom", "regel", "rij"]
    return Counter(truth[columns].itertuples(index=False, name=None))


def findings(sample: SampleSummary) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for check in check_deliveries(sample.deliveries):
        for each in check.findings:
            for row in rows(each):
                place = (check.path.name, each.tabel or "", each.kolom or "", each.regel, row)
                found[place] += 1
    return found


def rows(finding: Finding) -> list[str]:
    """Return every row of a finding, from its ranges; '' when it is about no row."""
    spans = [part.split("-") for part in finding.bereik.split(", ") if part]
    every = [str(row) for span in spans for row in range(int(span[0]), int(span[-1]) + 1)]
    return every or [""]


@pytest.mark.parametrize(("faults", "rate"), [(True, 12.0), (False, 60.0)])
def test_each_rule_finds_all_its_faults_and_nothing_else(
    tmp_path: Path, faults: bool, rate: float
) -> None:
    sample = make_sample(tmp_path / "in", faults=faults, cases_per_1000=rate)
    expected, found = expected_findings(sample), findings(sample)
    assert expected - found == Counter(), "missed"
    assert found - expected == Counter(), "false alarm"
