"""The marts of a half-run year against the truth that the made-up sample keeps beside it.

The deliveries stop at the peildatum, with many cases open; the truth goes on until all have ended.
Waits are in school days: in calendar days those that run into a holiday are longer than those that
were seen, so that who is still open would differ from who is not.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from pipeline.intake import load_deliveries
from pipeline.marts import build
from pipeline.sample import make_sample
from pipeline.warehouse import open_cases
from pipeline.workspace import Workspace

pytestmark = pytest.mark.slow
PEILDATUM = date(2025, 12, 12)
HORIZONS = (5, 20, 40)
MOMENTS = (
    "signalering",
    "overleg_ib",
    "advies_vt",
    "gesprek_ouders",
    "weging",
    "eerste_besluit",
)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("waarheid")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MELDCODE_KEY_FILE", str(folder / "sleutel"))
        make_sample(
            folder / "m", schools=12, years=1, seed=4, peildatum=PEILDATUM, cases_per_1000=1800
        )
        workspace = Workspace(folder / "werkmap")
        deliveries = [path for path in (folder / "m").iterdir() if path.name != "truth"]
        load_deliveries(workspace, deliveries)
        build(workspace)
        with open_cases(workspace, read_only=True) as connection:
            yield connection, read_truth(connection, folder / "m" / "truth" / "zaken.csv")


def read_truth(connection, path):
    """Return the true cases, each moment as the number of its school day (NaN: never)."""
    truth = pd.read_csv(path, sep=";")
    truth = truth[truth["buiten_stappenplan"] == "nee"].reset_index(drop=True)
    regions = connection.execute("SELECT school_id, vakantieregio FROM stg_levering").df()
    calendar = connection.execute(
        "SELECT vakantieregio, datum, schooldag_nr FROM ref_kalender"
    ).df()
    truth = truth.merge(regions, on="school_id")
    truth["uitkomst"] = truth["eerste_besluit"]
    for moment in MOMENTS:
        dates = truth[["vakantieregio"]].assign(datum=pd.to_datetime(truth[f"datum_{moment}"]))
        numbered = dates.merge(calendar, on=["vakantieregio", "datum"], how="left")
        truth[moment] = numbered["schooldag_nr"].to_numpy(float)
    return truth


def days(truth, begin, end):
    """Return the true number of school days, NaN for a case that never gets there."""
    return truth[end] - truth[begin]


def value_at(curve, column, day):
    """Return the last value of a step curve on or before a day."""
    return curve.loc[curve["t"] <= day, column].iloc[-1]


def test_many_cases_are_open_on_the_peildatum(world):
    connection, truth = world
    found = connection.execute("SELECT count(*), sum(is_open::INT) FROM mart_zaak").fetchall()[0]
    assert found[0] >= len(truth) > 800
    assert found[1] > 0.2 * found[0]


@pytest.mark.parametrize("outcome", ["5A", "5B"])
def test_the_chance_of_a_first_decision_holds_the_truth(world, outcome):
    connection, truth = world
    curve = connection.execute(
        "SELECT t, incidentie, onder, boven FROM mart_uitkomst WHERE eenheid = 'schooldagen'"
        " AND school_id = 'alle' AND schooljaar = 'alle' AND uitkomst = ? ORDER BY t",
        [outcome],
    ).df()
    wait = days(truth, "signalering", "eerste_besluit")
    for day in HORIZONS:
        share = ((truth["uitkomst"] == outcome) & (wait <= day)).mean()
        assert value_at(curve, "incidentie", day) == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(
    ("interval", "begin", "end"),
    [
        ("signalering_overleg_ib", "signalering", "overleg_ib"),
        ("signalering_advies_vt", "signalering", "advies_vt"),
        ("gesprek_ouders_weging", "gesprek_ouders", "weging"),
        ("weging_besluit", "weging", "eerste_besluit"),
    ],
)
def test_the_part_that_reached_a_step_by_a_day_is_near_the_truth(world, interval, begin, end):
    connection, truth = world
    curve = connection.execute(
        "SELECT t, incidentie_bereikt FROM mart_overleving WHERE interval = ?"
        " AND eenheid = 'schooldagen' AND selectie = 'eerste'"
        " AND school_id = 'alle' AND schooljaar = 'alle' ORDER BY t",
        [interval],
    ).df()
    entered = truth[truth[begin].notna() & ~(truth[end] < truth[begin])]
    wait = days(entered, begin, end)
    for day in HORIZONS:
        assert value_at(curve, "incidentie_bereikt", day) == pytest.approx(
            (wait <= day).mean(), abs=0.06
        )


def test_completed_only_times_are_shorter_than_the_truth_and_the_curve_is_nearer(world):
    connection, truth = world
    naive, ours = connection.execute(
        "SELECT mediaan_naief, mediaan FROM mart_duur WHERE interval = 'signalering_besluit'"
        " AND eenheid = 'schooldagen' AND selectie = 'eerste'"
        " AND school_id = 'alle' AND schooljaar = 'alle'"
    ).fetchall()[0]
    true_median = np.nanmedian(days(truth, "signalering", "eerste_besluit"))
    assert naive < 0.85 * true_median
    assert abs(ours - true_median) < abs(naive - true_median) / 2


def test_counts_of_cases_and_decisions_are_those_of_the_truth_until_the_peildatum(world):
    connection, truth = world
    known = truth[truth["datum_signalering"] <= PEILDATUM.isoformat()]
    decided = known[known["datum_eerste_besluit"] <= PEILDATUM.isoformat()]
    found = connection.execute(
        "SELECT n, n_5a, n_5b FROM mart_uitkomst_stand"
        " WHERE school_id = 'alle' AND schooljaar = 'alle'"
    ).fetchall()[0]
    expected = (
        len(known),
        (decided["uitkomst"] == "5A").sum(),
        (decided["uitkomst"] == "5B").sum(),
    )
    assert found == pytest.approx(expected, rel=0.02)
