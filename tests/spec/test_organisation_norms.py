"""What a school states per school year: the verdicts, the twelve months, what is still open."""

from datetime import date
from itertools import product

import pytest

from tests.spec import second_reading as read
from tests.spec.drawn_marts import build
from tests.support.situations import Situations

STATUSES = ("ja", "deels", "nee", "onbekend", None)
OVER, RUNNING = "2024-2025", "2025-2026"
PEILDATUM = date(2026, 3, 2)
LAST_DAY = {OVER: date(2025, 7, 31), RUNNING: PEILDATUM}
TRAININGS = (None, date(2024, 7, 31), date(2024, 7, 30), date(2025, 3, 2), date(2025, 3, 1))
SITUATIONS = Situations(peildatum=PEILDATUM.isoformat())


def measures(status, day, year):
    """Return what a school states on two norms of one year; on the second the day as well."""
    row = {"schooljaar": year, "status": status}
    return [{**row, "norm_id": "O-D01"}, {**row, "norm_id": "O-D03", "datum": day}]


def stated(status, day, year):
    """Draw a school that states this status, or nothing at all, of one school year."""
    given = [] if status is None else measures(status, day, year)
    return SITUATIONS.add({"organisatie_maatregel": given, "school_jaar": [{"schooljaar": year}]})


# Every combination of status, school year and training day, each at its own school.
STATED = {unit: stated(*unit) for unit in product(STATUSES, TRAININGS, (OVER, RUNNING))}


def test_a_statement_is_judged_by_its_status_and_by_whether_the_school_year_is_over():
    expected = {
        (status, day, year): {year: read.measure(status, is_over=year == OVER)}
        for status, day, year in STATED
    }
    assert {unit: school.verdicts("O-D01") for unit, school in STATED.items()} == expected


def test_a_training_counts_up_to_twelve_months_before_the_end_of_the_year_or_the_peildatum():
    expected = {}
    for status, day, year in STATED:
        known = day if day and day <= LAST_DAY[year] else None
        verdict = read.trained(status, known, LAST_DAY[year], year == OVER)
        expected[status, day, year] = {year: verdict}
    assert {unit: school.verdicts("O-D03") for unit, school in STATED.items()} == expected


def trained_the_year_before(status, day):
    """Draw training on 4 March 2024, and what the school states of the year after that."""
    row = {"norm_id": "O-D03"}
    before = {**row, "schooljaar": "2023-2024", "status": "ja", "datum": "2024-03-04"}
    after = {**row, "schooljaar": OVER, "status": status, "datum": day}
    return SITUATIONS.add({"organisatie_maatregel": [before, after]})


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        (trained_the_year_before("ja", None), "niet_geregistreerd"),
        (trained_the_year_before("ja", "2025-09-01"), "niet_geregistreerd"),
        (trained_the_year_before("ja", "2025-03-03"), "voldaan"),
        (trained_the_year_before("nee", None), "niet_voldaan"),
        (trained_the_year_before("deels", None), "niet_voldaan"),
    ],
)
def test_a_training_of_the_year_before_does_not_tell_that_there_was_none_in_this(
    situation, expected
):
    """Year 2024-2025; the training of the year before was more than a year ago."""
    assert situation.verdicts("O-D03")[OVER] == expected


def test_what_is_still_open_since_an_earlier_year_is_shown_with_the_year_it_has_been_open_since():
    marts = build(
        peildatum="2026-03-02",
        organisatie_maatregel="""
            school_id | schooljaar | norm_id | status
            S1        | 2023-2024  | O-D01   | nee
            S1        | 2024-2025  | O-D01   | deels
            S1        | 2025-2026  | O-D01   | nee
            S1        | 2024-2025  | O-D02   | nee
            S1        | 2025-2026  | O-D02   | ja
            S1        | 2024-2025  | O-D04   | ja
            S1        | 2025-2026  | O-D04   | deels
            S1        | 2024-2025  | O-D05   | nee
            S1        | 2025-2026  | O-D05   | onbekend
        """,
    )
    rows = marts.rows(
        "SELECT norm_id, status, vorige_status, open_sinds FROM mart_maatregel_open"
        " WHERE schooljaar = '2025-2026' ORDER BY norm_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("O-D01", "nee", "deels", "2023-2024"),
        ("O-D04", "deels", "ja", "2025-2026"),
    ]


def test_the_number_present_stands_beside_the_size_of_the_team():
    marts = build(
        peildatum="2026-03-02",
        organisatie_maatregel="""
            school_id | schooljaar | norm_id | status | datum      | n_aanwezig | n_team
            S1        | 2025-2026  | O-D03   | deels  | 2025-10-01 | 14         | 21
        """,
    )
    row = marts.one(
        "mart_maatregel_open", "n_aanwezig, n_team", norm_id="O-D03", schooljaar="2025-2026"
    )
    assert row == (14, 21)
