"""Which cases begin: how many per school and school year, on which day, and of what kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from pipeline.errors import UsageError
from pipeline.sample.codes import Codes
from pipeline.sample.days import Flags, Floats, Ints, SchoolDays, day_number
from pipeline.sample.dice import Dice
from pipeline.sample.parameters import Parameters
from pipeline.sample.schools import Schools
from pipeline.schema.calendar import VAKANTIEREGIOS, school_years

STOP_1, STOP_3, VRAAG1_NEE, FIRST_5A, FIRST_5B = range(5)
BLOCK_CASES = 40_000
PRESCRIBED_YEAR = 2024


@dataclass(frozen=True)
class Start:
    """One entry per case, in order of school and date; `furthest` is the step it will reach."""

    school: Ints
    region: Ints
    signalering: Ints
    acuut: Flags
    medewerker: Flags
    furthest: Ints
    route: Codes

    def __len__(self) -> int:
        return len(self.school)


def cohort_years(peildatum: date, years: int) -> list[int]:
    """Return the first calendar year of each school year, the running one last."""
    covered = [int(year[:4]) for year in school_years()]
    last = peildatum.year - (peildatum.month < 8)
    if years < 1 or last - years + 1 < covered[0] or last > covered[-1]:
        raise UsageError(
            f"{years} school years up to {peildatum}: the calendar holds "
            f"{covered[0]}-{covered[0] + 1} up to {covered[-1]}-{covered[-1] + 1}; "
            "choose fewer years or another peildatum"
        )
    return list(range(last - years + 1, last + 1))


def schooljaar(year: int) -> str:
    return f"{year}-{year + 1}"


def draw_pupils(parameters: Parameters, seed: int, schools: Schools, year: int) -> Ints:
    """Return the number of pupils per school on 1 October of `year`."""
    drift = 1 + 0.02 * Dice(parameters, seed, (1, year, 0)).normal(len(schools))
    return np.maximum(np.rint(schools.size * drift), 1).astype(np.int32)


def draw_counts(
    parameters: Parameters, seed: int, schools: Schools, year: int, rate: float
) -> Ints:
    """Return the new cases per school in one school year: gamma-Poisson, or as prescribed."""
    pupils = draw_pupils(parameters, seed, schools, year)
    mean = pupils * (rate / 1000) * schools.factor
    counts = Dice(parameters, seed, (1, year, 1)).rng.poisson(mean)
    return np.where(schools.fixed_cases >= 0, 0, counts).astype(np.int32)


def prescribed_year(cohorts: list[int]) -> int:
    """Return the school year of the prescribed cases: a fixed one, so that they stay the same."""
    return PRESCRIBED_YEAR if PRESCRIBED_YEAR in cohorts else cohorts[0]


def split_blocks(counts: Ints, size: int = BLOCK_CASES) -> Iterator[Ints]:
    """Yield the school of each case, in blocks of at most `size`: memory stays bounded."""
    ends = np.cumsum(counts, dtype=np.int64)
    for first in range(0, int(ends[-1]), size):
        cases = np.arange(first, min(first + size, int(ends[-1])))
        yield np.searchsorted(ends, cases, side="right").astype(np.int32)


def draw_start(dice: Dice, days: SchoolDays, schools: Schools, school: Ints, year: int) -> Start:
    """Return the beginning of one block of cases of one school year."""
    n = len(school)
    region = schools.region[school]
    signalering = _draw_dates(dice, days, region, dice.uniform(n), year)
    prescribed = schools.fixed_cases[school] >= 0
    signalering = np.where(prescribed, _first_days(days, region, year), signalering)
    order = np.lexsort((signalering, school))
    acuut = dice.chance("acuut", n) & ~prescribed
    return Start(
        school=school,
        region=region,
        signalering=signalering[order].astype(np.int32),
        acuut=acuut,
        medewerker=dice.chance("medewerker", n) & ~prescribed,
        furthest=_draw_furthest(dice, acuut),
        route=dice.code("bijzondere_route", "bijzondere_route", n),
    )


def _draw_dates(dice: Dice, days: SchoolDays, region: Ints, share: Floats, year: int) -> Ints:
    """Return a school day per case: the month by its weight, any school day within it alike."""
    dates = np.empty(len(region), np.int32)
    for number in range(len(VAKANTIEREGIOS)):
        school_day = days.school_day[number]
        low, high = day_number(date(year, 8, 1)), day_number(date(year + 1, 8, 1))
        candidates = school_day[(school_day >= low) & (school_day < high)]
        cumulative = np.cumsum(_day_weights(dice.parameters, candidates))
        mine = region == number
        dates[mine] = candidates[np.searchsorted(cumulative / cumulative[-1], share[mine])]
    return dates


def _day_weights(parameters: Parameters, candidates: Ints) -> Floats:
    """Return the weight of each school day: that of its month, shared by its school days."""
    month = candidates.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    per_month = np.bincount(month, minlength=12)
    weights = np.roll(np.array(parameters.start_months), 7)  # January first
    per_day: Floats = weights[month] / per_month[month]
    return per_day


def _first_days(days: SchoolDays, region: Ints, year: int) -> Ints:
    """Return a day in the first weeks of the school year, another one for each case."""
    begin = np.full(len(region), day_number(date(year, 9, 15)), np.int32)
    return days.add(region, begin, np.arange(len(region), dtype=np.int32) % 5 + 1)


def _draw_furthest(dice: Dice, acuut: Flags) -> Ints:
    """Return the furthest step; an acute case nearly always ends in 5B.

    The shares of the other cases are such that all together have the declared ones.
    """
    all_cases = np.array(list(dice.parameters.mixes["furthest_step"].values()))
    acute = np.zeros(5)
    acute[[FIRST_5A, FIRST_5B]] = 1 - dice.share("acuut_5b"), dice.share("acuut_5b")
    share = dice.share("acuut")
    others = (all_cases - share * acute) / (1 - share)
    u = dice.uniform(len(acuut))
    slow = np.searchsorted(np.cumsum(others)[:-1], u, side="right")
    quick = np.searchsorted(np.cumsum(acute)[:-1], u, side="right")
    return np.where(acuut, quick, slow).astype(np.int32)
