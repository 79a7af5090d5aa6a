"""What is missed only at a school that records it in another case: indicators counted by hand."""

import pytest

from tests.spec.drawn_schools import DrawnSchools

# On 2 February 2026. Expected of an indicator: counts, does not count, open, not recorded.
SCHOOLS = DrawnSchools()


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


def reported_beside(stap, elsewhere):
    """Draw case a with a report; b, which has none, shows what the school records."""
    return SCHOOLS.add(
        "I-21a",
        zaak="zaak | datum_signalering\na | 2025-10-01\nb | 2025-10-01",
        gebeurtenis=f"zaak | stap | soort | datum\nb | {stap} | {elsewhere} | 2025-10-06",
        melding="zaak | datum\na | 2025-10-06",
    )


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (reported_beside("5A", "leerling_gevolgd"), (0, 1, 0, 0)),
        (reported_beside("5B", "nieuw_contact_vt"), (0, 1, 0, 0)),
        (reported_beside("5B", "terugkoppeling_vt"), (0, 0, 0, 1)),
    ],
)
def test_follow_up_is_missed_only_at_a_school_that_records_it(situation, expected):
    assert situation.parts("I-21a") == expected


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


# Of the talk in a the details were filled in, of that in b nothing.
DETAILS_OF_ONE_TALK = SCHOOLS.add(
    "I-13b",
    zaak="zaak | datum_signalering\na | 2025-10-01\nb | 2025-10-01",
    gebeurtenis="""
        gebeurtenis | zaak | stap | soort          | datum
        g1          | a    | 3    | gesprek_ouders | 2025-10-06
        g2          | b    | 3    | gesprek_ouders | 2025-10-06
    """,
    oudergesprek="gebeurtenis | voorbereid\ng1 | ja",
)


def test_a_report_is_missed_only_of_a_talk_of_which_details_are_on_record():
    assert DETAILS_OF_ONE_TALK.parts("I-13b") == (0, 1, 0, 1)
