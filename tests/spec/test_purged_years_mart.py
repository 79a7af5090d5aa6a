"""A school year from which a purge deleted cases is no longer whole: no share, no comparison.

What is drawn is what stays after the purge: `log_geschoond` says which years it touched.
"""

import pytest

from tests.spec.drawn_marts import Marts, at_schools, build

CASES = [
    "langzaam | 2022-10-03 | afgesloten | 2025-03-03",
    "heel a   | 2023-10-02 | afgesloten | 2024-02-05",
    "heel b   | 2023-11-06 | afgesloten | 2024-04-08",
    "vorig    | 2024-10-07 | afgesloten | 2025-02-03",
]
DECISIONS = [
    "langzaam | 2024-10-07 | 5B",
    "heel a   | 2023-10-09 | 5A",
    "heel b   | 2023-11-13 | 5B",
    "vorig    | 2024-10-14 | 5A",
]
PURGED = {"niets": None, "eerste jaar": "2022-2023", "tweede jaar": "2023-2024"}


@pytest.fixture(scope="module")
def marts() -> Marts:
    """The same drawn records at three schools, each after a purge of other cases of one year."""
    return build(
        schools={school: "2026-02-02" for school in PURGED},
        zaak=at_schools(
            "zaak | datum_signalering | status | datum_status | school_id",
            dict.fromkeys(PURGED, CASES),
        ),
        besluit=at_schools("zaak | datum | uitkomst", dict.fromkeys(PURGED, DECISIONS)),
        purged=[(school, year) for school, year in PURGED.items() if year],
        chosen=("aandeel_eerste_besluit_5b",),
    )


def rows(marts: Marts, columns: str, mart: str, where: str, school: str) -> list[tuple]:
    """Return the distinct rows of one school, in order."""
    select = f"SELECT DISTINCT {columns} FROM {mart} WHERE school_id = '{school}' AND {where}"
    return [tuple(row.values()) for row in marts.rows(f"{select} ORDER BY ALL")]


def shares(marts: Marts, school: str) -> dict[str, tuple]:
    found = rows(
        marts,
        "schooljaar, teller, noemer, aandeel",
        "mart_indicator",
        "indicator = 'aandeel_eerste_besluit_5b'",
        school,
    )
    return {year: tuple(rest) for year, *rest in found}


def test_a_purged_year_keeps_its_counts_and_loses_its_share(marts):
    assert shares(marts, "eerste jaar") == {
        "2022-2023": (1, 1, None),  # one slow case is left: "100% 5B" would be untrue
        "2023-2024": (1, 2, pytest.approx(1 / 2)),
        "2024-2025": (0, 1, pytest.approx(0)),
        "2025-2026": (0, 0, None),
    }


def test_stock_and_flow_still_close_and_say_which_years_are_not_whole(marts):
    columns = "schooljaar, begin, nieuw, afgesloten, eind, is_afgelopen, is_geschoond, is_heel"
    assert rows(marts, columns, "mart_stroom", "true", "eerste jaar") == [
        ("2022-2023", 0, 1, 0, 1, True, True, False),
        ("2023-2024", 1, 2, 2, 1, True, False, True),
        ("2024-2025", 1, 1, 2, 0, True, False, True),
        ("2025-2026", 0, 0, 0, 0, False, False, False),
    ]


@pytest.mark.parametrize(
    ("school", "pairs"),
    [
        ("niets", [("2022-2023", "2023-2024"), ("2023-2024", "2024-2025")]),
        ("eerste jaar", [("2023-2024", "2024-2025")]),
        # A year between two whole ones: nothing is beside the year before it.
        ("tweede jaar", []),
    ],
)
def test_no_year_is_compared_with_one_that_is_not_whole(marts, school, pairs):
    found = rows(marts, "vorig_schooljaar, schooljaar", "mart_verandering", "true", school)
    assert found == pairs


def test_the_slow_cases_that_are_left_make_no_median(marts):
    of_all = (
        "interval = 'signalering_besluit' AND selectie = 'eerste' AND eenheid = 'dagen'"
        " AND schooljaar = 'alle'"
    )
    [(before, _)] = rows(marts, "n, mediaan", "mart_duur", of_all, "niets")
    [(after, median)] = rows(marts, "n, mediaan", "mart_duur", of_all, "eerste jaar")
    assert (before, after, median) == (4, 3, 7)
    left = rows(marts, "schooljaar", "mart_overleving", "true", "eerste jaar")
    assert left
    assert ("2022-2023",) not in left


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


def test_another_school_keeps_its_shares(marts):
    assert shares(marts, "niets")["2023-2024"] == (1, 2, pytest.approx(1 / 2))
