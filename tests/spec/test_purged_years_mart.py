"""A school year from which a purge deleted cases is no longer whole: no share, no comparison.

What is drawn is what stays after the purge: `log_geschoond` says which years it touched.
"""

from functools import cache

import pytest

from tests.spec.drawn_marts import build

CASES = """
    zaak     | datum_signalering | status     | datum_status | acuut
    langzaam | 2022-10-03        | afgesloten | 2025-03-03   | nee
    heel a   | 2023-10-02        | afgesloten | 2024-02-05   | nee
    heel b   | 2023-11-06        | afgesloten | 2024-04-08   | nee
    vorig    | 2024-10-07        | afgesloten | 2025-02-03   | nee
"""
DECISIONS = """
    zaak     | datum      | uitkomst
    langzaam | 2024-10-07 | 5B
    heel a   | 2023-10-09 | 5A
    heel b   | 2023-11-13 | 5B
    vorig    | 2024-10-14 | 5A
"""


@cache
def purged(*years, school="S1", chosen=()):
    """The drawn records, after a purge that deleted other cases of these school years.

    Made once for all tests, which only read.
    """
    return build(
        zaak=CASES, besluit=DECISIONS, purged=[(school, year) for year in years], chosen=chosen
    )


def shares(*years, school="S1"):
    rows = purged(*years, school=school, chosen=("aandeel_eerste_besluit_5b",)).rows(
        "SELECT schooljaar, teller, noemer, aandeel FROM mart_indicator"
        " WHERE indicator = 'aandeel_eerste_besluit_5b' ORDER BY schooljaar"
    )
    return {row.pop("schooljaar"): tuple(row.values()) for row in rows}


def test_a_purged_year_keeps_its_counts_and_loses_its_share():
    assert shares("2022-2023") == {
        "2022-2023": (1, 1, None),  # one slow case is left: "100% 5B" would be untrue
        "2023-2024": (1, 2, pytest.approx(1 / 2)),
        "2024-2025": (0, 1, pytest.approx(0)),
        "2025-2026": (0, 0, None),
    }


def test_stock_and_flow_still_close_and_say_which_years_are_not_whole():
    rows = purged("2022-2023").rows(
        "SELECT schooljaar, begin, nieuw, afgesloten, eind, is_afgelopen, is_geschoond, is_heel"
        " FROM mart_stroom ORDER BY schooljaar"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("2022-2023", 0, 1, 0, 1, True, True, False),
        ("2023-2024", 1, 2, 2, 1, True, False, True),
        ("2024-2025", 1, 1, 2, 0, True, False, True),
        ("2025-2026", 0, 0, 0, 0, False, False, False),
    ]


def test_no_year_is_compared_with_one_that_is_not_whole():
    pairs = (
        "SELECT DISTINCT vorig_schooljaar, schooljaar FROM mart_verandering"
        " WHERE school_id = 'S1' ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in purged().rows(pairs)] == [
        ("2022-2023", "2023-2024"),
        ("2023-2024", "2024-2025"),
    ]
    assert [tuple(row.values()) for row in purged("2022-2023").rows(pairs)] == [
        ("2023-2024", "2024-2025")
    ]
    # A year between two whole ones: nothing is beside the year before it.
    assert not purged("2023-2024").rows(pairs)


def test_the_slow_cases_that_are_left_make_no_median():
    of_all = (
        "SELECT n, n_bereikt, mediaan FROM mart_duur WHERE interval = 'signalering_besluit'"
        " AND selectie = 'eerste' AND eenheid = 'dagen' AND school_id = 'S1'"
        " AND schooljaar = 'alle'"
    )
    before, after = (marts.rows(of_all)[0] for marts in (purged(), purged("2022-2023")))
    assert before["n"] == 4 and after["n"] == 3
    assert after["mediaan"] == 7
    left = purged("2022-2023").rows(
        "SELECT DISTINCT schooljaar FROM mart_overleving WHERE school_id = 'S1' ORDER BY ALL"
    )
    assert "2022-2023" not in {row["schooljaar"] for row in left}


def test_the_register_says_deels_also_when_no_case_of_the_year_is_left():
    marts = build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        purged=[("S2", "2023-2024")],
        zaak="""
            zaak | school_id | datum_signalering | status
            a    | S1        | 2023-10-02        | lopend
            b    | S2        | 2024-10-07        | lopend
        """,
    )
    rows = marts.rows("SELECT school_id, schooljaar, status FROM mart_levering ORDER BY ALL")
    assert [tuple(row.values()) for row in rows] == [
        ("S1", "2023-2024", "geleverd"),
        ("S1", "2024-2025", "nul_zaken"),
        ("S1", "2025-2026", "deels"),
        ("S2", "2023-2024", "deels"),
        ("S2", "2024-2025", "geleverd"),
        ("S2", "2025-2026", "deels"),
    ]


def test_another_school_keeps_its_shares():
    assert shares("2023-2024", school="S9")["2023-2024"] == (1, 2, pytest.approx(1 / 2))
