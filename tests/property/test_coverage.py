"""The intervals hold the truth about as often as they say; the naive median does not come near."""

import csv

import pytest

from tests.property.simulation import TABLE, simulate


@pytest.fixture(scope="module")
def rows():
    return simulate()


def test_the_published_table_is_what_the_simulation_gives(rows):
    with TABLE.open(encoding="utf-8", newline="") as file:
        _, *printed = list(csv.reader(file))
    assert [tuple(line[:4]) for line in printed] == [row.cells()[:4] for row in rows]
    found = [float(line[4]) for line in printed]
    assert found == pytest.approx([row.gevonden for row in rows], abs=0.002)


def test_intervals_of_95_percent_hold_the_truth_at_least_nine_times_in_ten(rows):
    promised = [row for row in rows if row.verwacht == "0.95"]
    assert len(promised) >= 12
    for row in promised:
        assert row.gevonden >= 0.90, row.wat
    assert sum(row.gevonden for row in promised) / len(promised) == pytest.approx(0.95, abs=0.02)


def test_the_naive_median_is_biased_low_and_ours_is_not(rows):
    naive = [row for row in rows if "alleen de voltooide" in row.wat]
    ours = [row for row in rows if row.wat.startswith("mediaan gedeeld")]
    assert all(row.gevonden < 0.75 for row in naive)
    assert all(0.95 < row.gevonden < 1.12 for row in ours)
    assert abs(ours[-1].gevonden - 1) < 0.05  # with fifty cases


def test_pooled_shares_are_nearer_to_the_truth_than_raw_ones(rows):
    ratios = [row.gevonden for row in rows if row.verwacht == "onder 1" and "scholen" in row.wat]
    assert len(ratios) == 2
    assert all(ratio < 0.8 for ratio in ratios)


def test_alike_schools_are_hardly_ever_told_apart(rows):
    alarms = [row for row in rows if row.verwacht.startswith("hooguit")]
    assert len(alarms) == 2
    for row in alarms:
        assert row.gevonden <= float(row.verwacht.split()[1])
