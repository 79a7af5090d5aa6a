"""What lands below `publicatie/`, and what does not."""

import stat
from pathlib import Path

import duckdb
import pytest

from pipeline.disclosure import gate, publication
from pipeline.disclosure.gate import release
from pipeline.disclosure.safe_table import open_publication
from pipeline.errors import DisclosureError, WorkspaceError
from pipeline.schema.releases import catalogue
from tests.privacy.made import even_zaken, fill_workspace, insert, make_workspace


def test_a_release_can_be_opened_and_its_frames_are_fresh(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, even_zaken())
    made = release(workspace)
    published = open_publication(workspace.released)
    table = published.table("zaken_per_jaar")
    table.frame().pop("aantal")
    shown = {tuple(row[:2]): row[2] for row in table.cells}
    assert shown["2024-2025", "5A"] == 6 * 12
    assert published.edition.release_id == made.release_id
    assert "zaken_per_school" in published.names


def test_a_confidential_file_holds_one_school_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, even_zaken())
    rest = [None] * (len(catalogue().table("stroom").columns) - 2)
    rows = [(school, "2024-2025", *rest) for school in ("alle", "school_01")]
    insert(workspace, "mart_stroom", rows)
    release(workspace)
    path = workspace.confidential("school_01")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(workspace.released.stat().st_mode) == 0o600
    assert set(open_publication(path).table("stroom").frame()["school_id"]) == {"school_01"}


def test_a_hidden_count_is_absent_from_the_file_and_never_zero(tmp_path: Path) -> None:
    zaken = [row for row in even_zaken() if row[2] != "beide"] + [
        ("school_01", "2024-2025", "beide", 3)
    ]
    workspace = make_workspace(tmp_path, zaken)
    release(workspace)
    table = open_publication(workspace.released).table("zaken_per_jaar")
    by_code = {row[1]: row[2:] for row in table.cells if row[0] == "2024-2025"}
    assert by_code["beide"] == (None, True)
    with duckdb.connect(str(workspace.released), read_only=True) as connection:
        query = "SELECT count(*) FROM report_zaken_per_jaar WHERE aantal < 5"
        assert connection.execute(query).fetchall() == [(0,)]


def test_a_bestuur_with_too_few_cases_gets_no_counts_but_its_directies_get_theirs(
    tmp_path: Path,
) -> None:
    workspace = make_workspace(tmp_path, [("school_01", "2024-2025", "5A", 3)])
    made = release(workspace)
    published = open_publication(workspace.released)
    assert {table.kind for table in published.tables.values()} == {"register"}
    assert set(made.withheld) == {
        "zaken_per_jaar",
        "zaken_per_school",
        "evaluaties",
        "doorlooptijd",
        "stilstand",
    }
    assert "stroom" in open_publication(workspace.confidential("school_01")).names


def test_a_full_disk_leaves_the_earlier_release_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(tmp_path, even_zaken())
    release(workspace)
    before = workspace.released.read_bytes()
    fill_workspace(workspace, even_zaken(per_outcome=30))

    def fail(path: Path, _: object) -> None:
        path.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(publication, "write_file", fail)
    with pytest.raises(WorkspaceError, match="nothing was published"):
        release(workspace)
    assert workspace.released.read_bytes() == before
    assert sorted(workspace.publication.glob(".nieuw-*")) == []


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, even_zaken())
    release(workspace)
    with duckdb.connect(str(workspace.released)) as connection:
        connection.execute("UPDATE report_zaken_per_jaar SET aantal = aantal + 1")
    with pytest.raises(DisclosureError, match="was changed"):
        open_publication(workspace.released)


def test_two_besturen_in_one_workspace_are_refused(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, even_zaken())
    row = (99, "school_99", "bestuur_b", "zuid", "2025-08-31", "sjabloon", 1, 0)
    insert(workspace, "stg_levering", [row])
    with pytest.raises(DisclosureError, match="2 besturen"):
        gate.release(workspace)
