"""Random sequences of releases: the second formulation learns nothing small of a hidden number.

`python -m tests.privacy.random_releases` does the same for 2,000 releases.
"""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.disclosure import directies
from pipeline.disclosure.memory import Memory
from pipeline.disclosure.search import Search
from tests.privacy.many_releases import NUMBERS, PART, draw_all, part_names
from tests.privacy.random_releases import Sequence, Tally, draw_bestuur, run

RELEASES, SEED = 60, 20260131


@pytest.mark.slow
def test_no_hidden_number_of_a_random_release_is_exact_or_narrowed() -> None:
    tally = run(RELEASES, SEED)
    assert tally.found == []
    assert tally.hidden > RELEASES / 2


def test_the_second_formulation_finds_what_a_gate_without_protection_lets_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only the small cells are hidden, margins stay: the test above must be able to fail."""

    def careless(search: Search, planned: dict) -> frozenset:  # type: ignore[type-arg]
        return frozenset(place for one in planned.values() for place in search._primary(one))

    monkeypatch.setattr(Search, "_protect", careless)
    monkeypatch.setattr(Search, "_attack", lambda *_: [])
    tally = run(15, SEED)
    assert tally.exact > 0


def test_parts_that_are_in_the_log_are_not_drawn_again(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    names = part_names(2 * PART, seed=7)
    numbers = dict.fromkeys(NUMBERS, 3) | {"exact": 0}
    lines = [{"part": name, **numbers, "found": ["5 x"]} for name in [*names, "8/0"]]
    log.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    parts = draw_all(names, 1, log)
    assert parts.line() == (
        "6 releases in 6 sequences, 6 hidden cells, 6 tables withheld: 0 exact, 6 narrowed"
    )
    assert parts.found == ["7/0: 5 x", "7/1: 5 x"]
    assert len(log.read_text("utf-8").splitlines()) == 3


def test_a_drawn_sequence_is_the_same_each_time() -> None:
    drawn = [draw_bestuur(random.Random(7)) for _ in range(2)]
    assert drawn[0].counts == drawn[1].counts
    assert replace(drawn[0].scope) == drawn[1].scope
    tables = []
    for one in drawn:
        sequence = Sequence(one)
        sequence.release(Tally())
        tables.append([table.sha256 for shown in sequence.shown for table in shown.tables])
    assert tables[0] == tables[1]


def test_what_an_attack_remembers_changes_nothing_in_what_is_released(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same draws, with every number tried again in every round."""
    hashes = []
    for forgets in (False, True):
        if forgets:
            monkeypatch.setattr(directies, "recall", lambda *_: Memory())
        found = []
        for number in range(6):
            sequence, tally = Sequence(draw_bestuur(random.Random(number))), Tally()
            sequence.release(tally)
            found.append([table.sha256 for shown in sequence.shown for table in shown.tables])
        hashes.append(found)
    assert hashes[0] == hashes[1]
