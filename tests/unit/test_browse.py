"""Looking into a workspace: one table, the origins, and how far the work is."""

import json
import shutil
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from pipeline import browse, status
from pipeline.browse import origins, read_table
from pipeline.errors import UsageError, WorkspaceError
from pipeline.intake import load_deliveries
from pipeline.paths import SQL
from pipeline.status import school_names, workspace_status
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

FIRST, SECOND, THIRD = ("S" + digits * 13 for digits in ("1a", "2b", "3c"))
BESTUUR = "B" + "4d" * 13
TOKENS = ("z0f3c6a9b2d5e8f1a4c7b0d3e6f", "z9e1b7d3a5c2f8064be9a1d7c50")


def write_delivery(folder, school, cases, bron="synthetisch"):
    folder.mkdir(parents=True)
    files = {
        "levering": "school_id;bestuur_id;vakantieregio;peildatum;bron;schema_versie\n"
        f"{school};{BESTUUR};zuid;2025-12-31;{bron};1\n",
        "zaak": "zaak_id;datum_signalering;acuut;status\n"
        + "".join(f"{token};2025-10-02;nee;lopend\n" for token in cases),
        "gebeurtenis": "gebeurtenis_id;zaak_id;stap;soort;datum\n",
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """One school with two cases and one without, loaded once."""
    folder = tmp_path_factory.mktemp("geladen")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        made = Workspace(folder / "werkmap")
        deliveries = [
            write_delivery(folder / "a", FIRST, TOKENS),
            write_delivery(folder / "b", SECOND, (), bron="sjabloon"),
        ]
        load_deliveries(made, deliveries)
        with open_cases(made) as connection:
            connection.execute(
                "CREATE TABLE mart_zaak AS SELECT zaak_nr, school_id, datum_signalering,"
                " NULL::INTEGER AS aantal FROM stg_zaak"
            )
            connection.execute("CREATE TABLE mart_stroom AS SELECT 'a' AS school_id, 2 AS begin")
            connection.execute("CREATE VIEW mart_norm AS SELECT 1 AS zaak_nr, 'G-01' AS norm_id")
    return folder


@pytest.fixture
def workspace(loaded, tmp_path, monkeypatch):
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def test_a_mart_with_a_row_per_case_says_so_and_an_aggregate_does_not(workspace):
    assert read_table(workspace, "mart_zaak").is_case_level
    found = read_table(workspace, "mart_stroom")
    assert not found.is_case_level
    assert found.frame.to_dict("records") == [{"school_id": "a", "begin": 2}]


def test_a_mart_that_is_a_view_is_shown_too(workspace):
    found = read_table(workspace, "mart_norm")
    assert found.is_case_level
    assert found.frame.to_dict("records") == [{"zaak_nr": 1, "norm_id": "G-01"}]


def test_dates_and_empty_cells_stay_what_they_are(workspace):
    (first, _) = read_table(workspace, "mart_zaak").frame.to_dict("records")
    assert first["datum_signalering"] == date(2025, 10, 2) and first["aantal"] is None


@pytest.mark.parametrize("name", ["mart_onbekend", "stg_zaak", "zaak; DROP TABLE stg_zaak", ""])
def test_an_unknown_table_is_refused_with_the_choices(workspace, name):
    with pytest.raises(UsageError, match="mart_norm, mart_stroom, mart_zaak"):
        read_table(workspace, name)


def test_every_mart_whose_grain_is_part_of_a_case_has_a_column_that_shows_it():
    words = ("zaak", "besluit", "evaluatie", "gesprek", "hulp", "mdo", "melding", "open zaak")
    for file in sorted(SQL.glob("mart_*.sql")):
        grain = file.read_text(encoding="utf-8").splitlines()[0].split("one row per ")[1]
        if grain.startswith(words):
            assert "zaak_nr" in file.read_text(encoding="utf-8"), file.name


def test_a_workspace_without_data_says_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match="meldcode load"):
        read_table(Workspace(tmp_path / "leeg"), "mart_zaak")
    with pytest.raises(UsageError, match="meldcode release"):
        read_table(Workspace(tmp_path / "leeg"), "report_stroom")
    assert origins(Workspace(tmp_path / "leeg")) == set()


def published(school, **frames):
    tables = {name: SimpleNamespace(frame=frame.copy) for name, frame in frames.items()}
    edition = SimpleNamespace(school_id=school, release_id="2025-12-31-abc")
    return SimpleNamespace(edition=edition, names=tuple(tables), table=tables.__getitem__)


def test_a_table_for_everybody_goes_before_one_per_school_and_hidden_is_empty(
    workspace, monkeypatch
):
    counts = pd.DataFrame({"aantal": pd.array([12, None], dtype="Int64")})
    exact = pd.DataFrame({"teller": [3]})
    files = [
        published(None, telling=counts),
        published(FIRST, telling=exact, exact=exact),
        published(SECOND, exact=exact),
    ]
    monkeypatch.setattr(browse, "publications", lambda workspace: files)
    assert read_table(workspace, "report_telling").frame["aantal"].tolist() == [12, None]
    per_school = read_table(workspace, "report_exact")
    assert per_school.frame["school_id"].tolist() == [FIRST, SECOND]
    assert not per_school.is_case_level
    with pytest.raises(UsageError, match="choices: report_exact, report_telling"):
        read_table(workspace, "report_weg")


def test_the_origins_are_those_of_the_deliveries_in_force(workspace):
    assert origins(workspace) == {"synthetisch", "sjabloon"}


def write_names(workspace, text):
    workspace.school_names.write_text(text, encoding="utf-8-sig")


def rows(workspace):
    return {r.school: (r.status, r.cases) for r in workspace_status(workspace).deliveries}


def test_zero_cases_and_not_delivered_are_told_apart(workspace):
    write_names(workspace, f"school_id,naam\n{FIRST},De Els\n{SECOND},De Linde\n{THIRD},De Iep\n")
    assert rows(workspace) == {
        "De Els": ("geleverd", 2),
        "De Linde": ("nul_zaken", 0),
        "De Iep": ("niet_geleverd", None),
    }
    assert "not delivered: 1 of 3 expected schools: De Iep" in workspace_status(workspace).lines


def test_without_a_list_of_schools_nobody_is_called_missing(workspace):
    assert set(rows(workspace)) == {FIRST, SECOND}
    assert [line for line in workspace_status(workspace).lines if "scholen.csv" in line]


def test_a_second_delivery_is_a_herlevering(workspace, tmp_path):
    load_deliveries(workspace, [write_delivery(tmp_path / "weer", FIRST, TOKENS[:1])])
    assert rows(workspace)[FIRST] == ("herlevering", 1)


def test_the_list_of_schools_may_have_semicolons_but_needs_its_columns(workspace):
    write_names(workspace, f"school_id;naam\n{FIRST};De Els\n")
    assert school_names(workspace) == {FIRST: "De Els"}
    write_names(workspace, "code,school\nx,y\n")
    with pytest.raises(WorkspaceError, match="school_id and naam"):
        school_names(workspace)


@pytest.fixture
def read_once(workspace, monkeypatch):
    """The cases do not change while a test asks for the status again and again."""
    found = status._read_cases(workspace)
    monkeypatch.setattr(status, "_read_cases", lambda workspace: found)


def stage_line(workspace, word, **at):
    content = {stage: {"at": f"2026-01-01T{time}:00+00:00"} for stage, time in at.items()}
    workspace.manifest.write_text(json.dumps(content))
    (line,) = [t for t in workspace_status(workspace).lines if t.startswith(f"{word}:")]
    return line


def test_marts_are_stale_when_something_was_loaded_or_purged_after_them(workspace, read_once):
    assert "up to date" in stage_line(workspace, "built", load="10:00", build="10:01")
    assert "stale, next: meldcode build" in stage_line(
        workspace, "built", load="10:02", build="10:01"
    )
    assert "stale" in stage_line(workspace, "built", load="10:00", build="10:01", purge="10:05")
    assert "not recorded" in stage_line(workspace, "built")


def test_a_release_is_stale_after_a_build_and_reports_after_a_release(
    workspace, read_once, monkeypatch
):
    monkeypatch.setattr(status, "publications", lambda workspace: [published(None)])
    page = workspace.reports / "vrijgave" / "ouders.html"
    page.parent.mkdir(parents=True)
    page.write_text("x")
    times = {"load": "10:00", "build": "10:01", "release": "10:02", "report": "10:03"}
    assert "up to date" in stage_line(workspace, "released", **times)
    assert "1 pages" in stage_line(workspace, "reported", **times)
    assert "stale" in stage_line(workspace, "released", **times | {"build": "10:04"})
    assert "stale" in stage_line(workspace, "reported", **times | {"release": "10:04"})


def test_an_empty_workspace_has_one_line_with_the_next_command(tmp_path):
    found = workspace_status(Workspace(tmp_path / "leeg"))
    assert found.deliveries == () and "meldcode load" in found.lines[0]
