"""A catalogue that changed since the last release: said in the note, and nothing is forgotten."""

from dataclasses import replace

import pytest

from pipeline.disclosure import gate
from pipeline.disclosure.gate import release
from pipeline.disclosure.safe_table import open_publication
from pipeline.schema.releases import catalogue
from tests.privacy.conftest import Released
from tests.privacy.made import SMALL, fill_workspace
from tests.privacy.refused import refusal


def test_a_changed_rule_makes_a_new_release_and_the_note_says_so(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue()
    rules = known.tiers["vrijgave"].rules
    assert rules is not None
    strict = replace(rules, threshold={"school": 15, "cluster": 15, "bestuur": 10})
    tier = replace(known.tiers["vrijgave"], rules=strict)
    changed = replace(known, tiers={**known.tiers, "vrijgave": tier})
    monkeypatch.setattr(gate, "catalogue", lambda: changed)
    fill_workspace(released.workspace, [(s, y, o, 2 * n) for s, y, o, n in SMALL])
    made = release(released.workspace)
    assert made.is_new
    note = released.workspace.publication / f"vrijgavenota-{made.release_id}.md"
    before = released.summary.release_id
    assert f"gewijzigd sinds uitgave {before}" in note.read_text(encoding="utf-8")


def test_a_table_that_is_no_longer_published_stays_in_the_attack(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue()
    fewer = tuple(table for table in known.tables if table.name != "zaken_per_school")
    monkeypatch.setattr(gate, "catalogue", lambda: replace(known, tables=fewer))
    fill_workspace(released.workspace, [(s, y, o, 2 * n) for s, y, o, n in SMALL])
    made = release(released.workspace)
    assert made.is_new
    assert "zaken_per_school" not in open_publication(released.workspace.released).names


def test_a_code_that_was_released_may_not_leave_the_catalogue(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue()
    outcome = known.dimensions["uitkomst"]
    levels = {
        level: {code: tuple(f for f in finest if f != "5B") for code, finest in codes.items()}
        for level, codes in outcome.levels.items()
    }
    fewer = {**known.dimensions, "uitkomst": replace(outcome, levels=levels)}
    monkeypatch.setattr(gate, "catalogue", lambda: replace(known, dimensions=fewer))
    words = refusal(released.workspace)
    assert (
        "'5B', which the catalogue no longer declares; put it back in dimensions/uitkomst.yml"
        in words
    )


def test_a_population_that_was_released_may_not_leave_the_catalogue(
    released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = catalogue()
    kept = {
        name: replace(population, links=())
        for name, population in known.populations.items()
        if name != "zaken"
    }
    tables = tuple(table for table in known.tables if table.population != "zaken")
    without = replace(known, populations=kept, tables=tables)
    monkeypatch.setattr(gate, "catalogue", lambda: without)
    assert "put it back in populations/zaken.yml" in refusal(released.workspace)
