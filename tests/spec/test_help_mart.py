"""Cases in which help was decided on, as the indicators read them.

Region midden, reference date Monday 2 February 2026: five school days after Monday 26 January, ten
after Monday 19 January.
"""

from datetime import date

import pytest

from tests.spec.drawn_marts import Marts, build

MON_19, MON_26, WED_28, THU_29 = (date(2026, 1, day) for day in (19, 26, 28, 29))
HELP = """
    zaak | datum_besproken_ouders | datum_verwijzing | datum_aankomst_gecontroleerd \
         | begeleidingsplan_datum | gewenste_termijn_datum | datum_einde
    hulp | 2026-01-28 | 2026-01-29 | 2026-01-29 | 2026-01-29 | 2026-01-29 | 2026-01-28
    hulp | 2026-01-26 | 2026-01-28 | 2026-01-28 | 2026-01-26 | 2026-01-26 | 2026-01-29
    plan eerder | | | | 2026-01-28 | |
    plan later  | | | | 2026-01-26 | |
    oordeel     | | | | | 2026-01-26 |
    weg         | | | | | 2026-01-26 |
"""


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        zaak="""
            zaak        | datum_signalering | status       | datum_status | buiten_stappenplan
            stil        | 2026-01-05        | lopend       |              | nee
            hulp        | 2026-01-05        | lopend       |              | nee
            plan eerder | 2026-01-05        | lopend       |              | nee
            plan later  | 2026-01-05        | lopend       |              | nee
            oordeel     | 2026-01-05        | lopend       |              | nee
            weg         | 2026-01-05        | overgedragen | 2026-01-28   | nee
            melding     | 2026-01-05        | lopend       |              | nee
            medewerker  | 2026-01-05        | lopend       |              | medewerker
        """,
        besluit="""
            zaak        | datum      | uitkomst
            stil        | 2026-01-19 | 5A
            stil        | 2026-01-26 | 5A
            hulp        | 2026-01-19 | 5A
            plan eerder | 2026-01-19 | 5A
            plan later  | 2026-01-19 | 5A
            oordeel     | 2026-01-19 | 5A
            weg         | 2026-01-19 | 5A
            melding     | 2026-01-19 | 5B
            medewerker  | 2026-01-19 | 5A
        """,
        hulp=HELP,
        gebeurtenis="""
            zaak        | stap | soort                        | datum
            plan eerder | 5A   | begeleidingsplan_afgesproken | 2026-01-26
            plan later  | 5A   | begeleidingsplan_afgesproken | 2026-01-28
        """,
        evaluatie="""
            zaak    | soort            | gepland_datum
            hulp    | hulp_effect      | 2026-03-02
            hulp    | begeleidingsplan | 2026-02-16
            hulp    | proces           | 2026-02-09
            oordeel | proces           | 2026-02-09
        """,
        afweging="""
            zaak    | ronde | vraag | antwoord | datum
            oordeel | 2     | 5     | ja       | 2026-01-29
            oordeel | 1     | 5     | nee      | 2026-01-29
            oordeel | 3     | 5     | ja       |
            oordeel | 1     | 4     | ja       | 2026-01-23
            stil    | 1     | 4     | ja       | 2026-01-23
        """,
    )


def test_a_case_counts_once_when_it_has_a_decision_to_organise_help(marts):
    rows = marts.rows("SELECT zaak_nr FROM mart_hulp ORDER BY zaak_nr")
    names = ("stil", "hulp", "plan eerder", "plan later", "oordeel", "weg")
    assert [row["zaak_nr"] for row in rows] == [marts.numbers.of["zaak", name] for name in names]


def test_of_two_helps_the_first_of_each_day_counts_and_the_last_term_and_end(marts):
    columns = (
        "aantal_hulp, datum_besproken_ouders, datum_verwijzing, datum_aankomst_gecontroleerd,"
        " begeleidingsplan_datum, gewenste_termijn_datum, datum_einde"
    )
    expected = (2, MON_26, WED_28, WED_28, MON_26, THU_29, THU_29)
    assert marts.one("mart_hulp", columns, "hulp") == expected


@pytest.mark.parametrize("zaak", ["plan eerder", "plan later"])
def test_a_support_plan_is_of_the_day_it_was_made_or_agreed(marts, zaak):
    assert marts.one("mart_hulp", "begeleidingsplan_datum", zaak) == (MON_26,)


@pytest.mark.parametrize(
    ("zaak", "day"), [("hulp", date(2026, 2, 16)), ("oordeel", None), ("stil", None)]
)
def test_the_first_evaluation_planned_is_of_plan_or_help(marts, zaak, day):
    assert marts.one("mart_hulp", "eerste_geplande_evaluatie", zaak) == (day,)


@pytest.mark.parametrize(
    ("zaak", "result", "day"), [("oordeel", "nee", THU_29), ("stil", None, None)]
)
def test_the_result_is_the_first_answer_to_question_5(marts, zaak, result, day):
    assert marts.one("mart_hulp", "resultaat, resultaat_datum", zaak) == (result, day)


@pytest.mark.parametrize(
    ("zaak", "since_decision", "after_term", "judged_after_term"),
    [
        ("stil", 10, None, None),  # since the first decision
        ("hulp", 10, 2, None),
        ("oordeel", 10, 5, 3),
        ("weg", 7, 2, None),  # until the pupil left
    ],
)
def test_school_days_since_the_decision_and_after_the_term(
    marts, zaak, since_decision, after_term, judged_after_term
):
    columns = "schooldagen_sinds_5a, schooldagen_na_termijn, schooldagen_resultaat_na_termijn"
    expected = (since_decision, after_term, judged_after_term)
    assert marts.one("mart_hulp", columns, zaak) == expected
