"""Which times stand apart: acute cases, the last occurrence, other units, a school year."""

import pytest

from tests.spec.drawn_marts import Marts, build


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build(
        schools={"S1": "2026-02-02", "S2": "2026-02-02"},
        zaak="""
            zaak | school_id | datum_signalering | acuut
            a    | S1        | 2025-11-03        | ja
            b    | S1        | 2025-11-03        | nee
            c    | S1        | 2024-11-04        | onbekend
            d    | S2        | 2025-11-03        | ja
        """,
        gebeurtenis="""
            zaak | soort          | datum      | stap
            a    | gesprek_ouders | 2025-11-03 | 3
            a    | weging         | 2025-11-03 | 4
            b    | gesprek_ouders | 2025-11-04 | 3
            b    | gesprek_ouders | 2025-11-10 | 3
            b    | weging         | 2025-11-12 | 4
            c    | gesprek_ouders | 2024-11-05 | 3
            d    | gesprek_ouders | 2025-11-03 | 3
            d    | weging         | 2025-11-05 | 4
        """,
    )


def summary(marts, selectie, eenheid="schooldagen", school="S1", jaar="alle"):
    rows = marts.rows(
        "SELECT n, n_bereikt, n_zelfde_dag, mediaan FROM mart_duur"
        f" WHERE interval = 'gesprek_ouders_weging' AND selectie = '{selectie}'"
        f" AND eenheid = '{eenheid}' AND school_id = '{school}' AND schooljaar = '{jaar}'"
    )
    return tuple(rows[0].values()) if rows else None


def test_the_first_occurrence_stands_in_three_units(marts):
    # a 0 days; b 8 days, 6 of them school days (4 to 12 November); c open for long. The curve is
    # at 2/3 on day 0 and at 1/3 when b gets there.
    assert summary(marts, "eerste") == (3, 2, 1, 6)
    assert summary(marts, "eerste", "werkdagen") == (3, 2, 1, 6)
    assert summary(marts, "eerste", "dagen") == (3, 2, 1, 8)


def test_the_last_occurrence_counts_from_the_last_begin(marts):
    # b: from Monday 10 to Wednesday 12 November.
    assert summary(marts, "laatste") == (3, 2, 1, 2)
    assert summary(marts, "laatste", "dagen") is None


def test_acute_cases_stand_apart_for_all_schools_together(marts):
    # Acute: a on the day itself, d after two school days. Not acute or unknown: b 6, c open.
    assert summary(marts, "acuut", school="alle") == (2, 2, 1, 0)
    assert summary(marts, "niet_acuut", school="alle") == (2, 1, 0, 6)
    assert summary(marts, "acuut") is None


def test_a_school_year_has_the_first_occurrence_in_the_unit_of_the_interval(marts):
    assert summary(marts, "eerste", jaar="2025-2026") == (2, 2, 1, 0)
    assert summary(marts, "eerste", jaar="2024-2025") == (1, 0, 0, None)
    assert summary(marts, "eerste", "dagen", jaar="2025-2026") is None


def test_every_summary_has_its_curve_and_every_curve_its_summary(marts):
    key = "interval, selectie, eenheid, school_id, schooljaar"
    curves = marts.rows(f"SELECT DISTINCT {key} FROM mart_overleving ORDER BY ALL")
    summaries = marts.rows(f"SELECT {key} FROM mart_duur WHERE n > 0 ORDER BY ALL")
    assert curves == summaries
