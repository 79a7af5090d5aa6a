"""Releases one after another: the same data, one case more, many more, schools that come and go."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from pipeline.disclosure.audit import audit
from pipeline.disclosure.cuts import Place
from pipeline.disclosure.gate import release
from pipeline.disclosure.judge import NOT_RUN
from pipeline.disclosure.ledger import read_ledger
from pipeline.disclosure.plan import Planned
from pipeline.disclosure.safe_table import open_publication
from pipeline.disclosure.search import Search
from pipeline.errors import DisclosureError
from pipeline.workspace import Workspace
from tests.privacy.conftest import Released
from tests.privacy.made import SMALL, even_zaken, fill_workspace, make_workspace, more

Zaken = list[tuple[str, str, str, int]]


def shown(workspace: Workspace) -> dict[tuple[str, ...], int]:
    """Return every count that can be read, by table and codes."""
    tables = open_publication(workspace.released).tables.values()
    return {
        (table.name, *map(str, row[:-2])): int(str(row[-2]))
        for table in tables
        if table.kind == "counts"
        for row in table.cells
        if row[-2] is not None
    }


def differences(before: dict[tuple[str, ...], int], after: dict[tuple[str, ...], int]) -> set[int]:
    """Return by how much the numbers differ that stand in both releases."""
    return {abs(after[key] - before[key]) for key in before.keys() & after.keys()}


def test_the_same_data_leave_the_release_as_it_is_byte_for_byte(released: Released) -> None:
    workspace = released.workspace
    before = [path.read_bytes() for path in (workspace.released, workspace.ledger)]
    made = release(workspace)
    assert (made.release_id, made.is_new) == (released.summary.release_id, False)
    assert [path.read_bytes() for path in (workspace.released, workspace.ledger)] == before


def test_the_same_data_elsewhere_give_the_same_release(released: Released, tmp_path: Path) -> None:
    other = make_workspace(tmp_path / "elders", SMALL)
    assert release(other).release_id == released.summary.release_id
    content = [open_publication(w.released) for w in (other, released.workspace)]
    assert content[0].tables == content[1].tables
    assert other.ledger.read_bytes() == released.workspace.ledger.read_bytes()


@pytest.mark.parametrize("extra", [1, 2, 4, -1])
def test_a_small_difference_is_held_until_it_is_large_enough(
    released: Released, extra: int
) -> None:
    workspace = released.workspace
    before = workspace.released.read_bytes()
    fill_workspace(workspace, more(SMALL, "school_01", "2024-2025", "5A", extra))
    made = release(workspace)
    assert not made.is_new
    expect = f"gehouden: het verschil met uitgave {made.release_id} is te klein om te tonen"
    assert made.withheld["alle tabellen"] == expect
    assert workspace.released.read_bytes() == before


def test_new_numbers_come_when_each_of_them_differs_enough(released: Released) -> None:
    workspace = released.workspace
    before = shown(workspace)
    fill_workspace(workspace, [(s, y, o, n + 8) for s, y, o, n in SMALL])
    assert release(workspace).is_new
    found = differences(before, shown(workspace))
    assert min(found) >= 5
    assert audit(workspace).passed


def test_one_case_among_many_changes_does_not_show(released: Released) -> None:
    """One year grows comfortably, the other by one case: the other stays as it was."""
    workspace = released.workspace
    before = shown(workspace)
    grown = [(s, y, o, n + 8 * (y == "2024-2025")) for s, y, o, n in SMALL]
    fill_workspace(workspace, more(grown, "school_02", "2023-2024", "gestopt", 1))
    assert release(workspace).is_new
    assert differences(before, shown(workspace)) & {1, 2, 3, 4} == set()
    year = "2023-2024"
    table = open_publication(workspace.released).table("zaken_per_jaar")
    assert year in table.as_of
    assert audit(workspace).passed


def closing(zaken: Iterable[tuple[str, str, str, int]], cases: int) -> Zaken:
    """Return the cases with those of a small school that will close."""
    return [*zaken, ("school_09", "2024-2025", "5A", cases)]


@pytest.mark.slow
@pytest.mark.parametrize("cases", [1, 3])
def test_a_small_school_that_closes_is_not_told_by_the_difference(
    tmp_path: Path, cases: int
) -> None:
    zaken = even_zaken(schools=4, years=1)
    workspace = make_workspace(tmp_path, closing(zaken, cases))
    release(workspace)
    before = shown(workspace)
    fill_workspace(workspace, zaken)
    release(workspace)
    same = differences(before, shown(workspace))
    assert same & {1, 2, 3, 4} == set()
    assert not workspace.confidential("school_09").exists()
    assert audit(workspace).passed


def test_a_school_that_merged_counts_with_the_school_it_became_part_of(tmp_path: Path) -> None:
    zaken = even_zaken(schools=4, years=1)
    workspace = make_workspace(tmp_path, zaken)
    release(workspace)
    before = shown(workspace)
    (workspace.root / "fusies.csv").write_text("school_id;opgegaan_in\nschool_04;school_03\n")
    fill_workspace(
        workspace, [("school_03" if s == "school_04" else s, y, o, n) for s, y, o, n in zaken]
    )
    made = release(workspace)
    assert differences(before, shown(workspace)) & {1, 2, 3, 4} == set()
    table = open_publication(workspace.released).table("zaken_per_school")
    assert table.units["school_03"] == ("school_03", "school_04")
    assert "school_04" not in table.codes("school_id")
    assert made.is_new
    assert audit(workspace).passed


def test_a_school_that_merged_but_still_delivers_is_refused(released: Released) -> None:
    workspace = released.workspace
    (workspace.root / "fusies.csv").write_text("school_id;opgegaan_in\nschool_01;school_02\n")
    with pytest.raises(DisclosureError, match="1 schools no longer exist, but they delivered"):
        release(workspace)


def test_a_school_that_comes_later_is_not_told_by_the_difference(tmp_path: Path) -> None:
    zaken = even_zaken(schools=4, years=1)
    workspace = make_workspace(tmp_path, zaken)
    release(workspace)
    before = shown(workspace)
    fill_workspace(workspace, closing(zaken, 2))
    release(workspace)
    assert differences(before, shown(workspace)) & {1, 2, 3, 4} == set()
    assert audit(workspace).passed


def test_a_release_that_came_back_to_what_it_was_has_a_name_of_its_own(
    released: Released,
) -> None:
    workspace = released.workspace
    for number in (12 + 8, 12):
        fill_workspace(workspace, [(s, y, o, number) for s, y, o, _ in SMALL])
        release(workspace)
    names = [entry.release_id for entry in read_ledger(workspace.ledger).releases]
    assert len(names) == len(set(names)) == 3


def test_the_audit_reads_what_was_released_and_tries_every_reader(released: Released) -> None:
    workspace = released.workspace
    fill_workspace(
        workspace, [(s, y, o, n + 8) for s, y, o, n in SMALL], peildatum=date(2025, 9, 30)
    )
    release(workspace)
    found = audit(workspace)
    assert found.earlier == 1
    assert {profile.name for profile in found.profiles if profile.status != NOT_RUN} >= {
        "outsider",
        "outsider with every release",
        "each directie",
        "each directie with every release",
    }
    first = audit(workspace, released.summary.release_id)
    assert (first.release_id, first.earlier) == (released.summary.release_id, 0)


def test_a_release_that_gives_numbers_away_fails_the_audit_which_names_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gate that hides the small cells and nothing else: margins give them back."""
    monkeypatch.setattr(Search, "_protect", lambda search, planned: small_cells(search, planned))
    monkeypatch.setattr(Search, "_attack", lambda *_: [])
    zaken = more(SMALL, "school_02", "2024-2025", "5A", -9)
    workspace = make_workspace(tmp_path, [*more(zaken, "school_02", "2023-2024", "5A", -12)])
    release(workspace)
    result = audit(workspace)
    assert not result.passed
    lines = [line for line in result.lines() if "given away by" in line]
    assert any("zaken_per_school[school_02, " in line for line in lines)


def small_cells(search: Search, planned: Mapping[str, Planned]) -> frozenset[Place]:
    return frozenset(place for one in planned.values() for place in search._primary(one))
