"""Steps 1 to 5 of each case: when every step is taken, up to the first decision and the report."""

from dataclasses import dataclass

import numpy as np

from pipeline.sample.days import NEVER, Flags, Ints, SchoolDays, if_ever
from pipeline.sample.dice import Dice
from pipeline.sample.start import FIRST_5A, FIRST_5B, STOP_1, STOP_3, VRAAG1_NEE, Start

V2_JA, V3_NEE, V4_NEE = range(3)


@dataclass(frozen=True)
class Steps:
    """One entry per case; dates as day numbers, NEVER where a step is not taken."""

    overleg_ib: Ints
    advies_vt: Ints
    gesprek: Ints
    weging: Ints
    besluit: Ints
    melding: Ints
    versneld: Flags
    route_5b: Ints


def draw_steps(dice: Dice, days: SchoolDays, start: Start) -> Steps:
    """Return the steps of a block; the acute cases run their own, quick course."""
    n = len(start)
    silent = (start.furthest == FIRST_5B) & (dice.uniform(n) < _share_without_gesprek(dice))
    versneld = dice.chance("versneld", n) & (start.furthest >= FIRST_5A) & ~silent & ~start.acuut
    calm = _draw_calm(dice, days, start, silent, versneld)
    acute = _draw_acute(dice, days, start)
    dates = {name: np.where(start.acuut, acute[name], calm[name]) for name in calm}
    route = dice.choice("route_5b", n)
    return Steps(
        **{name: if_ever(~start.medewerker, day) for name, day in dates.items()},
        versneld=versneld,
        route_5b=np.where(start.acuut, V2_JA, route),
    )


def _draw_calm(
    dice: Dice, days: SchoolDays, start: Start, silent: Flags, versneld: Flags
) -> dict[str, Ints]:
    """Return the ordinary course; `silent` cases are reported without a parent talk."""
    n, region, furthest = len(start), start.region, start.furthest
    overleg_ib, advies_vt = _draw_first_contacts(dice, days, start)
    advies_vt = if_ever(furthest != STOP_1, advies_vt)
    gesprek = days.add(region, advies_vt, dice.days("advies_vt_gesprek_ouders", n))
    base = np.where(silent, advies_vt, gesprek)
    weging = days.add(region, base, dice.days("gesprek_ouders_weging", n))
    delay = np.where(versneld, 0, dice.days("weging_besluit", n))
    before = np.select([furthest == STOP_1, furthest == STOP_3], [overleg_ib, gesprek], weging)
    besluit = days.add(region, before, delay)
    melding = days.add(region, besluit, dice.days("besluit_melding", n))
    return {
        "overleg_ib": overleg_ib,
        "advies_vt": advies_vt,
        "gesprek": if_ever(~silent, gesprek),
        "weging": if_ever(furthest >= VRAAG1_NEE, weging),
        "besluit": besluit,
        "melding": if_ever(furthest == FIRST_5B, melding),
    }


def _draw_first_contacts(dice: Dice, days: SchoolDays, start: Start) -> tuple[Ints, Ints]:
    """Return overleg_ib and advies_vt: who is quick with the one is quick with the other.

    Order is not binding: in some cases Veilig Thuis is asked first.
    """
    n, rho = len(start), dice.parameters.numbers["first_delays_correlation"]
    z = dice.normal(n)
    other = rho * z + np.sqrt(1 - rho**2) * dice.normal(n)
    overleg_ib = days.add(
        start.region, start.signalering, dice.days("signalering_overleg_ib", n, z)
    )
    advies_vt = days.add(
        start.region, start.signalering, dice.days("signalering_advies_vt", n, other)
    )
    return overleg_ib, advies_vt


def _share_without_gesprek(dice: Dice) -> float:
    """Return the share of calm 5B cases without a parent talk; with the acute ones it adds up."""
    first_5b = dice.parameters.mixes["furthest_step"]["first_5b"]
    acute = dice.share("acuut") * dice.share("acuut_5b") / first_5b
    done = acute * (1 - dice.share("acuut_gesprek_before"))
    return max(0.0, (dice.share("melding_without_gesprek") - done) / (1 - acute))


def _draw_acute(dice: Dice, days: SchoolDays, start: Start) -> dict[str, Ints]:
    """Return the course of an emergency: decide at once, other steps may follow (N-01, N-02)."""
    n, region, day = len(start), start.region, start.signalering
    besluit = days.add(region, day, _mostly_zero(dice, "acuut_besluit_same_day", n, 2))
    melding = days.add(region, besluit, _mostly_zero(dice, "acuut_melding_same_day", n, 3))
    weging = days.add(region, besluit, _mostly_zero(dice, "acuut_weging_same_day", n, 5))
    later = days.add(region, melding, 1 + dice.days("advies_vt_gesprek_ouders", n))
    before = dice.chance("acuut_gesprek_before", n)
    after = dice.chance("acuut_gesprek_after", n)
    return {
        "overleg_ib": days.add(region, day, (dice.uniform(n) < 0.3).astype(np.int32)),
        "advies_vt": besluit,
        "gesprek": np.where(before, besluit, np.where(after, later, NEVER)),
        "weging": weging,
        "besluit": besluit,
        "melding": np.where(start.furthest == FIRST_5B, melding, NEVER),
    }


def _mostly_zero(dice: Dice, name: str, n: int, most: int) -> Ints:
    """Return 0 with the declared share, else 1 up to and including `most`."""
    later = 1 + np.floor(dice.uniform(n) * most).astype(np.int32)
    return np.where(dice.chance(name, n), 0, later).astype(np.int32)
