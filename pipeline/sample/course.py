"""After the first decision: help, a second round, a later or second report, and the end."""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.codes import Codes, code
from pipeline.sample.days import NEVER, Flags, Ints, SchoolDays
from pipeline.sample.dice import Dice
from pipeline.sample.start import FIRST_5A, FIRST_5B, VRAAG1_NEE, Start
from pipeline.sample.steps import V2_JA, Steps

NO_SECOND, VRAAG5_NEE, SIGNAAL, HERMELDING, HERWEGING = range(5)


@dataclass(frozen=True)
class Course:
    """What follows on the first decision, one entry per case.

    `second`: why there is a second decision. `cut` is the day on which the pupil left before the
    case would have ended, NEVER for most; nothing of the case happens after it.
    """

    has_hulp: Flags
    hulp_start: Ints
    termijn: Ints
    vraag5: Ints
    hulp_einde: Ints
    second: Ints
    signaal: Ints
    weging_2: Ints
    besluit_2: Ints
    melding_2: Ints
    einde: Ints
    cut: Ints
    reden: Codes


def draw_course(dice: Dice, days: SchoolDays, start: Start, steps: Steps) -> Course:
    """Return what happens after the first decision of each case in a block."""
    n = len(start)
    first_5a = (start.furthest == FIRST_5A) & ~start.medewerker
    beside = dice.chance("hulp_with_vt", n) & (steps.melding < NEVER) & (steps.route_5b == V2_JA)
    hulp_start = np.where(first_5a, steps.besluit, np.where(beside, steps.melding, NEVER))
    termijn = _draw_termijn(dice, days, start, hulp_start.astype(np.int32))
    second = _draw_second(dice, start, steps)
    answered = days.add(start.region, termijn, dice.days("termijn_vraag5", n))
    vraag5 = np.where(first_5a & (second != SIGNAAL), answered, NEVER).astype(np.int32)
    round_2 = _draw_round_2(dice, days, start, steps, second, termijn, vraag5)
    hulp_einde = np.select([beside, second == SIGNAAL], [termijn, round_2["besluit_2"]], vraag5)
    einde, reden = _draw_end(dice, days, start, steps, round_2["melding_2"], hulp_einde)
    cut = _draw_transfer(dice, days, start, einde)
    return Course(
        has_hulp=hulp_start < NEVER,
        hulp_start=hulp_start.astype(np.int32),
        termijn=termijn,
        vraag5=vraag5,
        hulp_einde=np.where(hulp_start < NEVER, hulp_einde, NEVER).astype(np.int32),
        second=second,
        **round_2,
        einde=np.minimum(einde, cut),
        cut=cut,
        reden=np.where(cut < NEVER, code("reden_afsluiting", "leerling_vertrokken"), reden),
    )


def _draw_termijn(dice: Dice, days: SchoolDays, start: Start, begin: Ints) -> Ints:
    """Return the school day on which the help should have given results."""
    numbers = dice.parameters.numbers
    low, high = numbers["termijn_weeks_minimum"], numbers["termijn_weeks_maximum"]
    weeks = np.floor(low + (high - low + 1) * dice.uniform(len(start))).astype(np.int32)
    return days.ceil(
        start.region, np.where(begin < NEVER, begin + 7 * weeks, NEVER).astype(np.int32)
    )


def _draw_second(dice: Dice, start: Start, steps: Steps) -> Ints:
    """Return why a second decision follows: at most one reason per case."""
    n = len(start)
    later = dice.chance("later_5b", n)
    by_signal = dice.chance("later_5b_by_signal", n)
    again = dice.chance("herweging", n)
    after_5a = np.where(later, np.where(by_signal, SIGNAAL, VRAAG5_NEE), again * HERWEGING)
    after_5b = dice.chance("hermelding", n) * HERMELDING
    second = np.select(
        [start.furthest == FIRST_5A, start.furthest == FIRST_5B], [after_5a, after_5b]
    )
    return np.where(start.medewerker, NO_SECOND, second).astype(np.int32)


def _draw_round_2(
    dice: Dice,
    days: SchoolDays,
    start: Start,
    steps: Steps,
    second: Ints,
    termijn: Ints,
    vraag5: Ints,
) -> dict[str, Ints]:
    n, region = len(start), start.region
    during = days.add(region, steps.besluit, 1 + dice.days("besluit_signaal", n))
    after = days.add(region, steps.melding, 1 + dice.days("melding_signaal", n))
    signaal = np.select(
        [second == SIGNAAL, second == HERMELDING], [np.minimum(during, termijn), after], NEVER
    )
    next_day = days.add(region, steps.besluit, 1)
    re_weighed = days.between(region, next_day, termijn, dice.uniform(n))
    weighed = days.add(region, signaal.astype(np.int32), dice.days("gesprek_ouders_weging", n))
    weging_2 = np.where(second == HERWEGING, re_weighed, weighed).astype(np.int32)
    base = np.where(second == VRAAG5_NEE, vraag5, weging_2).astype(np.int32)
    besluit_2 = days.add(region, base, dice.days("weging_besluit", n))
    besluit_2 = np.where(second == NO_SECOND, NEVER, besluit_2).astype(np.int32)
    melding_2 = days.add(region, besluit_2, dice.days("besluit_melding", n))
    return {
        "signaal": signaal.astype(np.int32),
        "weging_2": np.where(second == NO_SECOND, NEVER, weging_2).astype(np.int32),
        "besluit_2": besluit_2,
        "melding_2": np.where(second == HERWEGING, NEVER, melding_2).astype(np.int32),
    }


def _draw_end(
    dice: Dice, days: SchoolDays, start: Start, steps: Steps, melding_2: Ints, hulp_einde: Ints
) -> tuple[Ints, Codes]:
    """Return the day each case is closed and why; some decided cases are never closed."""
    n, region = len(start), start.region
    first = np.where(steps.melding < NEVER, steps.melding, 0)
    last_melding = np.maximum(first, np.where(melding_2 < NEVER, melding_2, 0)).astype(np.int32)
    reported = last_melding > 0
    stopped = days.add(region, steps.besluit, dice.days("besluit_afsluiting", n))
    helped = days.add(region, hulp_einde.astype(np.int32), dice.days("hulp_afsluiting", n))
    after = days.add(
        region,
        np.where(reported, last_melding, NEVER).astype(np.int32),
        dice.days("melding_afsluiting", n),
    )
    after = np.where(hulp_einde < NEVER, np.maximum(after, helped), after)
    decided = start.furthest >= FIRST_5A
    einde = np.select([~decided, reported], [stopped, after], helped)
    never = dice.chance("never_closed", n) & decided
    reden = np.select(
        [start.furthest == VRAAG1_NEE, ~decided, reported],
        [
            code("reden_afsluiting", r)
            for r in ("afweging1_nee", "zorgen_weggenomen", "na_melding_afgerond")
        ],
        code("reden_afsluiting", "hulp_afgerond"),
    )
    return np.where(never, NEVER, einde).astype(np.int32), reden.astype(np.int8)


def _draw_transfer(dice: Dice, days: SchoolDays, start: Start, einde: Ints) -> Ints:
    """Return the day on which the pupil leaves the school, if that is before the case ends."""
    n = len(start)
    leaves = dice.chance("overgedragen", n) & ~start.medewerker
    day = days.add(start.region, start.signalering, 1 + dice.days("signalering_overgedragen", n))
    return np.where(leaves & (day < einde), day, NEVER).astype(np.int32)
