"""Findings that a clean delivery rightly gives; the rules must name them, they are no false alarm.

On the peildatum some cases stand between the answers that ask for a report and the report itself.
And a sample of many school years holds cases that should have been deleted by then.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.block import Rows
from pipeline.sample.codes import code
from pipeline.sample.days import Flags, Ints

NEEDED = ("zaak", "afweging", "besluit", "melding")


@dataclass(frozen=True)
class Expected:
    """One finding per entry: the school, the table, the row in its file, the column, the rule."""

    school: Ints
    rij: Ints
    table: str
    column: str
    rule: str


def find_unreported(written: dict[str, Rows], delivers: Flags) -> list[Expected]:
    """Return the findings on one block; `delivers`: schools with both afweging and melding.

    The rows have `rij`, their row number in the file, and `school` beside the declared columns.
    """
    cases, decisions = written["zaak"], written["besluit"]
    n = int(cases["zaak"].max(initial=-1)) + 1
    reported = np.bincount(written["melding"]["zaak"], minlength=n) > 0
    waits = _must_report(written["afweging"], n) & ~reported
    unsafe = _last_is_unsafe(written["afweging"], n) & ~reported
    late = waits[cases["zaak"]] & delivers[cases["school"]]
    is_5a = decisions["uitkomst"] == code("uitkomst", "5A")
    kept_5a = is_5a & unsafe[decisions["zaak"]] & delivers[decisions["school"]]
    return [
        Expected(cases["school"][late], cases["rij"][late], "zaak", "zaak_id", "melding_ontbreekt"),
        Expected(
            *(decisions["school"][kept_5a], decisions["rij"][kept_5a]),
            *("besluit", "uitkomst", "besluit_5a_bij_onveilig"),
        ),
    ]


def find_overdue(cases: Rows, delivers: Flags, peildatum: int) -> Expected:
    """Return the cases past their term; `delivers`: schools that say when a case must go."""
    past = (cases["verwijderen_na"] < peildatum) & delivers[cases["school"]]
    rows = cases["school"][past], cases["rij"][past]
    return Expected(*rows, "zaak", "verwijderen_na", "bewaartermijn_voorbij")


def _must_report(answers: Rows, n: int) -> Flags:
    """Return which cases have answers that ask for a report (A.3)."""
    yes = answers["antwoord"] == code("antwoord", "ja")
    vraag = answers["vraag"]
    unsafe = (vraag == code("vraag", "2")) & yes
    no_help = (vraag > code("vraag", "2")) & ~yes
    must: Flags = np.bincount(answers["zaak"][unsafe | no_help], minlength=n) > 0
    return must


def _last_is_unsafe(answers: Rows, n: int) -> Flags:
    """Return which cases have a yes to question 2 in their last round."""
    second = np.flatnonzero(answers["vraag"] == code("vraag", "2"))
    second = second[np.argsort(answers["ronde"][second], kind="stable")]
    last = np.zeros(n, bool)
    last[answers["zaak"][second]] = answers["antwoord"][second] == code("antwoord", "ja")
    return last
