"""The norms agree with a second reading in plain Python, on every small case of each kind of rule.

The grids are exhaustive: all combinations of what a school can deliver about the rule. They start
from delivered rows, so the wide tables are tested along with the conditions.
"""

import pytest

from tests.spec import grids_of_records as records
from tests.spec import grids_of_steps as steps
from tests.spec import second_reading as read
from tests.spec.grid import Grid
from tests.support.stg import judge_norms

GRIDS = (
    steps.fill_existence,
    steps.fill_before_decision,
    steps.fill_all_steps,
    records.fill_answers,
    records.fill_documents,
    steps.fill_permission,
    records.fill_reports,
    records.fill_notes,
    records.fill_decisions_to_report,
    records.fill_evaluations,
    steps.fill_employees,
    steps.fill_allowed,
)


@pytest.fixture(scope="module")
def judged() -> tuple[Grid, dict[str, dict[int, str]]]:
    """Return the grid of all kinds of rules, and what the database says of its units."""
    grid = Grid()
    for fill in GRIDS:
        fill(grid)
    connection = judge_norms(grid.rows, *grid.expected, peildatum=read.PEILDATUM.isoformat())
    found: dict[str, dict[int, str]] = {norm_id: {} for norm_id in grid.expected}
    for norm_id, unit, verdict in connection.execute(
        "SELECT norm_id, eenheid_nr, coalesce(uitzondering, verdict) FROM mart_norm"
    ).fetchall():
        if unit in grid.expected.get(norm_id, {}):
            found[norm_id][unit] = verdict
    return grid, found


NORMS = (
    "S1-01", "S2-03", "G-02", "G-07", "S3-20", "S1-06", "S2-14", "S2-07",
    "S3-23", "B-04", "D-01", "B-11", "E-02", "G-06", "S2-04",
)  # fmt: skip


@pytest.mark.parametrize("norm_id", NORMS)
def test_every_small_case_gets_the_verdict_of_the_second_reading(judged, norm_id):
    grid, found = judged
    expected = grid.expected[norm_id]
    wrong = {
        unit: (found[norm_id].get(unit), verdict)
        for unit, verdict in expected.items()
        if found[norm_id].get(unit) != verdict
    }
    assert wrong == {}, f"{len(wrong)} of {len(expected)}"


def test_the_grids_show_every_verdict():
    grid = Grid()
    for fill in GRIDS:
        fill(grid)
    shown = {verdict for verdicts in grid.expected.values() for verdict in verdicts.values()}
    assert shown >= {read.MET, read.NOT, read.OPEN, read.OUT, read.UNKNOWN, "U4", "U5", "U7", "U8"}
    assert set(grid.expected) == set(NORMS)
