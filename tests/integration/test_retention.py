"""Purge: what is past its term is gone from every table, and the rest is as it was."""

import json
from datetime import date

import pytest

from pipeline.errors import WorkspaceError
from pipeline.intake import load_deliveries
from pipeline.retention import closed_until, purge_workspace
from pipeline.retention import purge as purge_module
from pipeline.schema.retention import retention
from pipeline.status import workspace_status
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace
from tests.integration.six_cases import (
    MUST_GO,
    SCHOOL,
    STAY,
    TODAY,
    cases,
    copy_loaded,
    rows,
    token,
    write_delivery,
)


@pytest.fixture
def workspace(six_cases, tmp_path, monkeypatch):
    return copy_loaded(six_cases, tmp_path, monkeypatch)


def test_a_case_goes_two_school_years_after_closing_or_after_its_own_date(workspace):
    purge_workspace(workspace, TODAY)
    assert cases(workspace) == STAY


def test_the_day_before_nothing_goes(workspace):
    assert purge_workspace(workspace, date(2026, 1, 9)) == {}
    assert cases(workspace) == MUST_GO | STAY


def test_an_open_case_without_a_date_of_its_own_stays_for_ever(workspace):
    purge_workspace(workspace, date(2039, 1, 1))
    assert cases(workspace) == {"C"}


def test_the_rows_of_a_case_go_with_it_from_every_table(workspace):
    counts = purge_workspace(workspace, TODAY)
    assert counts == {"stg_zaak": 2, "stg_gebeurtenis": 4, "stg_oudergesprek": 2, "stg_besluit": 2}
    left = "SELECT count(*) FROM stg_{} WHERE {} NOT IN (SELECT {} FROM stg_{})"
    assert rows(workspace, left.format("gebeurtenis", "zaak_nr", "zaak_nr", "zaak")) == [(0,)]
    assert rows(
        workspace, left.format("oudergesprek", "gebeurtenis_nr", "gebeurtenis_nr", "gebeurtenis")
    ) == [(0,)]
    assert rows(workspace, "SELECT count(*) FROM stg_oudergesprek") == [(4,)]


def test_tables_that_others_add_are_emptied_of_those_cases_too(workspace):
    with open_cases(workspace) as connection:
        connection.execute("CREATE TABLE mart_proef AS SELECT zaak_nr, 1 AS n FROM stg_zaak")
        connection.execute("CREATE TABLE mart_los AS SELECT besluit_nr FROM stg_besluit")
        connection.execute("CREATE TABLE mart_tel AS SELECT count(*) AS n FROM stg_zaak")
    counts = purge_workspace(workspace, TODAY)
    assert (counts["mart_proef"], counts["mart_los"]) == (2, 2)
    assert rows(workspace, "SELECT n FROM mart_tel") == [(6,)]


def test_what_stays_is_as_it_was_in_the_same_order(workspace):
    query = "SELECT * FROM stg_zaak WHERE zaak_id NOT LIKE 'A%' AND zaak_id NOT LIKE 'D%'"
    before = rows(workspace, query)
    purge_workspace(workspace, TODAY)
    assert rows(workspace, "SELECT * FROM stg_zaak") == before


def test_the_delivery_of_a_school_stays_known_when_all_its_cases_are_gone(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "kort", keep={"A"})])
    purge_workspace(workspace, TODAY)
    assert cases(workspace) == set()
    assert rows(workspace, "SELECT school_id, peildatum FROM stg_levering") == [
        (SCHOOL, date(2025, 12, 31))
    ]
    assert rows(workspace, "SELECT count(*) FROM log_levering") == [(2,)]
    (school,) = workspace_status(workspace).deliveries
    assert (school.status, school.cases) == ("herlevering", 0)  # not "nul_zaken": it had a case


def test_the_log_says_from_when_on_the_cases_are_whole(workspace):
    purge_workspace(workspace, TODAY)
    assert rows(workspace, "SELECT DISTINCT volgnr, gesloten_tot FROM log_verwijdering") == [
        (1, closed_until(TODAY))
    ]
    assert closed_until(TODAY) == date(2024, 1, 10)
    assert closed_until(date(2028, 2, 29)) == date(2026, 2, 28)


def test_a_closed_case_without_a_date_counts_from_its_last_event(workspace):
    with open_cases(workspace) as connection:
        connection.execute("UPDATE stg_zaak SET datum_status = NULL WHERE zaak_id LIKE 'F%'")
    purge_workspace(workspace, date(2025, 10, 8))
    assert "F" in cases(workspace)
    purge_workspace(workspace, date(2025, 10, 9))
    assert "F" not in cases(workspace)


def test_the_proof_holds_a_number_a_date_and_counts_and_no_token(workspace):
    purge_workspace(workspace, date(2026, 1, 9))
    purge_workspace(workspace, TODAY)
    proof = (workspace.root / "verwijderd.jsonl").read_text()
    first, second = map(json.loads, proof.splitlines())
    assert first == {"nr": 1, "datum": "2026-01-09", "verwijderd": {}, "bestanden": {}}
    assert second["verwijderd"]["stg_zaak"] == 2 and second["datum"] == "2026-01-10"
    assert not [t for name in "ABCDEF" for t in (token(name, 1),) if t in proof]
    assert SCHOOL not in proof


def test_a_delivery_can_be_loaded_after_a_purge(workspace, tmp_path):
    purge_workspace(workspace, TODAY)
    (check,) = load_deliveries(workspace, [write_delivery(tmp_path / "weer", keep=STAY)])
    assert check.status != "geweigerd" and cases(workspace) == STAY


def test_an_empty_workspace_says_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match="meldcode load"):
        purge_workspace(Workspace(tmp_path / "leeg"), TODAY)


def test_the_school_years_in_which_a_deleted_case_ran_are_known_per_school(workspace):
    purge_workspace(workspace, TODAY)
    # A ran from October 2023 to January 2024; D runs still, up to the peildatum of December 2025.
    assert rows(workspace, "SELECT * FROM log_geschoond ORDER BY ALL") == [
        (1, SCHOOL, "2023-2024"),
        (1, SCHOOL, "2024-2025"),
        (1, SCHOOL, "2025-2026"),
    ]


def test_a_purge_that_deletes_nothing_leaves_every_school_year_whole(workspace):
    purge_workspace(workspace, date(2026, 1, 9))
    assert rows(workspace, "SELECT count(*) FROM log_geschoond") == [(0,)]


def test_a_shorter_term_for_one_table_takes_only_its_rows(workspace, monkeypatch):
    from dataclasses import replace

    terms = retention()
    shorter = replace(terms, years=terms.years | {"besluit": 1})
    monkeypatch.setattr(purge_module, "retention", lambda: shorter)
    counts = purge_workspace(workspace, date(2025, 12, 1))  # A and B were closed over a year ago
    assert counts == {"stg_besluit": 2}
