"""Cases of pupils who left halfway: what was to come does not count (reading X26).

Drawn small and counted by hand.
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

    def each(row, own=""):
        return "\n".join(f"{own and f'{own} {name} | '}{name} | {row}" for name in names)

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
        gebeurtenis="gebeurtenis | zaak | stap | soort | datum\n"
        + each("3 | gesprek_ouders | 2025-10-06", own="gesprek")
        + "\n"
        + each("2 | groepsbespreking | 2025-10-06", own="groep")
        # That the school does record following, and that it informs children, shows elsewhere.
        + """
            gevolgd   | anders | 5B | leerling_gevolgd | 2025-10-06
            ingelicht | anders | 3  | kind_ingelicht   | 2025-10-06
        """,
        oudergesprek="gebeurtenis\n" + "\n".join(f"gesprek {name}" for name in names),
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
