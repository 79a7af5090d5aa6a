"""The release note: one page for who signs, and who signed."""

import re

import pytest

from pipeline.disclosure.gate import release
from pipeline.disclosure.ledger import APPROVAL, read_ledger
from pipeline.errors import UsageError
from tests.privacy.conftest import Released
from tests.privacy.made import SMALL, fill_workspace

LINES_ON_A_PAGE, LETTERS_ON_A_LINE = 55, 95


def note_of(released: Released) -> str:
    path = released.workspace.publication / f"vrijgavenota-{released.summary.release_id}.md"
    return path.read_text(encoding="utf-8")


def test_the_note_is_one_page_and_holds_no_number_of_a_table(released: Released) -> None:
    text = note_of(released)
    lines = sum(1 + len(line) // LETTERS_ON_A_LINE for line in text.splitlines())
    assert lines <= LINES_ON_A_PAGE
    assert "zaken_per_school" in text
    assert "stilstand: te weinig zaken om iets te mogen tonen" in text
    counts = re.findall(r"^\| \w+ \| (\d+) \| (\d+) \|", text, re.MULTILINE)
    assert sum(int(hidden) for _, hidden in counts) == released.summary.hidden


def test_the_note_has_a_place_for_a_second_pair_of_eyes(released: Released) -> None:
    assert "Nog niet getekend" in note_of(released)
    assert "Handtekening: ____" in note_of(released)


def test_who_approves_and_when_is_stored_and_stands_in_the_note(released: Released) -> None:
    release(released.workspace, approve="  J.  Voorbeeld ")
    line = read_ledger(released.workspace.ledger).entries[-1]
    assert (line.kind, line.release_id) == (APPROVAL, released.summary.release_id)
    assert line.body["by"] == "J. Voorbeeld"
    assert f"Gelezen en akkoord: J. Voorbeeld, {line.body['at']} (UTC)." in note_of(released)
    assert "Nog niet getekend" not in note_of(released)


def test_an_approval_is_of_one_release_and_not_of_the_next(released: Released) -> None:
    release(released.workspace, approve="J. Voorbeeld")
    fill_workspace(released.workspace, [(s, y, o, n + 8) for s, y, o, n in SMALL])
    made = release(released.workspace)
    assert "Nog niet getekend" in note_of(Released(released.workspace, made))
    assert "over deze uitgave en de 1 eerdere samen" in note_of(Released(released.workspace, made))


@pytest.mark.parametrize("name", ["", " ", "x", "a" * 81, "J. | Voorbeeld", "J.\x07V", "# J. V"])
def test_a_name_that_is_no_name_is_refused_before_anything_happens(
    released: Released, name: str
) -> None:
    with pytest.raises(UsageError, match="--approve needs the name"):
        release(released.workspace, approve=name)
    assert len(read_ledger(released.workspace.ledger).entries) == 1
