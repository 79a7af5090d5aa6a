"""What events and tables share about a case: doubt, permission, help, and talks about a report."""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.codes import Codes, code
from pipeline.sample.course import Course
from pipeline.sample.days import NEVER, Flags, Ints, SchoolDays
from pipeline.sample.dice import Dice
from pipeline.sample.start import Start
from pipeline.sample.steps import Steps


@dataclass(frozen=True)
class Details:
    """One entry per case; dates as day numbers, NEVER where something does not happen.

    `vooraf`, `feedback`: for the first and the second report of a case.
    """

    mdo: Ints
    mdo_permission: Codes
    mdo_request: Ints
    twijfel: Flags
    hulp: Codes
    plan: Ints
    vooraf: tuple[Ints, ...]
    feedback: tuple[Ints, ...]


def draw_details(
    dice: Dice, days: SchoolDays, start: Start, steps: Steps, course: Course
) -> Details:
    """Return the shared details of a block."""
    n, region = len(start), start.region
    mdo, permission, request = _draw_mdo(dice, days, start, steps)
    plan = days.add(region, course.hulp_start, dice.days("besluit_plan", n))
    meldingen = ((steps.melding, steps.besluit), (course.melding_2, course.besluit_2))
    return Details(
        mdo=mdo,
        mdo_permission=permission,
        mdo_request=request,
        twijfel=dice.chance("twijfel", n),
        hulp=dice.code("soort_hulp", "soort_hulp", n),
        plan=np.where(dice.chance("begeleidingsplan", n), plan, NEVER).astype(np.int32),
        vooraf=tuple(_draw_vooraf(dice, days, start, steps, *pair) for pair in meldingen),
        feedback=tuple(_draw_feedback(dice, days, start, pair[0]) for pair in meldingen),
    )


def _draw_mdo(dice: Dice, days: SchoolDays, start: Start, steps: Steps) -> tuple[Ints, Codes, Ints]:
    """Return the day of the MDO, the permission, and the day it was asked.

    An anonymous MDO needs no permission; after a refusal the MDO goes on anonymously.
    """
    n = len(start)
    permission = dice.code("toestemming_mdo", "toestemming_mdo", n)
    day = days.between(start.region, steps.advies_vt, steps.gesprek, dice.uniform(n))
    day = np.where(dice.chance("mdo", n) & ~start.acuut, day, NEVER).astype(np.int32)
    earlier = days.add(start.region, day, -np.floor(5 * dice.uniform(n)).astype(np.int32))
    asked = permission != code("toestemming_mdo", "nvt_anoniem")
    request = np.where(asked, np.maximum(start.signalering, earlier), NEVER)
    return day, permission, request.astype(np.int32)


def _draw_vooraf(
    dice: Dice, days: SchoolDays, start: Start, steps: Steps, melding: Ints, besluit: Ints
) -> Ints:
    """Return the day on which the report was discussed with the parents beforehand.

    Never without an earlier parent talk: then the reason to stay silent holds here as well.
    """
    spoken = (steps.gesprek <= melding) & dice.chance("ouders_vooraf", len(start))
    day = days.between(start.region, besluit, melding, dice.uniform(len(start)))
    return np.where(spoken, day, NEVER).astype(np.int32)


def _draw_feedback(dice: Dice, days: SchoolDays, start: Start, melding: Ints) -> Ints:
    """Return the day of feedback by Veilig Thuis, on a working day."""
    n = len(start)
    day = days.add_workdays(start.region, melding, dice.days("terugkoppeling_werkdagen", n))
    return np.where(dice.chance("terugkoppeling", n), day, NEVER).astype(np.int32)
