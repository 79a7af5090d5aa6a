"""Weighings, answers and refusals that were recorded in part: indicators counted by hand."""

import pytest

from tests.spec.drawn_marts import build
from tests.spec.drawn_schools import DrawnSchools

# On 2 February 2026. Expected of an indicator: counts, does not count, open, not recorded.
SCHOOLS = DrawnSchools()


# Weighed: a with answers, b and c without; c twice, in two rounds. Not weighed: d.
ONLY_MEETINGS = SCHOOLS.add(
    "I-10",
    "I-24c",
    zaak="zaak | datum_signalering\n" + "\n".join(f"{z} | 2025-09-01" for z in "abcd"),
    gebeurtenis="""
        zaak | stap | ronde | soort         | datum
        a    | 4    | 1     | weging        | 2025-10-06
        b    | 4    |       | weging        | 2025-10-06
        c    | 4    | 1     | weging        | 2025-10-06
        c    | 4    | 1     | weging        | 2025-10-13
        c    | 4    | 2     | weging        | 2025-11-03
        d    | 4    | 1     | risicotaxatie | 2025-10-06
    """,
    afweging="zaak | ronde | vraag | antwoord | datum\na | 1 | 1 | nee | 2025-10-06",
    weging="zaak | ronde | datum\nb | 1 | 2025-10-06",
)


def test_a_weighing_of_which_only_the_meeting_is_on_record_has_no_recorded_route():
    assert ONLY_MEETINGS.parts("I-10") == (1, 0, 0, 3)
    assert ONLY_MEETINGS.parts("I-24c") == (0, 1, 0, 3)


# Limit: five school days. Met Monday 26 January (peildatum 2 February: five) and the 23rd.
ANSWERED_WITHOUT_A_DAY = SCHOOLS.add(
    "I-11",
    zaak="zaak | datum_signalering\na | 2025-09-01\nb | 2025-09-01",
    gebeurtenis="""
        zaak | stap | soort  | datum
        a    | 4    | weging | 2026-01-26
        b    | 4    | weging | 2026-01-23
    """,
    afweging="""
        zaak | vraag | antwoord
        a    | 1     | ja
        a    | 2     | ja
        b    | 1     | ja
        b    | 2     | ja
    """,
)


def test_an_answer_without_a_day_counts_from_the_meeting():
    assert ANSWERED_WITHOUT_A_DAY.parts("I-11") == (1, 0, 1, 0)


# Weighed: yes; no; not filled in. Not weighed yet. Permission given. In the first of two rounds
# not, and of the second it is not filled in; in neither.
REFUSALS = SCHOOLS.add(
    "I-22b",
    zaak="zaak | datum_signalering\n" + "\n".join(f"{z} | 2025-10-01" for z in "abcdefg"),
    gebeurtenis="zaak | gebeurtenis | stap | soort | datum\n"
    + "\n".join(f"{z} | m{z} | 2 | mdo | 2025-10-06" for z in "abcdefg"),
    mdo="gebeurtenis | toestemming_ouders\n"
    + "\n".join(f"m{z} | {'gegeven' if z == 'e' else 'geweigerd'}" for z in "abcdefg"),
    weging="""
        zaak | ronde | datum      | weigering_meegewogen
        a    | 1     | 2025-10-07 | ja
        b    | 1     | 2025-10-07 | nee
        c    | 1     | 2025-10-07 | onbekend
        e    | 1     | 2025-10-07 | nvt
        f    | 1     | 2025-10-07 | nee
        f    | 2     | 2025-11-07 |
        g    | 1     | 2025-10-07 | nee
        g    | 2     | 2025-11-07 | nee
    """,
)


def test_whether_a_refusal_was_weighed_is_unknown_until_it_is_filled_in_of_every_round():
    assert REFUSALS.parts("I-22b") == (1, 2, 1, 2)


# Term Monday 3 November. Answered on the 10th, five school days later; on the 11th; without a
# day; not at all. And a renewed report is asked for by d (no day): it may have come before.
QUESTION_5 = SCHOOLS.add(
    "I-19a",
    "I-19b",
    "I-11",
    zaak="zaak | datum_signalering\n" + "\n".join(f"{z} | 2025-09-01" for z in "abcd"),
    besluit="zaak | datum | uitkomst\n" + "\n".join(f"{z} | 2025-09-08 | 5A" for z in "abcd"),
    hulp="zaak | gewenste_termijn_datum\n" + "\n".join(f"{z} | 2025-11-03" for z in "abcd"),
    afweging="""
        zaak | vraag | antwoord | datum
        a    | 5     | ja       | 2025-11-10
        b    | 5     | ja       | 2025-11-11
        d    | 1     | ja       | 2025-09-05
        d    | 2     | nee      | 2025-09-05
        d    | 3     | ja       | 2025-09-05
        d    | 4     | ja       | 2025-09-05
        d    | 5     | nee      |
    """,
    melding="zaak | datum\nd | 2025-11-20",
)


def test_the_answer_to_question_5_without_a_day_is_neither_late_nor_in_time():
    assert QUESTION_5.parts("I-19a") == (1, 2, 0, 1)
    assert QUESTION_5.parts("I-19b") == (2, 1, 1, 0)
    assert QUESTION_5.parts("I-11") == (0, 0, 0, 1)


# Questions 3 to 5 then go with Veilig Thuis (domain, A.3): one report is what is asked.
REPORTED_AFTER_QUESTION_2 = SCHOOLS.add(
    "I-11",
    zaak="zaak | datum_signalering\na | 2025-09-01",
    afweging="""
        zaak | vraag | antwoord | datum      | samen_met_vt
        a    | 1     | ja       | 2025-09-05 | nvt
        a    | 2     | ja       | 2025-09-05 | nvt
        a    | 3     | ja       | 2025-09-08 | ja
        a    | 4     | ja       | 2025-09-08 | ja
        a    | 5     | nee      | 2026-01-30 | ja
    """,
    melding="zaak | datum\na | 2025-09-05",
)


def test_a_report_after_yes_on_question_2_answers_question_5_as_well():
    assert REPORTED_AFTER_QUESTION_2.parts("I-11") == (0, 1, 0, 0)


def question_2_skipped(reported):
    """Draw help that did not work on 12 January: only a report from that day on answers it."""
    return SCHOOLS.add(
        "I-11",
        zaak="zaak | datum_signalering\na | 2025-09-01",
        afweging="""
            zaak | vraag | antwoord | datum
            a    | 1     | ja       | 2025-09-05
            a    | 3     | ja       | 2025-09-05
            a    | 4     | ja       | 2025-09-05
            a    | 5     | nee      | 2026-01-12
        """,
        melding=f"zaak | datum\na | {reported}",
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (question_2_skipped("2025-11-20"), (0, 0, 0, 1)),
        (question_2_skipped("2026-01-12"), (0, 1, 0, 0)),
    ],
)
def test_without_an_answer_to_question_2_an_earlier_report_may_have_been_enough_or_not(
    situation, expected
):
    assert situation.parts("I-11") == expected


def test_without_delivered_weighing_questions_the_result_of_help_is_not_recorded():
    marts = build(
        chosen=("I-19b",),
        zaak="zaak | datum_signalering\na | 2025-09-01",
        besluit="zaak | datum | uitkomst\na | 2025-09-08 | 5A",
        absent={"afweging": ()},
    )
    found = marts.one(
        "mart_indicator",
        "teller, noemer, aantal_open, aantal_onbekend",
        id="I-19b",
        schooljaar="2025-2026",
    )
    assert found == (0, 0, 0, 1)
