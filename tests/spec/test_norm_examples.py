"""Every norm of every meldcode does what its own examples say: the examples are the spec."""

from functools import cache
from pathlib import Path

import pytest

from pipeline.norms.binding import check_norms
from pipeline.norms.examples import judge_examples
from pipeline.schema.meldcode import meldcode_names, read_meldcode
from pipeline.schema.norms import VERDICTS
from tests.support.stg import read_ids

LETTERS = {"C": "events", "A": "attested", "O": "organisation", "X": "unchecked"}
DOMAIN = read_ids(Path(__file__).parents[1] / "data" / "norms.csv")


STEPS = [
    (name, step)
    for name in meldcode_names()
    for step in dict.fromkeys(norm.step for norm in read_meldcode(name).checked)
]


@cache
def judged(name):
    """Return every example of a meldcode with its verdict."""
    return judge_examples(read_meldcode(name))


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_every_example_gets_the_verdict_that_it_declares(name, step):
    of_step = [one for one in judged(name) if one.norm.step == step]
    assert of_step
    wrong = [
        f"{one.norm.file}: {one.example.name.en}: {one.exception or one.verdict}"
        for one in of_step
        if not one.is_right
    ]
    assert wrong == []


@pytest.mark.parametrize("name", meldcode_names())
def test_every_condition_can_be_read_on_its_own(name):
    check_norms(read_meldcode(name))


def test_every_norm_of_the_inventory_has_a_file_and_every_file_is_of_the_inventory():
    checks = {norm.id: norm.check for norm in read_meldcode().norms}
    assert checks == {norm_id: LETTERS[letter] for norm_id, letter in DOMAIN.items()}
    assert len(checks) == 156


def test_every_norm_that_can_be_checked_has_a_rule_and_every_other_has_a_reason_instead():
    for norm in read_meldcode().norms:
        if DOMAIN[norm.id] == "X":
            assert norm.reason and not norm.rules and not norm.examples, norm.file
        else:
            assert norm.rules and len(norm.examples) >= 3 and not norm.reason, norm.file


def test_every_verdict_is_shown_by_some_example_and_every_exception_that_is_used_too():
    norms = read_meldcode().checked
    assert {example.expect for norm in norms for example in norm.examples} == set(VERDICTS)
    shown = {(norm.id, e.exception) for norm in norms for e in norm.examples if e.exception}
    used = {(norm.id, code) for norm in norms for rule in norm.rules for code, _ in rule.exceptions}
    assert used == shown


def test_every_norm_is_met_by_some_example_and_unless_it_only_allows_broken_by_another():
    for norm in read_meldcode().checked:
        expected = {example.expect for example in norm.examples}
        if norm.strength == "mag":
            assert "niet_voldaan" not in expected, norm.file
        elif norm.id not in ("S2-02", "S2-12"):  # judged only by choice; a count, never a breach
            assert {"voldaan", "niet_voldaan"} <= expected, norm.file


def test_every_choice_of_a_reading_that_a_norm_uses_is_shown_by_an_example():
    code = read_meldcode()
    used = {reading.name for norm in code.checked for reading in code.readings_of(norm)}
    shown = {item for norm in code.checked for e in norm.examples for item in e.under.items()}
    absent = [
        (name, choice)
        for name in used
        for choice in code.readings[name].choices
        if (name, choice) not in shown
    ]
    assert absent == []


def test_the_26_unclear_points_each_have_a_reading_with_a_sentence_in_both_languages():
    readings = read_meldcode().readings.values()
    assert [reading.id for reading in readings] == [f"X{number}" for number in range(1, 27)]
    assert all(r.sentence.nl and r.sentence.en and r.sentence.nl != r.sentence.en for r in readings)
    assert any(r.for_directie for r in readings) and not all(r.for_directie for r in readings)
