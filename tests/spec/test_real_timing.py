"""Nine cases with real timing (tests/data/wabo_school_09), counted by hand from the CSV files.

Region noord, peildatum Thursday 26 June 2025. No school: 21 December - 5 January, 15 - 23 February,
26 April - 4 May; not working days: 25, 26 December, 1 January, 21 April, 5 May, 29 May, 9 June.
"""

from pathlib import Path

import pytest

from pipeline.intake import load_deliveries
from pipeline.marts import build
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

SCHOOL = Path(__file__).parents[1] / "data" / "wabo_school_09"


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wabo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        workspace = Workspace(folder / "werkmap")
        load_deliveries(workspace, [SCHOOL])
        build(workspace)
        with open_cases(workspace, read_only=True) as connection:
            yield connection


def look_up(marts, mart, columns, zaak_id, where="true"):
    found = marts.execute(
        f"SELECT {columns} FROM {mart} AS m INNER JOIN stg_zaak AS z ON m.zaak_nr = z.zaak_nr"
        f" WHERE z.zaak_id LIKE '{zaak_id}%' AND {where}"
    ).fetchall()
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("zaak", "interval", "expected"),
    [
        # Tuesday 12 November to Friday 13 December: 23 working days, all with school.
        ("z0de364a", "signalering_overleg_ib", ("bereikt", 31, 23, 23)),
        # Tuesday 17 December to Thursday 2 January: working 18 19 20 23 24 27 30 31 December and
        # 2 January; school 18 19 20 December.
        ("z0de364a", "gesprek_ouders_weging", ("bereikt", 16, 9, 3)),
        ("z0de364a", "weging_besluit", ("bereikt", 0, 0, 0)),
        # Monday 10 to Friday 14 March.
        ("z2c1199a", "signalering_besluit", ("bereikt", 4, 4, 4)),
        # The talk (Monday 14 April) came after the weighing (Thursday 10 April).
        ("zd20787d", "gesprek_ouders_weging", ("negatief", -4, -2, -2)),
        # Friday 27 December to Monday 28 April, both without school: 20 school days in January, 15
        # in February, 21 in March, 18 in April; working days: 2 in December, 22, 20, 21 and 19.
        ("z0942b99", "signalering_besluit", ("bereikt", 122, 84, 74)),
        # Help decided on 28 April, closed on Friday 23 May without a later 5B: 4 + 4 + 5 + 5
        # working days, the last 14 of them with school.
        ("z0942b99", "besluit_5a_5b", ("gestopt", 25, 18, 14)),
        # Signalled on the peildatum itself.
        ("z8498b64", "signalering_besluit", ("open", 0, 0, 0)),
    ],
)
def test_time_per_step_is_as_counted_by_hand(marts, zaak, interval, expected):
    row = look_up(
        marts,
        "mart_doorlooptijd",
        "afloop, dagen, werkdagen, schooldagen",
        zaak,
        f"m.interval = '{interval}'",
    )
    assert row == expected


@pytest.mark.parametrize(
    ("zaak", "state", "evaluation"),
    [
        ("z0de364a", "gestopt", "te_laat"),  # planned 7 January, held 12 May
        ("z2c1199a", "gestopt", "te_laat"),  # planned 5 May, held 6 May
        ("z6d241e8", "gestopt", "op_tijd"),  # planned 22 May, held 21 May
        ("zd20787d", "gestopt", "gepland"),  # decided to stop, still open; planned 23 July
        ("ze615fe9", "gestopt", "achterstallig"),  # planned 24 June, not held on 26 June
        ("z0942b99", "5A", "te_laat"),  # planned 20 February, held 23 May
        ("z8498b64", "geen_besluit", "gepland"),  # planned 16 October
    ],
)
def test_outcome_and_evaluation_are_as_read_by_hand(marts, zaak, state, evaluation):
    assert look_up(marts, "mart_zaak", "toestand", zaak) == (state,)
    assert look_up(marts, "mart_evaluatie", "m.status", zaak) == (evaluation,)


def test_the_curve_of_nine_cases_is_as_counted_by_hand(marts):
    # School days from signal to consultation: 4 13 17 20 20 23 25 74, and one open on day 0. From
    # day 1 eight are at risk; the curve is 7/8, 6/8, 5/8, 3/8 (two on day 20), 2/8, 1/8, 0.
    curve = marts.execute(
        "SELECT t, at_risk, bereikt, gecensureerd, overleving FROM mart_overleving"
        " WHERE interval = 'signalering_overleg_ib' AND selectie = 'eerste'"
        " AND eenheid = 'schooldagen' AND school_id <> 'alle' AND schooljaar = 'alle' ORDER BY t"
    ).fetchall()
    assert [row[:4] for row in curve] == [
        (0, 9, 0, 1),
        (4, 8, 1, 0),
        (13, 7, 1, 0),
        (17, 6, 1, 0),
        (20, 5, 2, 0),
        (23, 3, 1, 0),
        (25, 2, 1, 0),
        (74, 1, 1, 0),
    ]
    expected = [1, 7 / 8, 6 / 8, 5 / 8, 3 / 8, 2 / 8, 1 / 8, 0]
    assert [row[4] for row in curve] == pytest.approx(expected, abs=1e-12)
    summary = marts.execute(
        "SELECT n, n_open, mediaan, p75, p90, mediaan_naief FROM mart_duur"
        " WHERE interval = 'signalering_overleg_ib' AND selectie = 'eerste'"
        " AND eenheid = 'schooldagen' AND school_id <> 'alle' AND schooljaar = 'alle'"
    ).fetchall()
    # 0.25 is reached on day 23 exactly, 0.1 only when the last one is through.
    assert summary == [(9, 1, 20, 23, 74, 20)]


def test_flow_of_the_school_closes(marts):
    flow = marts.execute("SELECT begin, nieuw, afgesloten, eind FROM mart_stroom").fetchall()
    # Nine cases of 2024-2025, five of them closed.
    assert flow == [(0, 9, 5, 4)]
