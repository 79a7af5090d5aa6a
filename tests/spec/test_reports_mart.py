"""Reports to Veilig Thuis as the indicators read them: what went before and what came after.

Region midden, reference date Monday 2 February 2026: five school days, and five working days, after
Monday 26 January, on which each report was made that does not say otherwise.
"""

from datetime import date

import pytest

from tests.spec.drawn_marts import Marts, build

TUE_27, WED_28, THU_29 = (date(2026, 1, day) for day in (27, 28, 29))
NAMES = """
    stil | gesprek | gesprek laat | vooraf | vooraf laat | voorgenomen | voorgenomen laat
    gevolgd | gevolgd eerder | gevolgd zelfde dag | alleen terug | weg | dubbel
    terug | terug ook | terug zelfde dag | terug eerder | terug dubbel
"""
CASES = [name.strip() for line in NAMES.strip().splitlines() for name in line.split("|")]
LEFT = ("weg",)


def event(zaak, stap, soort, day):
    return f"{zaak} | {stap} | {soort} | 2026-01-{day}"


EVENTS = [
    event("gesprek", "3", "gesprek_ouders", 26),
    event("gesprek laat", "3", "gesprek_ouders", 27),
    event("voorgenomen", "5B", "gesprek_voorgenomen_melding", 26),
    event("voorgenomen laat", "5B", "gesprek_voorgenomen_melding", 27),
    event("gevolgd", "5B", "leerling_gevolgd", 29),
    event("gevolgd", "5B", "nieuw_contact_vt", 28),
    event("gevolgd eerder", "5B", "leerling_gevolgd", 23),
    event("gevolgd zelfde dag", "5B", "leerling_gevolgd", 26),
    event("alleen terug", "5B", "terugkoppeling_vt", 28),
    event("terug ook", "5B", "terugkoppeling_vt", 29),
    event("terug zelfde dag", "5B", "terugkoppeling_vt", 26),
    event("terug eerder", "5B", "terugkoppeling_vt", 23),
    event("terug dubbel", "5B", "terugkoppeling_vt", 29),
    event("medewerker", "5B", "leerling_gevolgd", 29),
]
BEFOREHAND = {"vooraf": "2026-01-26", "vooraf laat": "2026-01-27"}
FEEDBACK = {"terug": "2026-01-28", "terug ook": "2026-01-28"}


@pytest.fixture(scope="module")
def marts() -> Marts:
    others = [name for name in CASES if name not in LEFT]
    reports = [
        f"{name} | 2026-01-26 | | {BEFOREHAND.get(name, '')} | {FEEDBACK.get(name, '')}"
        for name in (*CASES, "medewerker")
    ]
    return build(
        zaak="zaak | datum_signalering | buiten_stappenplan | status | datum_status\n"
        + "\n".join(f"{name} | 2026-01-05 | nee | lopend |" for name in others)
        + "\nweg | 2026-01-05 | nee | overgedragen | 2026-01-28"
        + "\nmedewerker | 2026-01-05 | medewerker | lopend |",
        gebeurtenis="zaak | stap | soort | datum\n" + "\n".join(EVENTS),
        melding="zaak | datum | volgnr | ouders_vooraf_datum | terugkoppeling_datum\n"
        + "\n".join(reports)
        + """
            dubbel       | 2026-01-29 | 3 | |
            dubbel       | 2026-01-26 | 2 | |
            terug dubbel | 2026-01-27 | 2 | |
        """,
    )


@pytest.mark.parametrize(
    ("zaak", "after_talk"), [("stil", False), ("gesprek", True), ("gesprek laat", False)]
)
def test_a_talk_with_the_parents_came_before_on_the_day_itself_too(marts, zaak, after_talk):
    assert marts.one("mart_melding", "is_na_oudergesprek", zaak) == (after_talk,)


@pytest.mark.parametrize(
    ("zaak", "discussed"),
    [
        ("stil", False),
        ("vooraf", True),
        ("vooraf laat", False),
        ("voorgenomen", True),
        ("voorgenomen laat", False),
        # A talk about the signals is no talk about the report.
        ("gesprek", False),
    ],
)
def test_a_report_was_discussed_beforehand_when_that_day_or_that_talk_is_on_record(
    marts, zaak, discussed
):
    assert marts.one("mart_melding", "is_vooraf_besproken", zaak) == (discussed,)


@pytest.mark.parametrize(
    ("zaak", "first", "days"),
    [
        ("stil", None, None),
        ("gevolgd", WED_28, 2),
        ("gevolgd zelfde dag", date(2026, 1, 26), 0),
        ("gevolgd eerder", None, None),
        ("alleen terug", None, None),
    ],
)
def test_follow_up_is_the_first_on_or_after_the_report(marts, zaak, first, days):
    columns = "eerste_opvolging, schooldagen_tot_opvolging"
    assert marts.one("mart_melding", columns, zaak) == (first, days)


@pytest.mark.parametrize(
    ("zaak", "day"),
    [
        ("stil", None),
        ("terug", WED_28),
        ("terug ook", WED_28),  # that of the report goes before that of an event
        ("alleen terug", WED_28),
        ("terug zelfde dag", date(2026, 1, 26)),
        ("terug eerder", None),
    ],
)
def test_feedback_is_that_of_the_report_else_the_event_after_it(marts, zaak, day):
    assert marts.one("mart_melding", "terugkoppeling_datum", zaak) == (day,)


def test_which_of_two_reports_the_feedback_is_on_is_not_guessed(marts):
    number = marts.numbers.of["zaak", "terug dubbel"]
    rows = marts.rows(f"SELECT terugkoppeling_datum FROM mart_melding WHERE zaak_nr = {number}")
    assert [row["terugkoppeling_datum"] for row in rows] == [None, None]


@pytest.mark.parametrize(("zaak", "ago"), [("stil", (5, 5)), ("weg", (2, 2))])
def test_days_since_a_report_are_counted_until_the_pupil_left(marts, zaak, ago):
    assert marts.one("mart_melding", "schooldagen_geleden, werkdagen_geleden", zaak) == ago


def test_the_next_report_is_the_one_after_it_by_day_and_number(marts):
    number = marts.numbers.of["zaak", "dubbel"]
    rows = marts.rows(
        f"SELECT volgnr, volgende_melding FROM mart_melding WHERE zaak_nr = {number}"
        " ORDER BY volgnr NULLS FIRST"
    )
    found = [(row["volgnr"], row["volgende_melding"]) for row in rows]
    assert found == [(None, date(2026, 1, 26)), (2, THU_29), (3, None)]


def test_a_suspicion_about_an_employee_is_not_counted_and_each_report_once(marts):
    (counted,) = marts.rows("SELECT count(*) AS n FROM mart_melding")
    assert counted == {"n": len(CASES) + 3}
