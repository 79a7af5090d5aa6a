"""Weighings as the indicators read them: their day, what they require, and since when.

Region midden, reference date Monday 2 February 2026. Ten school days before it is Monday 19
January, nine is Tuesday 20, and so on back to Monday 5 January: twenty.
"""

from datetime import date

import pytest

from tests.spec.drawn_marts import Marts, build

MON, TUE, WED, THU, FRI = (date(2026, 1, day) for day in (19, 20, 21, 22, 23))


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        zaak="""
            zaak           | datum_signalering | buiten_stappenplan
            twee           | 2026-01-05        | nee
            twee later ja  | 2026-01-05        | nee
            drie           | 2026-01-05        | nee
            vier           | 2026-01-05        | nee
            vijf           | 2026-01-05        | nee
            twee en vijf   | 2026-01-05        | nee
            geen dag       | 2026-01-05        | nee
            alleen vraag   | 2026-01-05        | nee
            niets vereist  | 2026-01-05        | nee
            alleen sessie  | 2026-01-05        | nee
            dubbel         | 2026-01-05        | nee
            ja en nee      | 2026-01-05        | nee
            onbekend       | 2026-01-05        | nee
            twee rondes    | 2026-01-05        | nee
            medewerker     | 2026-01-05        | medewerker
        """,
        afweging="""
            zaak          | ronde | vraag | antwoord | datum
            twee          | 1     | 1     | ja       | 2026-01-19
            twee          | 1     | 2     | ja       | 2026-01-20
            twee later ja | 1     | 1     | ja       | 2026-01-19
            twee later ja | 1     | 2     | ja       | 2026-01-20
            twee later ja | 1     | 3     | ja       | 2026-01-21
            drie          | 1     | 1     | ja       | 2026-01-19
            drie          | 1     | 2     | nee      | 2026-01-20
            drie          | 1     | 3     | nee      | 2026-01-21
            vier          | 1     | 1     | ja       | 2026-01-19
            vier          | 1     | 2     | nee      | 2026-01-19
            vier          | 1     | 3     | ja       | 2026-01-19
            vier          | 1     | 4     | nee      | 2026-01-22
            vijf          | 1     | 1     | ja       | 2026-01-19
            vijf          | 1     | 2     | nee      | 2026-01-19
            vijf          | 1     | 3     | ja       | 2026-01-19
            vijf          | 1     | 4     | ja       | 2026-01-19
            vijf          | 1     | 5     | nee      | 2026-01-23
            twee en vijf  | 1     | 1     | ja       | 2026-01-19
            twee en vijf  | 1     | 2     | ja       | 2026-01-20
            twee en vijf  | 1     | 3     | ja       | 2026-01-20
            twee en vijf  | 1     | 4     | ja       | 2026-01-20
            twee en vijf  | 1     | 5     | nee      | 2026-01-23
            geen dag      | 1     | 1     | ja       | 2026-01-19
            geen dag      | 1     | 2     | ja       |
            alleen vraag  | 1     | 1     | ja       | 2026-01-19
            alleen vraag  | 1     | 2     | ja       |
            niets vereist | 1     | 1     | nee      | 2026-01-19
            twee rondes   | 1     | 1     | nee      | 2026-01-19
            twee rondes   | 2     | 1     | ja       | 2026-01-22
            twee rondes   | 2     | 2     | ja       | 2026-01-23
            ja en nee     | 1     | 1     | ja       | 2026-01-19
            ja en nee     |       | 1     | nee      | 2026-01-19
            ja en nee     | 1     | 2     | nee      | 2026-01-19
            ja en nee     |       | 2     | ja       | 2026-01-20
            medewerker    | 1     | 1     | nee      | 2026-01-19
        """,
        weging="""
            zaak        | ronde | datum      | twijfel  | weigering_meegewogen
            geen dag    | 1     | 2026-01-21 | nee      | nvt
            dubbel      | 1     | 2026-01-22 | nee      | nee
            dubbel      |       | 2026-01-21 | ja       | onbekend
            onbekend    | 1     | 2026-01-21 | onbekend |
            twee rondes | 2     | 2026-01-21 | ja       | ja
        """,
        gebeurtenis="""
            zaak          | stap | ronde | soort  | datum
            alleen sessie | 4    | 1     | weging | 2026-01-21
            alleen sessie | 4    | 1     | weging | 2026-01-20
            alleen sessie | 3    | 1     | gesprek_ouders | 2026-01-19
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "required", "since", "school_days"),
    [
        # Yes on question 2, or no on question 3, 4 or 5: the day of that answer.
        ("twee", True, TUE, 9),
        ("twee later ja", True, TUE, 9),
        ("drie", True, WED, 8),
        ("vier", True, THU, 7),
        ("vijf", True, FRI, 6),
        ("twee en vijf", True, TUE, 9),
        # An answer without a day: the day of the weighing, else of the last answer.
        ("geen dag", True, WED, 8),
        ("alleen vraag", True, MON, 10),
        ("niets vereist", False, None, None),
        ("alleen sessie", None, None, None),
    ],
)
def test_since_when_a_report_is_required(marts, zaak, required, since, school_days):
    columns = "is_melding_vereist, vereist_datum, schooldagen_sinds_vereist"
    assert marts.one("mart_weging", columns, zaak) == (required, since, school_days)


@pytest.mark.parametrize(
    ("zaak", "day", "route"),
    [
        ("twee", TUE, "geldig"),  # without a meeting or a record: the last answer
        ("geen dag", WED, "geldig"),
        ("alleen sessie", TUE, "niet_geregistreerd"),  # the first meeting
        ("dubbel", WED, "niet_geregistreerd"),
    ],
)
def test_the_day_of_a_weighing_is_its_meeting_or_record_else_its_last_answer(
    marts, zaak, day, route
):
    assert marts.one("mart_weging", "datum, route", zaak) == (day, route)


@pytest.mark.parametrize(
    ("zaak", "doubt", "refusal_weighed"),
    [
        ("dubbel", "ja", "nee"),  # a record without a round is of the first
        ("onbekend", "onbekend", None),
        ("geen dag", "nee", "nvt"),
        ("twee", None, None),
    ],
)
def test_what_was_said_once_in_a_round_holds(marts, zaak, doubt, refusal_weighed):
    found = marts.one("mart_weging", "twijfel, weigering_meegewogen", zaak)
    assert found == (doubt, refusal_weighed)


def test_a_question_that_was_answered_both_ways_has_the_answer_that_asks_for_more(marts):
    columns = "v1, v2, is_melding_vereist, vereist_datum"
    assert marts.one("mart_weging", columns, "ja en nee") == ("ja", "ja", True, TUE)


def test_each_round_has_its_own_answers_and_record(marts):
    rounds = [
        marts.one("mart_weging", "v1, v2, twijfel, datum", "twee rondes", ronde=ronde)
        for ronde in (1, 2)
    ]
    assert rounds == [("nee", None, None, MON), ("ja", "ja", "ja", WED)]


def test_a_weighing_about_an_employee_is_not_counted(marts):
    number = marts.numbers.of["zaak", "medewerker"]
    assert marts.rows(f"SELECT 1 FROM mart_weging WHERE zaak_nr = {number}") == []


ROUTES = """
    zaak | ronde | vraag | antwoord | datum      | samen_met_vt
    a    | 1     | 1     | nee      | 2026-01-05 |
    b    | 1     | 1     | ja       | 2026-01-05 |
    b    | 1     | 2     | ja       | 2026-01-05 |
    c    | 1     | 1     | ja       | 2026-01-05 |
    c    | 1     | 2     | nee      | 2026-01-05 |
    c    | 1     | 3     | nee      | 2026-01-05 |
    d    | 1     | 1     | ja       | 2026-01-05 |
    d    | 1     | 2     | nee      | 2026-01-05 |
    d    | 1     | 3     | ja       | 2026-01-05 |
    d    | 1     | 4     | ja       | 2026-01-05 |
    e    | 1     | 1     | ja       | 2026-01-05 |
    e    | 1     | 2     | nee      | 2026-01-05 |
    e    | 1     | 3     | ja       | 2026-01-05 |
    e    | 1     | 4     | ja       | 2026-01-05 |
    e    | 1     | 5     | nee      | 2026-01-20 |
    f    | 1     | 1     | nee      | 2026-01-05 |
    f    | 1     | 2     | nee      | 2026-01-05 |
    g    | 1     | 1     | ja       | 2026-01-05 |
    g    | 1     | 3     | ja       | 2026-01-05 |
    h    | 1     | 1     | ja       | 2026-01-05 |
    h    | 1     | 2     | ja       | 2026-01-05 |
    h    | 1     | 3     | ja       | 2026-01-05 | ja
    i    | 1     | 1     | ja       | 2026-01-05 |
    i    | 1     | 2     | ja       | 2026-01-05 |
    i    | 1     | 3     | ja       | 2026-01-05 | nee
    j    | 1     | 1     | ja       | 2026-01-05 |
    j    | 1     | 2     | ja       | 2026-01-05 |
    j    | 1     | 3     | ja       | 2026-01-05 | onbekend
    k    | 1     | 1     | ja       | 2026-01-05 |
    k    | 1     | 2     | nee      | 2026-01-05 |
    l    | 1     | 1     | ja       | 2026-01-05 |
    l    | 1     | 2     | nee      | 2026-01-05 |
    l    | 1     | 3     | ja       | 2026-01-05 |
    l    | 1     | 4     | nee      | 2026-01-05 |
    l    | 1     | 5     | nee      | 2026-01-05 |
"""


@pytest.fixture(scope="module")
def weighed() -> Marts:
    names = "abcdefghijkl"
    zaken = "\n".join(f"{name} | 2026-01-05 | {'ja' if name == 'b' else 'nee'}" for name in names)
    return build(
        zaak="zaak | datum_signalering | acuut\n" + zaken,
        afweging=ROUTES,
        melding="""
            zaak | datum
            c    | 2026-01-06
            e    | 2026-01-12
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "route", "required", "missing"),
    [
        ("a", "geldig", False, False),
        # Acute: more than one school day without a report.
        ("b", "geldig", True, True),
        ("c", "geldig", True, False),
        # The fifth question may still be open while help runs.
        ("d", "geldig", False, False),
        # Reported on 12 January, but help turned out not to work on the 20th: report again.
        ("e", "geldig", True, True),
        ("f", "tegenstrijdig", False, False),
        ("g", "tegenstrijdig", False, False),
        ("h", "geldig", True, True),
        ("i", "tegenstrijdig", True, True),
        ("j", "onbekend", True, True),
        ("k", "onvolledig", False, False),
        ("l", "tegenstrijdig", True, True),
    ],
)
def test_the_five_questions_as_a_route(weighed, zaak, route, required, missing):
    row = weighed.one("mart_weging", "route, is_melding_vereist, melding_ontbreekt", zaak)
    assert row == (route, required, missing)
