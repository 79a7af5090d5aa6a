"""Answers of a weighing that were given late, or without a day: norms on rows drawn by hand."""

import pytest

from tests.spec.drawn_case import CASES, answers
from tests.spec.drawn_rows import CLOSED, DECIDED, LATER, SIGNAL, case, decision


def drawn(zaak=None, absent=(), **tables):
    """Draw case 1, with these columns of its own, beside the other tables."""
    return CASES.add({"zaak": [case(**(zaak or {}))], **tables}, absent=absent)


def weighed(text, *days, acuut="nee", weging=DECIDED):
    """Draw the answers with their days, a meeting on the day `weging`, and a decision."""
    return drawn(
        zaak={"acuut": acuut},
        weging=[{"zaak_nr": 1, "ronde": 1, "datum": weging}] if weging else [],
        afweging=answers(text, *days),
        besluit=[decision()],
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (weighed("jnjj", SIGNAL, SIGNAL, SIGNAL, DECIDED), "voldaan"),
        (weighed("jnjj", SIGNAL, SIGNAL, SIGNAL, LATER), "niet_voldaan"),
        (weighed("jnjj", SIGNAL, SIGNAL, SIGNAL, LATER, acuut="ja"), "U4"),
        # After yes on question 2 the others follow with Veilig Thuis; question 5 follows the help.
        (weighed("jjj", SIGNAL, DECIDED, LATER), "voldaan"),
        (weighed("jnjjj", SIGNAL, SIGNAL, SIGNAL, DECIDED, LATER), "voldaan"),
        # Without days that of the weighing counts; without a weighing nobody knows.
        (weighed("jnjj"), "voldaan"),
        (weighed("jnjj", weging=None), "niet_geregistreerd"),
    ],
)
def test_weighing_questions_answered_after_the_decision_did_not_come_before_it(situation, expected):
    assert situation.verdict("S4-02") == expected


def help_without_result(answered, *, zaak=None, report=None):
    """Draw a no on question 5 of that day, and a report."""
    return drawn(
        zaak=zaak,
        weging=[{"zaak_nr": 1, "ronde": 1, "datum": DECIDED}],
        afweging=answers("jnjjn", *[DECIDED] * 4, answered),
        melding=[{"melding_nr": 1, "zaak_nr": 1, "datum": report}] if report else [],
    )


@pytest.mark.parametrize(
    ("norm_id", "situation", "expected"),
    [
        # Help without result on 26 January, closed two school days later: nothing follows any more.
        ("W-05", help_without_result("2026-01-26", zaak=CLOSED), "niet_voldaan"),
        ("W-05", help_without_result("2026-01-26"), "nog_open"),
        # An answer without a day is of the day of the weighing, 6 October; the report of 7 October
        # may have come before or after it.
        ("B-01", help_without_result(None), "niet_voldaan"),
        ("B-01", help_without_result(None, report=LATER), "niet_geregistreerd"),
        ("B-01", help_without_result(LATER, report=LATER), "voldaan"),
    ],
)
def test_a_report_that_help_without_result_asks_for(norm_id, situation, expected):
    assert situation.verdict(norm_id) == expected
