"""Each case on the worklist names the norm that its next step comes from."""

from pipeline.present.worklist import AGREED, NEXT, REPORT
from pipeline.schema.labels import labels
from pipeline.schema.meldcode import DEFAULT, read_meldcode


def test_every_norm_that_the_worklist_names_is_declared():
    declared = {norm.name for norm in read_meldcode(DEFAULT).norms}
    assert {*NEXT.values(), *AGREED.values(), REPORT} - declared == set()


def test_every_step_and_date_that_a_case_can_wait_for_has_its_norm():
    keys = {key.partition(".")[2] for key in labels() if key.startswith("werklijst.")}
    waiting = {key.removeprefix("wacht_") for key in keys if key.startswith("wacht_")}
    dates = {key.removeprefix("datum_") for key in keys if key.startswith("datum_")}
    assert (set(NEXT), set(AGREED)) == (waiting, dates)
