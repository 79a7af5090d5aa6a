"""Indicators of pupils who left halfway, of what was recorded in part, and of years without a case.

Drawn small and counted by hand. Pupils who leave: reading X26, what was to come does not count.
"""

import pytest

from tests.spec.drawn_marts import build
from tests.spec.drawn_schools import DrawnSchools

# On 2 February 2026. Expected of an indicator: counts, does not count, open, not recorded.
SCHOOLS = DrawnSchools()


def left_halfway():
    """Draw three cases alike; two pupils left on Tuesday 7 October, the third case goes on.

    Everything happened on Monday 6 October; the peildatum is months later.
    """
    names = ("gebleven", "weg", "vertrokken")

    def each(row):
        return "\n".join(f"{name} | {row}" for name in names)

    return SCHOOLS.add(
        "I-10",
        "I-13b",
        "I-17a",
        "I-17b",
        "I-20a",
        "I-21a",
        zaak="""
            zaak       | datum_signalering | status       | datum_status | reden_afsluiting
            gebleven   | 2025-10-01        | lopend       |              |
            weg        | 2025-10-01        | overgedragen | 2025-10-07   |
            vertrokken | 2025-10-01        | afgesloten   | 2025-10-07   | leerling_vertrokken
            anders     | 2025-10-01        | lopend       |              |
        """,
        gebeurtenis="zaak | stap | soort | datum\n"
        + each("3 | gesprek_ouders | 2025-10-06")
        + "\n"
        + each("2 | groepsbespreking | 2025-10-06")
        # That the school does record following, and that it informs children, shows elsewhere.
        + "\nanders | 5B | leerling_gevolgd | 2025-10-06\nanders | 3 | kind_ingelicht | 2025-10-06",
        besluit="zaak | datum | uitkomst\n" + each("2025-10-06 | 5A"),
        hulp="zaak | soort\n" + each("smw"),
        afweging="zaak | vraag | antwoord | datum\n"
        + each("1 | ja | 2025-10-06")
        + "\n"
        + each("2 | nee | 2025-10-06"),
        weging="zaak | ronde | datum\n" + each("1 | 2025-10-06"),
        melding="zaak | datum\n" + each("2025-10-06"),
    )


LEFT_HALFWAY = left_halfway()


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("I-10", (0, 0, 3, 0)),  # stopped after question 2: the open case may go on as well
        ("I-13b", (0, 1, 2, 0)),
        ("I-17a", (0, 1, 2, 0)),
        ("I-17b", (0, 1, 2, 0)),
        ("I-20a", (0, 1, 2, 0)),
        ("I-21a", (0, 1, 2, 0)),
    ],
)
def test_what_was_to_come_after_a_pupil_left_is_not_counted(indicator, expected):
    assert LEFT_HALFWAY.parts(indicator) == expected


LEFT_THE_NEXT_DAY = SCHOOLS.add(
    "I-11",
    zaak="""
        zaak     | datum_signalering | status       | datum_status
        gebleven | 2025-10-01        | lopend       |
        weg      | 2025-10-01        | overgedragen | 2025-10-07
    """,
    afweging="""
        zaak     | vraag | antwoord | datum
        gebleven | 1     | ja       | 2025-10-06
        gebleven | 2     | ja       | 2025-10-06
        weg      | 1     | ja       | 2025-10-06
        weg      | 2     | ja       | 2025-10-06
    """,
)


def test_a_report_is_not_missed_of_a_pupil_who_left_the_next_day():
    assert LEFT_THE_NEXT_DAY.parts("I-11") == (1, 0, 1, 0)


def test_a_pupil_who_left_is_no_case_that_was_stopped():
    marts = build(
        zaak="""
            zaak       | datum_signalering | status     | datum_status | reden_afsluiting
            gestopt    | 2025-10-01        | afgesloten | 2025-10-07   | zorgen_weggenomen
            vertrokken | 2025-10-01        | afgesloten | 2025-10-07   | leerling_vertrokken
            heropend   | 2025-10-01        | lopend     |              | leerling_vertrokken
        """,
    )
    states = [
        marts.one("mart_zaak", "toestand", name)[0]
        for name in ("gestopt", "vertrokken", "heropend")
    ]
    assert states == ["gestopt", "overgedragen", "geen_besluit"]
    ends = [
        marts.one("mart_doorlooptijd", "afloop", name, interval="signalering_besluit")[0]
        for name in ("gestopt", "vertrokken", "heropend")
    ]
    assert ends == ["gestopt", "overgedragen", "open"]
    stand = marts.one(
        "mart_uitkomst_stand",
        "n, n_gestopt, n_overgedragen, n_open",
        school_id="S1",
        schooljaar="2025-2026",
    )
    assert stand == (3, 1, 1, 1)


def talks_beside(elsewhere):
    """Draw two talks with parents, and a third case that shows what the school records."""
    return SCHOOLS.add(
        "I-12",
        zaak="""
            zaak | datum_signalering
            a    | 2025-10-01
            b    | 2025-10-01
            c    | 2025-10-01
        """,
        gebeurtenis=f"""
            zaak | stap | soort          | datum
            a    | 3    | gesprek_ouders | 2025-10-06
            b    | 3    | gesprek_ouders | 2025-10-06
            c    | 3    | {elsewhere}    | 2025-10-06
        """,
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (talks_beside("kind_ingelicht"), (0, 2, 0, 0)),
        (talks_beside("observatie"), (0, 0, 0, 2)),
    ],
)
def test_a_child_was_not_informed_only_at_a_school_that_records_it(situation, expected):
    assert situation.parts("I-12") == expected


NO_FOLLOW_UP = SCHOOLS.add(
    "I-21a",
    zaak="zaak | datum_signalering\na | 2025-10-01",
    melding="zaak | datum\na | 2025-10-06",
)


def test_follow_up_of_a_school_that_never_records_it_is_not_missed():
    assert NO_FOLLOW_UP.parts("I-21a") == (0, 0, 0, 1)


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


def helped_beside(elsewhere):
    """Draw case a; b stopped in step 1 and shows which kind of evaluation this school records."""
    return SCHOOLS.add(
        "I-17f",
        zaak="zaak | datum_signalering\na | 2025-09-01\nb | 2025-09-01",
        besluit="zaak | datum | uitkomst\na | 2025-09-08 | 5A",
        evaluatie=f"zaak | soort | gepland_datum\nb | {elsewhere} | 2025-10-06",
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (helped_beside("begeleidingsplan"), (0, 1, 0, 0)),
        (helped_beside("hulp_effect"), (0, 1, 0, 0)),
        (helped_beside("proces"), (0, 0, 0, 1)),
    ],
)
def test_no_evaluation_was_planned_only_at_a_school_that_records_them(situation, expected):
    assert situation.parts("I-17f") == expected


def closed_beside(elsewhere):
    """Draw case a, closed without one; b still runs and shows which kind this school records."""
    return SCHOOLS.add(
        "I-18d",
        zaak="""
            zaak | datum_signalering | status     | datum_status | reden_afsluiting
            a    | 2025-09-01        | afgesloten | 2025-10-01   | zorgen_weggenomen
            b    | 2025-09-01        | lopend     |              |
        """,
        evaluatie=f"zaak | soort | gepland_datum\nb | {elsewhere} | 2025-10-06",
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (closed_beside("proces"), (0, 1, 1, 0)),
        (closed_beside("hulp_effect"), (0, 0, 1, 1)),
    ],
)
def test_no_evaluation_of_the_process_is_a_no_only_at_a_school_that_records_them(
    situation, expected
):
    assert situation.parts("I-18d") == expected


# Weighed: yes; no; not filled in. Not weighed yet. Permission given.
REFUSALS = SCHOOLS.add(
    "I-22b",
    zaak="zaak | datum_signalering\n" + "\n".join(f"{z} | 2025-10-01" for z in "abcde"),
    gebeurtenis="zaak | gebeurtenis | stap | soort | datum\n"
    + "\n".join(f"{z} | m{z} | 2 | mdo | 2025-10-06" for z in "abcde"),
    mdo="gebeurtenis | toestemming_ouders\n"
    + "\n".join(f"m{z} | {'gegeven' if z == 'e' else 'geweigerd'}" for z in "abcde"),
    weging="""
        zaak | ronde | datum      | weigering_meegewogen
        a    | 1     | 2025-10-07 | ja
        b    | 1     | 2025-10-07 | nee
        c    | 1     | 2025-10-07 | onbekend
        e    | 1     | 2025-10-07 | nvt
    """,
)


def test_whether_a_refusal_was_weighed_is_unknown_until_it_is_filled_in():
    assert REFUSALS.parts("I-22b") == (1, 1, 1, 1)


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


def test_a_training_counts_when_it_was_in_the_year_up_to_the_end():
    # End of 2023-2024: 31 July 2024. Trained that day; the school says no; trained only afterwards;
    # twelve months before, of 366 days; a day earlier.
    marts = build(
        chosen=("I-26c",),
        schools={f"S{n}": "2026-02-02" for n in range(1, 6)},
        organisatie_maatregel="""
            school_id | schooljaar | norm_id | status | datum
            S1        | 2023-2024  | O-D03   | ja     | 2024-07-31
            S2        | 2023-2024  | O-D03   | nee    |
            S3        | 2023-2024  | O-D03   | ja     | 2024-09-02
            S4        | 2023-2024  | O-D03   | ja     | 2023-07-31
            S5        | 2023-2024  | O-D03   | ja     | 2023-07-30
        """,
    )
    found = {
        row["school_id"]: (row["teller"], row["noemer"], row["aantal_onbekend"])
        for row in marts.rows(
            "SELECT school_id, teller, noemer, aantal_onbekend FROM mart_indicator"
            " WHERE id = 'I-26c' AND schooljaar = '2023-2024'"
        )
    }
    assert found == {
        "S1": (1, 1, 0),
        "S2": (0, 1, 0),
        "S3": (0, 0, 1),
        "S4": (1, 1, 0),
        "S5": (0, 1, 0),
    }


def test_pupils_of_a_year_without_a_case_count_per_1000():
    """S1: 3 cases of 200 pupils in 2024-2025, none the year before. S2: never a case.

    Per 1000 over both ended years: 3 of 200 + 200 + 100 + 100 pupils, so 5.
    """
    marts = build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        zaak="""
            zaak | datum_signalering | school_id
            a    | 2024-10-07        | S1
            b    | 2024-11-04        | S1
            c    | 2025-01-13        | S1
        """,
        school_jaar="""
            school_id | schooljaar | leerlingen
            S1        | 2023-2024  | 200
            S1        | 2024-2025  | 200
            S2        | 2023-2024  | 100
            S2        | 2024-2025  | 100
        """,
    )
    row = marts.one("mart_omvang", "per_1000", school_id="alle", schooljaar="alle")
    assert row[0] == pytest.approx(5)
    assert marts.one("mart_stroom", "nieuw, eind", school_id="S2", schooljaar="2023-2024") == (0, 0)
