"""What a school states per school year: the verdicts, the twelve months, what is still open."""

from datetime import date
from itertools import product

import pytest

from tests.spec import second_reading as read
from tests.spec.drawn_marts import build
from tests.support.stg import judge

STATUSES = ("ja", "deels", "nee", "onbekend", None)
OVER, RUNNING = "2024-2025", "2025-2026"
PEILDATUM = date(2026, 3, 2)
LAST_DAY = {OVER: date(2025, 7, 31), RUNNING: PEILDATUM}
TRAININGS = (None, date(2024, 7, 31), date(2024, 7, 30), date(2025, 3, 2), date(2025, 3, 1))


@pytest.fixture(scope="module")
def stated():
    """Return every combination of status, school year and training day, each at its own school."""
    found, rows = {}, []
    for number, (status, year, day) in enumerate(product(STATUSES, (OVER, RUNNING), TRAININGS)):
        school = f"S{number}"
        found[school, year] = (status, day)
        if status is not None:
            row = {"school_id": school, "schooljaar": year, "status": status}
            rows += [{**row, "norm_id": "O-D01"}, {**row, "norm_id": "O-D03", "datum": day}]
    schools = [school for school, _ in found]
    years = [{"school_id": school, "schooljaar": year} for school, year in found]
    connection = judge(
        {"organisatie_maatregel": rows, "school_jaar": years},
        schools=schools,
        peildatum=PEILDATUM.isoformat(),
    )
    return found, connection


def verdicts_of(connection, norm_id: str) -> dict:
    rows = connection.execute(
        "SELECT school_id, schooljaar, verdict FROM mart_norm WHERE norm_id = ?", [norm_id]
    )
    return {(school, year): verdict for school, year, verdict in rows.fetchall()}


def test_a_statement_is_judged_by_its_status_and_by_whether_the_school_year_is_over(stated):
    found, connection = stated
    expected = {
        unit: read.measure(status, is_over=unit[1] == OVER) for unit, (status, _) in found.items()
    }
    assert verdicts_of(connection, "O-D01") == expected


def test_a_training_counts_up_to_twelve_months_before_the_end_of_the_year_or_the_peildatum(stated):
    found, connection = stated
    expected = {
        unit: read.trained(
            status,
            day if day and day <= LAST_DAY[unit[1]] else None,
            LAST_DAY[unit[1]],
            unit[1] == OVER,
        )
        for unit, (status, day) in found.items()
    }
    assert verdicts_of(connection, "O-D03") == expected


@pytest.mark.parametrize(
    ("this_year", "expected"),
    [
        (("ja", None), "niet_geregistreerd"),
        (("ja", "2025-09-01"), "niet_geregistreerd"),
        (("ja", "2025-03-03"), "voldaan"),
        (("nee", None), "niet_voldaan"),
        (("deels", None), "niet_voldaan"),
    ],
)
def test_a_training_of_the_year_before_does_not_tell_that_there_was_none_in_this(
    this_year, expected
):
    """Year 2024-2025; the training of the year before was on 4 March 2024, more than a year ago."""
    status, day = this_year
    row = {"school_id": "S1", "norm_id": "O-D03"}
    rows = [
        {**row, "schooljaar": "2023-2024", "status": "ja", "datum": "2024-03-04"},
        {**row, "schooljaar": OVER, "status": status, "datum": day},
    ]
    connection = judge(
        {"organisatie_maatregel": rows}, schools=["S1"], peildatum=PEILDATUM.isoformat()
    )
    assert verdicts_of(connection, "O-D03")["S1", OVER] == expected


def test_an_organisational_norm_belongs_to_no_case(stated):
    _, connection = stated
    rows = connection.execute(
        "SELECT count(*), count(zaak_nr) FROM mart_norm WHERE eenheid = 'school_jaar'"
    ).fetchall()
    assert rows[0][0] > 0 and rows[0][1] == 0


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
