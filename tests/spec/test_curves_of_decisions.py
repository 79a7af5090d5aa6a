"""Which curves of decisions there are, and which of the eight cases each is about, row by row."""

import pytest

from tests.spec.drawn_marts import Marts, build
from tests.spec.eight_cases import ALL, BEFORE, NOW, build_eight_cases


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build_eight_cases()


# Per t: at risk, then 5A, 5B, stopped, handed over.
FIRST_5A = {0: (1, 1, 0, 0, 0)}
DECISIONS = {
    ("schooldagen", "B1", "S1", ALL): {
        1: (3, 0, 1, 0, 0), 2: (2, 1, 0, 0, 0), 3: (1, 0, 0, 1, 0)
    },
    ("schooldagen", "B1", "S1", NOW): {1: (2, 0, 1, 0, 0), 2: (1, 1, 0, 0, 0)},
    ("schooldagen", "B1", "S1", BEFORE): {3: (1, 0, 0, 1, 0)},
    ("schooldagen", "B1", "S2", ALL): {2: (3, 0, 0, 0, 0), 3: (2, 0, 0, 1, 1)},
    ("schooldagen", "B1", "S2", NOW): {2: (3, 0, 0, 0, 0), 3: (2, 0, 0, 1, 1)},
    ("schooldagen", "B1", ALL, ALL): {
        1: (6, 0, 1, 0, 0), 2: (5, 1, 0, 0, 0), 3: (3, 0, 0, 2, 1)
    },
    ("schooldagen", "B1", ALL, NOW): {
        1: (5, 0, 1, 0, 0), 2: (4, 1, 0, 0, 0), 3: (2, 0, 0, 1, 1)
    },
    ("schooldagen", "B1", ALL, BEFORE): {3: (1, 0, 0, 1, 0)},
    ("dagen", "B1", "S1", ALL): {
        1: (3, 0, 1, 0, 0), 3: (2, 0, 0, 1, 0), 11: (1, 1, 0, 0, 0)
    },
    ("dagen", "B1", "S2", ALL): {3: (3, 0, 0, 1, 1), 4: (1, 0, 0, 0, 0)},
    ("dagen", "B1", ALL, ALL): {
        1: (6, 0, 1, 0, 0), 3: (5, 0, 0, 2, 1), 4: (2, 0, 0, 0, 0), 11: (1, 1, 0, 0, 0)
    },
    ("schooldagen", "B2", "S3", ALL): FIRST_5A,
    ("schooldagen", "B2", "S3", NOW): FIRST_5A,
    ("schooldagen", "B2", ALL, ALL): FIRST_5A,
    ("schooldagen", "B2", ALL, NOW): FIRST_5A,
    ("dagen", "B2", "S3", ALL): FIRST_5A,
    ("dagen", "B2", ALL, ALL): FIRST_5A,
}  # fmt: skip
OUTCOMES = ("5A", "5B", "gestopt", "overgedragen")


def test_every_curve_of_outcomes_is_about_its_own_cases(marts):
    rows = marts.rows(
        "SELECT (eenheid, bestuur_id, school_id, schooljaar) AS key, t, uitkomst, at_risk, aantal"
        " FROM mart_uitkomst"
    )
    assert sorted(tuple(row.values()) for row in rows) == sorted(
        (key, t, outcome, at_risk, amount)
        for key, days in DECISIONS.items()
        for t, (at_risk, *amounts) in days.items()
        for outcome, amount in zip(OUTCOMES, amounts, strict=True)
    )


def test_a_case_from_before_the_calendar_has_curves_in_days_alone():
    marts = build(
        zaak="""
            zaak | datum_signalering
            A    | 2015-03-02
        """,
        besluit="""
            zaak | datum      | uitkomst
            A    | 2015-03-04 | 5A
        """,
    )
    reached = marts.rows(
        "SELECT DISTINCT eenheid, t FROM mart_overleving WHERE interval = 'signalering_besluit'"
    )
    decided = marts.rows("SELECT DISTINCT eenheid, t FROM mart_uitkomst")
    assert reached == decided == [{"eenheid": "dagen", "t": 2}]
