"""The ledger: what was released cannot be changed, cut off, mixed up or written by two at once."""

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from pipeline.disclosure.audit import audit
from pipeline.disclosure.gate import release
from pipeline.disclosure.ledger import APPROVAL, append, only_writer, read_ledger
from pipeline.disclosure.moments import moments_path
from pipeline.disclosure.safe_table import open_publication
from pipeline.errors import DisclosureError, WorkspaceError
from pipeline.workspace import Workspace
from tests.privacy.conftest import Released
from tests.privacy.made import SMALL, even_zaken, fill_workspace, make_workspace, more
from tests.privacy.refused import refusal


def test_the_ledger_holds_nothing_that_readers_did_not_see(tmp_path: Path) -> None:
    few = ("school_01", ("5B", "beide"))
    even = even_zaken(schools=4, years=3)
    zaken = [(s, y, o, 1 if s == few[0] and o in few[1] else n) for s, y, o, n in even]
    workspace = make_workspace(tmp_path, zaken)
    made = release(workspace)
    line = json.loads(workspace.ledger.read_text(encoding="utf-8"))
    cells = [cell for table in line["body"]["seen"]["tables"].values() for cell in table["cells"]]
    hidden = [cell for cell in cells if cell[-1] is None]
    assert len(hidden) == made.hidden > 0
    assert {cell[-2] for cell in hidden} == {0}
    shown = {
        (name, *row[:-2], row[-2], row[-2])
        for name, table in open_publication(workspace.released).tables.items()
        if table.kind == "counts"
        for row in table.cells
        if not row[-1]
    }
    in_ledger = {
        (name, *cell)
        for name, table in line["body"]["seen"]["tables"].items()
        for cell in table["cells"]
        if cell[-1] is not None
    }
    assert in_ledger == shown


def test_any_changed_byte_of_the_ledger_is_found(released: Released) -> None:
    path = released.workspace.ledger
    sound = path.read_bytes()
    random.seed(4)
    for place in random.sample(range(len(sound) - 1), 200):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        with pytest.raises(DisclosureError, match=r"line 1 was changed|cannot be read"):
            read_ledger(path)


def edited(change: Callable[[list[str]], list[str]], path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(change(lines)), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [lines[0], lines[0], *lines[1:]],
        lambda lines: [lines[0], *lines[2:]],
    ],
    ids=["first line gone", "two lines swapped", "a line twice", "a line in the middle gone"],
)
def test_lines_that_were_moved_or_removed_are_found(
    released: Released, change: Callable[[list[str]], list[str]]
) -> None:
    workspace = released.workspace
    for name in ("A. Voorbeeld", "B. Voorbeeld"):
        release(workspace, approve=name)
    edited(change, workspace.ledger)
    assert "put back a copy of the ledger" in refusal(workspace)


def test_a_ledger_without_its_last_release_is_found(released: Released) -> None:
    workspace = released.workspace
    edited(lambda lines: lines[:-1], workspace.ledger)
    assert "is in force but not in the ledger" in refusal(workspace)
    workspace.released.unlink()
    assert "lacks release" in refusal(workspace)
    workspace.ledger.unlink()
    assert "lacks release" in refusal(workspace)


def test_a_line_that_was_never_finished_is_passed_over_and_written_over(
    released: Released,
) -> None:
    workspace = released.workspace
    sound = workspace.ledger.read_bytes()
    workspace.ledger.write_bytes(sound + sound[: len(sound) // 2].replace(b"\n", b""))
    assert not release(workspace).is_new
    release(workspace, approve="A. Voorbeeld")
    lines = workspace.ledger.read_bytes().splitlines()
    assert lines[0] == sound.rstrip(b"\n")
    assert len(lines) == 2
    assert len(read_ledger(workspace.ledger).entries) == 2


def test_exact_counts_that_are_gone_stop_the_next_release(released: Released) -> None:
    moments_path(released.workspace).unlink()
    assert "put back a copy" in refusal(released.workspace)


def test_a_second_writer_is_refused_while_the_first_is_at_work(released: Released) -> None:
    with only_writer(released.workspace):
        words = refusal(released.workspace, WorkspaceError)
    assert words == "another release is running in this workspace; wait for it"
    assert not release(released.workspace).is_new


def test_a_clock_that_was_set_back_is_refused(released: Released) -> None:
    workspace = released.workspace
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    body = {"release_id": released.summary.release_id, "by": "A. Voorbeeld", "at": "later"}
    append(workspace.ledger, read_ledger(workspace.ledger), APPROVAL, tomorrow, body)
    assert f"the ledger was last written on {tomorrow}; set the clock right" in refusal(workspace)


def test_the_ledger_of_another_bestuur_is_refused(released: Released) -> None:
    fill_workspace(released.workspace, SMALL, bestuur="bestuur_b")
    words = refusal(released.workspace)
    assert "belongs to bestuur bestuur_a" in words
    assert "a workspace of its own" in words


def test_older_deliveries_than_were_released_are_refused(released: Released) -> None:
    fill_workspace(released.workspace, SMALL, peildatum=date(2025, 7, 1))
    assert "load the newest deliveries" in refusal(released.workspace)


def edit_published(workspace: Workspace) -> None:
    with duckdb.connect(str(workspace.released)) as connection:
        connection.execute("UPDATE report_zaken_per_jaar SET aantal = aantal + 1")


def test_a_published_file_that_was_changed_is_not_audited_and_is_made_again(
    released: Released,
) -> None:
    workspace = released.workspace
    sound = open_publication(workspace.released)
    edit_published(workspace)
    with pytest.raises(DisclosureError, match=r"was changed.*next: meldcode release"):
        audit(workspace)
    assert not release(workspace).is_new
    assert open_publication(workspace.released) == sound
    assert len(read_ledger(workspace.ledger).releases) == 1
    assert audit(workspace).passed


def test_a_changed_file_is_made_again_although_new_cases_wait(released: Released) -> None:
    workspace = released.workspace
    sound = open_publication(workspace.released)
    edit_published(workspace)
    fill_workspace(workspace, more(SMALL, "school_01", "2024-2025", "5A", 1))
    made = release(workspace)
    assert "te klein om te tonen" in made.withheld["alle tabellen"]
    assert open_publication(workspace.released) == sound


def test_a_published_file_of_another_release_is_made_again(released: Released) -> None:
    workspace = released.workspace
    older = workspace.released.read_bytes()
    fill_workspace(workspace, [(s, y, o, 2 * n) for s, y, o, n in SMALL])
    newer = release(workspace)
    workspace.released.write_bytes(older)
    assert release(workspace).release_id == newer.release_id
    found = open_publication(workspace.released).edition.release_id
    assert found == newer.release_id != released.summary.release_id
