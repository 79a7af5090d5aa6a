"""A build that cannot succeed says why in a line, and leaves the marts as they were."""

import dataclasses
import shutil
from collections import namedtuple

import duckdb
import pytest

from pipeline.errors import DeclarationError, WorkspaceError
from pipeline.marts import build
from pipeline.schema import measures
from pipeline.warehouse import create_tables, open_cases
from pipeline.workspace import Workspace


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("MELDCODE_KEY_FILE", str(tmp_path / "sleutel"))
    return Workspace(tmp_path / "werkmap")


def deliver(workspace):
    from pipeline.key import ensure_key

    workspace.create()
    ensure_key()
    with open_cases(workspace) as connection:
        create_tables(connection)
        insert_case(connection)


def insert_case(connection):
    connection.execute(
        "INSERT INTO stg_levering (levering_nr, school_id, bestuur_id, vakantieregio, peildatum)"
        " VALUES (1, 'S1', 'B1', 'midden', '2026-02-02')"
    )
    connection.execute("INSERT INTO stg_geleverd VALUES ('S1', 'besluit', 'datum')")
    connection.execute(
        "INSERT INTO stg_zaak (zaak_nr, zaak_id, school_id, datum_signalering, status)"
        " VALUES (1, 'z', 'S1', '2025-10-06', 'lopend')"
    )


def count(workspace, mart):
    with open_cases(workspace, read_only=True) as connection:
        return connection.execute(f"SELECT count(*) FROM {mart}").fetchall()[0][0]


def test_an_empty_workspace_says_what_to_do_next(workspace):
    with pytest.raises(WorkspaceError, match="next: meldcode load"):
        build(workspace)


Built = namedtuple("Built", "folder summary progress")
SPILLED = "duckdb_temp_storage_DEFAULT-0.tmp"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """What one build gave, over what a killed one spilled and a mart of an earlier version."""
    folder, seen = tmp_path_factory.mktemp("gebouwd"), []
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        made = Workspace(folder / "werkmap")
        deliver(made)
        with open_cases(made) as connection:
            connection.execute("CREATE TABLE mart_van_vroeger (x INTEGER)")
        (made.temp / SPILLED).write_bytes(b"?")
        with open_cases(made, read_only=True) as connection:
            connection.execute("SELECT count(*) FROM stg_zaak")
        assert (made.temp / SPILLED).exists()  # who only looks leaves it
        summary = build(made, progress=lambda done, total, what: seen.append((done, total, what)))
    return Built(folder, summary, seen)


@pytest.fixture
def built(original, workspace):
    """A copy of that workspace, with its key in use."""
    shutil.copytree(original.folder, workspace.root.parent, dirs_exist_ok=True)
    return workspace


def test_what_a_killed_build_spilled_stands_in_nobodys_way(built):
    assert not (built.temp / SPILLED).exists()


def test_the_summary_counts_the_rows_of_every_mart(original, built):
    assert original.summary.tables["mart_zaak"] == 1
    assert original.summary.tables["mart_stroom"] == 1
    assert count(built, "mart_zaak") == 1


def test_progress_names_each_step_and_ends_at_the_total(original):
    seen = original.progress
    assert seen[0][0] == 0
    assert seen[-1] == (seen[0][1], seen[0][1], "")
    assert "mart_zaak" in {what for _, _, what in seen}


def test_a_faulty_threshold_file_leaves_the_marts_as_they_were(built):
    (built.root / "drempels.csv").write_text(
        "school_id,drempel,waarde,vastgesteld_door,vastgesteld_op\n"
        "S9,acuut,1,directie,2025-09-01\n",
        "utf-8",
    )
    with pytest.raises(DeclarationError, match="1 school_id without a delivery"):
        build(built)
    assert count(built, "mart_zaak") == 1


def test_an_indicator_that_is_no_sql_is_named(workspace, monkeypatch):
    deliver(workspace)
    faulty = dataclasses.replace(
        measures.indicators()["aantal_zaken"], name="met_fout", counts="geen_kolom = 1"
    )
    declared = {**measures.indicators(), "met_fout": faulty}
    for module in ("order", "compile", "reference"):
        monkeypatch.setattr(f"pipeline.marts.{module}.indicators", lambda: declared)
    with pytest.raises(DeclarationError, match=r"met_fout\.yml: a condition is no SQL"):
        build(workspace)


def test_marts_of_an_earlier_version_are_dropped(built):
    with pytest.raises(duckdb.CatalogException):
        count(built, "mart_van_vroeger")


def test_a_workspace_of_an_earlier_version_says_that_a_delivery_mends_it(workspace):
    deliver(workspace)
    with open_cases(workspace) as connection:
        connection.execute("DROP TABLE log_geschoond")
    with pytest.raises(WorkspaceError, match="earlier version; next: meldcode load"):
        build(workspace)
    with open_cases(workspace) as connection:
        create_tables(connection)  # what a load begins with
    assert build(workspace).tables
