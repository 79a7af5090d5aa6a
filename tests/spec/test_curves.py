"""How many cases still wait after so many school days: nothing is said past the last one seen."""

import pytest

from pipeline.present.curves import curves, curves_part
from tests.spec.test_report_years import SCHOOL, aggregate, source

STEP = "signalering_overleg_ib"


def waiting(days):
    """Return a source with one curve, drawn as day and share that still waits."""
    same = {"interval": STEP, "selectie": "eerste", "eenheid": "schooldagen"}
    where = {**same, "school_id": SCHOOL, "schooljaar": "alle"}
    steps = [{**where, "t": t, "overleving": share} for t, share in days]
    rows = [{**row, "onder": row["overleving"], "boven": row["overleving"]} for row in steps]
    return source(
        overleving=aggregate("overleving", rows),
        duur=aggregate("duur", [{**where, "n": 10, "n_bereikt": 6}]),
    )


@pytest.mark.parametrize(
    ("days", "after"),
    [
        # Followed for 12 school days: four of ten still wait then, of later nothing is known.
        ([(3, 0.7), (12, 0.4)], ["70%", "70%", "–", "–"]),
        # The longest was followed for 45 school days, without taking the step.
        ([(3, 0.7), (12, 0.4), (45, 0.4)], ["70%", "70%", "40%", "40%"]),
        # Nobody waits after 12 school days, so nobody does later.
        ([(3, 0.7), (12, 0.0)], ["70%", "70%", "0%", "0%"]),
    ],
)
def test_what_still_waits_is_said_as_far_as_cases_were_followed(days, after):
    here = waiting(days)
    part = curves_part(here, curves(here))
    row = next(line for line in part.html.split("<tr>") if "overleg" in line and "<td" in line)
    cells = [cell.split(">")[1].split("<")[0] for cell in row.split("<td")[1:]]
    assert cells == after
