"""Deliveries week after week and a release each quarter: what stays behind stays bounded."""

import json

import pytest

from pipeline.intake import read_quality
from pipeline.key import ensure_key
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.bench.long_run import simulate

pytestmark = pytest.mark.slow
SCHOOLS, WEEKS, QUARTER = 4, 6, 3


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    root = tmp_path_factory.mktemp("jaar")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(root / "sleutel"))
        ensure_key()
        yield Workspace(root / "werkmap"), list(simulate(root, SCHOOLS, WEEKS, QUARTER))


def test_every_delivery_stays_in_the_register_and_the_details_of_the_last_two_of_a_school(run):
    _, (first, second) = run
    assert first.log_rows["log_levering"] == SCHOOLS * QUARTER
    assert second.log_rows["log_levering"] == SCHOOLS * WEEKS
    for table in ("log_regel", "log_spiegel", "log_zaken"):
        assert first.log_rows[table] == second.log_rows[table] > 0, table
    assert second.log_rows["log_zaken"] == 2 * SCHOOLS


def test_a_delivery_is_still_compared_with_the_one_before_it(run):
    workspace, _ = run
    with open_cases(workspace, read_only=True) as connection:
        schools = connection.execute("SELECT DISTINCT school_id FROM stg_zaak").fetchall()
    changes = [read_quality(workspace, school).wijzigingen for (school,) in schools]
    assert all((frame["soort"] == "zaken").any() for frame in changes)


def test_the_second_quarter_adds_a_release_note_and_no_other_file(run):
    workspace, (first, second) = run
    notes = sorted(workspace.publication.glob("vrijgavenota-*.md"))
    assert second.files - first.files == len(notes) - 1
    assert second.cases_bytes < 2 * first.cases_bytes
    assert list(workspace.temp.iterdir()) == []


def test_the_ledger_has_a_line_for_each_release_that_showed_something_new(run):
    workspace, quarters = run
    lines = [json.loads(line) for line in workspace.ledger.read_text("utf-8").splitlines()]
    new = sum("tables" in quarter.released for quarter in quarters)
    assert sum(line["kind"] == "uitgave" for line in lines) == new
