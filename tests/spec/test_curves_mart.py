"""Which curves of time there are, and which of the eight cases each is about, row by row."""

import pytest

from tests.spec.drawn_marts import Marts
from tests.spec.eight_cases import ALL, BEFORE, NOW, build_eight_cases


@pytest.fixture(scope="module")
def marts() -> Marts:
    return build_eight_cases()


# Per t: at risk, reached, stopped, out of sight.
ONE_DAY_0 = {0: (1, 1, 0, 0)}
S1_SCHOOLDAGEN = {1: (3, 1, 0, 0), 2: (2, 1, 0, 0), 3: (1, 1, 0, 0)}
S2_SCHOOLDAGEN = {2: (3, 0, 0, 1), 3: (2, 0, 1, 1)}
NOT_ACUTE = {2: (5, 1, 0, 1), 3: (3, 1, 1, 1)}
CONSULTATION = {
    ("eerste", "schooldagen", "B1", "S1", ALL): S1_SCHOOLDAGEN,
    ("eerste", "schooldagen", "B1", "S1", NOW): {1: (2, 1, 0, 0), 2: (1, 1, 0, 0)},
    ("eerste", "schooldagen", "B1", "S1", BEFORE): {3: (1, 1, 0, 0)},
    ("eerste", "schooldagen", "B1", "S2", ALL): S2_SCHOOLDAGEN,
    ("eerste", "schooldagen", "B1", "S2", NOW): S2_SCHOOLDAGEN,
    ("eerste", "schooldagen", "B1", ALL, ALL): {1: (6, 1, 0, 0), **NOT_ACUTE},
    ("eerste", "schooldagen", "B1", ALL, NOW): {
        1: (5, 1, 0, 0),
        2: (4, 1, 0, 1),
        3: (2, 0, 1, 1),
    },
    ("eerste", "schooldagen", "B1", ALL, BEFORE): {3: (1, 1, 0, 0)},
    ("eerste", "schooldagen", "B2", "S3", ALL): ONE_DAY_0,
    ("eerste", "schooldagen", "B2", "S3", NOW): ONE_DAY_0,
    ("eerste", "schooldagen", "B2", ALL, ALL): ONE_DAY_0,
    ("eerste", "schooldagen", "B2", ALL, NOW): ONE_DAY_0,
    ("acuut", "schooldagen", "B1", ALL, ALL): {1: (1, 1, 0, 0)},
    ("niet_acuut", "schooldagen", "B1", ALL, ALL): NOT_ACUTE,
    ("niet_acuut", "schooldagen", "B2", ALL, ALL): ONE_DAY_0,
    ("laatste", "schooldagen", "B1", "S1", ALL): {
        2: (3, 1, 0, 0),
        3: (2, 1, 0, 0),
        5: (1, 1, 0, 0),
    },
    ("laatste", "schooldagen", "B1", "S2", ALL): S2_SCHOOLDAGEN,
    ("laatste", "schooldagen", "B1", ALL, ALL): {
        2: (6, 1, 0, 1),
        3: (4, 1, 1, 1),
        5: (1, 1, 0, 0),
    },
    ("laatste", "schooldagen", "B2", "S3", ALL): ONE_DAY_0,
    ("laatste", "schooldagen", "B2", ALL, ALL): ONE_DAY_0,
    ("eerste", "werkdagen", "B1", "S1", ALL): {1: (3, 1, 0, 0), 3: (2, 1, 0, 0), 7: (1, 1, 0, 0)},
    ("eerste", "werkdagen", "B1", "S2", ALL): S2_SCHOOLDAGEN,
    ("eerste", "werkdagen", "B1", ALL, ALL): {
        1: (6, 1, 0, 0),
        2: (5, 0, 0, 1),
        3: (4, 1, 1, 1),
        7: (1, 1, 0, 0),
    },
    ("eerste", "werkdagen", "B2", "S3", ALL): ONE_DAY_0,
    ("eerste", "werkdagen", "B2", ALL, ALL): ONE_DAY_0,
    ("eerste", "dagen", "B1", "S1", ALL): {1: (3, 1, 0, 0), 3: (2, 1, 0, 0), 11: (1, 1, 0, 0)},
    ("eerste", "dagen", "B1", "S2", ALL): {3: (3, 0, 1, 1), 4: (1, 0, 0, 1)},
    ("eerste", "dagen", "B1", ALL, ALL): {
        1: (6, 1, 0, 0),
        3: (5, 1, 1, 1),
        4: (2, 0, 0, 1),
        11: (1, 1, 0, 0),
    },
    ("eerste", "dagen", "B2", "S3", ALL): ONE_DAY_0,
    ("eerste", "dagen", "B2", ALL, ALL): ONE_DAY_0,
}
KEYS = "selectie, eenheid, bestuur_id, school_id, schooljaar"


def curves(marts: Marts, mart: str, interval: str, columns: str) -> list[tuple]:
    """Return the key of a row and the row, of every row of an interval."""
    rows = marts.rows(
        f"SELECT ({KEYS}) AS key, ({columns}) AS row FROM {mart} WHERE interval = '{interval}'"
    )
    return sorted((row["key"], row["row"]) for row in rows)


COUNTED = "t, at_risk, bereikt, gestopt, gecensureerd"


def test_every_curve_is_about_its_own_cases(marts):
    found = curves(marts, "mart_overleving", "signalering_overleg_ib", COUNTED)
    expected = [(key, (t, *row)) for key, rows in CONSULTATION.items() for t, row in rows.items()]
    assert found == sorted(expected)


def test_an_interval_in_working_days_has_its_curves_per_year_in_those(marts):
    found = curves(marts, "mart_overleving", "melding_terugkoppeling_vt", "t, at_risk, bereikt")
    own = [("eerste", ALL), ("eerste", NOW), ("laatste", ALL)]
    expected = [
        (("eerste", unit, "B1", school, ALL), (t, 1, 1))
        for unit, t in (("schooldagen", 2), ("dagen", 11))
        for school in ("S1", ALL)
    ]
    expected += [
        ((selection, "werkdagen", "B1", school, year), (7, 1, 1))
        for selection, year in own
        for school in ("S1", ALL)
    ]
    expected.append((("niet_acuut", "werkdagen", "B1", ALL, ALL), (7, 1, 1)))
    assert found == sorted(expected)


@pytest.mark.parametrize(
    ("interval", "own"),
    [("signalering_overleg_ib", "schooldagen"), ("melding_terugkoppeling_vt", "werkdagen")],
)
def test_only_a_curve_in_the_unit_of_its_interval_has_an_area(marts, interval, own):
    with_area = {
        (row["eenheid"], row["heeft"])
        for row in marts.rows(
            "SELECT eenheid, oppervlakte IS NOT NULL AS heeft FROM mart_overleving"
            f" WHERE interval = '{interval}'"
        )
    }
    units = ("schooldagen", "werkdagen", "dagen")
    assert with_area == {(unit, unit == own) for unit in units}
    with_horizon = marts.rows(
        "SELECT DISTINCT eenheid, rmst_horizon IS NOT NULL AS heeft FROM mart_duur"
        f" WHERE interval = '{interval}'"
    )
    assert {tuple(row.values()) for row in with_horizon} == with_area


# n; reached, stopped, open, handed over; negative, on the same day, outside the calendar.
S1, S2, S3 = (3, 3, 0, 0, 0, 0, 0, 0), (3, 0, 1, 1, 1, 1, 0, 0), (1, 1, 0, 0, 0, 0, 1, 0)
COUNTS = {
    **{key: S1 for key in CONSULTATION if key[3:] == ("S1", ALL)},
    **{key: S2 for key in CONSULTATION if key[3:] in {("S2", ALL), ("S2", NOW)}},
    **{key: S3 for key in CONSULTATION if key[2] == "B2"},
    **{key: (6, 3, 1, 1, 1, 1, 0, 0) for key in CONSULTATION if key[2:] == ("B1", ALL, ALL)},
    ("eerste", "schooldagen", "B1", "S1", NOW): (2, 2, 0, 0, 0, 0, 0, 0),
    ("eerste", "schooldagen", "B1", "S1", BEFORE): (1, 1, 0, 0, 0, 0, 0, 0),
    ("eerste", "schooldagen", "B1", ALL, NOW): (5, 2, 1, 1, 1, 1, 0, 0),
    ("eerste", "schooldagen", "B1", ALL, BEFORE): (1, 1, 0, 0, 0, 0, 0, 0),
    ("acuut", "schooldagen", "B1", ALL, ALL): (1, 1, 0, 0, 0, 1, 0, 0),
    ("niet_acuut", "schooldagen", "B1", ALL, ALL): (5, 2, 1, 1, 1, 0, 0, 0),
}


def test_every_summary_counts_its_own_cases(marts):
    found = curves(
        marts,
        "mart_duur",
        "signalering_overleg_ib",
        "n, n_bereikt, n_gestopt, n_open, n_overgedragen, n_negatief, n_zelfde_dag,"
        " n_zonder_kalender",
    )
    assert found == sorted(COUNTS.items())


@pytest.mark.parametrize(
    ("selection", "unit", "school", "expected"),
    [
        # 1, 2 and 3 school days; the last consultations 2, 3 and 5. Mean: 2, and 10 / 3.
        ("eerste", "schooldagen", "S1", (1, 2, 3, 3, 2, 3)),
        ("laatste", "schooldagen", "S1", (2, 3, 5, 5, 3, 5)),
        ("eerste", "werkdagen", "S1", (1, 3, 7, 7, 3, 7)),
        ("eerste", "dagen", "S1", (1, 3, 11, 11, 3, 11)),
        # Nobody reached it.
        ("eerste", "schooldagen", "S2", (None,) * 6),
        # 5/6 on day 1; of five one on day 2: 4/6; of three one on day 3: 4/9.
        ("eerste", "schooldagen", ALL, (2, 3, None, None, 2, 3)),
    ],
)
def test_a_summary_reads_its_own_curve(marts, selection, unit, school, expected):
    row = marts.one(
        "mart_duur",
        "p25, mediaan, p75, p90, mediaan_naief, p90_naief",
        interval="signalering_overleg_ib",
        selectie=selection,
        eenheid=unit,
        bestuur_id="B1",
        school_id=school,
        schooljaar=ALL,
    )
    assert row == expected
