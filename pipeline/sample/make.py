"""Makes a whole sample: schools, blocks of cases, their deliveries and the truth beside them."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from pipeline.errors import UsageError
from pipeline.sample.block import Block, Rows
from pipeline.sample.censor import cut_off, forget, set_status
from pipeline.sample.course import draw_course
from pipeline.sample.days import Ints, day_number, school_days
from pipeline.sample.delivery import Delivery
from pipeline.sample.details import draw_details
from pipeline.sample.dice import Dice
from pipeline.sample.expected import NEEDED, find_overdue, find_unreported
from pipeline.sample.faults import Planter
from pipeline.sample.organisation import (
    make_levering,
    make_organisatie_maatregel,
    make_school_jaar,
)
from pipeline.sample.parameters import Parameters, read_parameters
from pipeline.sample.schools import Schools, make_schools
from pipeline.sample.start import (
    cohort_years,
    draw_counts,
    draw_pupils,
    draw_start,
    prescribed_year,
    split_blocks,
)
from pipeline.sample.steps import draw_steps
from pipeline.sample.tables import make_tables
from pipeline.sample.tokens import make_case_tokens
from pipeline.sample.truth import Truth

PEILDATUM = date(2026, 1, 31)
WORKBOOK_CASES = 2_000
TRUTH = "truth"


@dataclass(frozen=True)
class SampleSummary:
    """What was made: numbers of schools, cases and events delivered, and where."""

    schools: int
    cases: int
    events: int
    folder: Path

    @property
    def deliveries(self) -> list[Path]:
        """The deliveries: a folder or a workbook per school, never the truth."""
        return sorted(path for path in self.folder.iterdir() if path.name != TRUTH)


@dataclass(frozen=True)
class Plan:
    """One sample: its arguments, its schools, and the number of cases per school and year."""

    parameters: Parameters
    seed: int
    peildatum: int
    schools: Schools
    counts: dict[int, Ints]


def make_sample(
    out: Path,
    *,
    schools: int = 12,
    years: int = 3,
    seed: int = 1,
    faults: bool = False,
    peildatum: date | None = None,
    cases_per_1000: float = 12.0,
) -> SampleSummary:
    """Write made-up deliveries of one bestuur as at `peildatum`, and the truth beside them.

    The same seed gives the same bytes. With another peildatum the same schools have the same
    cases, known up to that day: an earlier or a later delivery. `years` counts school years back
    from the one that runs on the peildatum. `faults` plants a fault for every rule of the intake,
    and adds a small delivery for each one that refuses a whole delivery.
    Raises UsageError when `out` is not empty.
    """
    as_at = peildatum or PEILDATUM
    plan = _make_plan(schools, cohort_years(as_at, years), seed, as_at, cases_per_1000)
    _require_empty(out)
    arguments: dict[str, object] = {
        "schools": schools,
        "years": years,
        "seed": seed,
        "peildatum": as_at.isoformat(),
    }
    arguments |= {"cases_per_1000": cases_per_1000, "faults": faults}
    written = _write_sample(out, plan, arguments)
    return SampleSummary(written["levering"], written["zaak"], written["gebeurtenis"], out)


def _make_plan(n: int, cohorts: list[int], seed: int, as_at: date, rate: float) -> Plan:
    if rate < 0:
        raise UsageError(f"cases_per_1000 is {rate}; choices: 0 or more")
    parameters = read_parameters()
    schools = make_schools(parameters, seed, n)
    counts = {year: draw_counts(parameters, seed, schools, year, rate) for year in cohorts}
    counts[prescribed_year(cohorts)] += np.maximum(schools.fixed_cases, 0)
    total = np.sum(list(counts.values()), axis=0)
    return Plan(
        parameters, seed, day_number(as_at), _without_large_workbook(schools, total), counts
    )


def _without_large_workbook(schools: Schools, cases: Ints) -> Schools:
    """Return the schools, with a CSV instead of a workbook where that would grow large."""
    plain = next(dialect for dialect in schools.dialects if dialect.format == "csv")
    dialects = tuple(
        plain if dialect.format == "xlsx" and n > WORKBOOK_CASES else dialect
        for dialect, n in zip(schools.dialects, cases.tolist(), strict=True)
    )
    return replace(schools, dialects=dialects)


def _require_empty(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not empty; choose a folder that does not exist yet")
    out.mkdir(parents=True, exist_ok=True)


def _write_sample(out: Path, plan: Plan, arguments: dict[str, object]) -> Counter[str]:
    """Write block after block, so that memory does not grow; return the deliveries and rows."""
    delivery = Delivery(out, plan.schools)
    truth = Truth(out / TRUTH, plan.schools, plan.peildatum)
    written: Counter[str] = Counter()
    _write_organisation(delivery, plan)
    for year, in_year in plan.counts.items():
        for number, school in enumerate(split_blocks(in_year)):
            block = draw_block(plan, year, number, school)
            tables = make_tables(block)
            truth.add(block, tables, year)
            forgetting = Dice(plan.parameters, plan.seed, (3, year, number))
            written += _write_block(delivery, truth, block, tables, forgetting)
    delivery.close()
    if arguments["faults"]:
        written += Planter(delivery, truth, plan.parameters, plan.seed).plant_all()
    truth.close(plan.parameters, arguments)
    return written + Counter(levering=sum(path.name != TRUTH for path in out.iterdir()))


def draw_block(plan: Plan, year: int, number: int, school: Ints) -> Block:
    """Return the true course of one block of cases; the peildatum plays no part in it."""
    dice, days = Dice(plan.parameters, plan.seed, (2, year, number)), school_days()
    start = draw_start(dice, days, plan.schools, school, year)
    steps = draw_steps(dice, days, start)
    course = draw_course(dice, days, start, steps)
    details = draw_details(dice, days, start, steps, course)
    return Block(dice, days, start, steps, course, details, make_case_tokens(dice.rng, len(start)))


def _write_block(
    delivery: Delivery, truth: Truth, block: Block, tables: dict[str, Rows], dice: Dice
) -> Counter[str]:
    """Cut off, forget and write every table of a block; return the rows written per table."""
    is_open = block.course.einde > truth.peildatum
    factor = np.where(is_open, dice.parameters.numbers["onbekend_open_factor"], 1.0)
    chance = delivery.schools.onbekend[block.start.school] * factor
    counts: Counter[str] = Counter()
    written: dict[str, Rows] = {}
    for name in list(tables):
        rows, keep = cut_off(name, tables.pop(name), block, truth.peildatum)
        rows = set_status(rows, truth.peildatum) if name == "zaak" else rows
        rows = forget(name, rows, keep, dice, chance)
        rows["school"] = block.start.school[rows["zaak"]]
        rows["rij"] = delivery.append(name, rows)
        counts[name] = len(rows["zaak"])
        if name in NEEDED:
            written[name] = rows
    both = delivery.delivers("afweging", "antwoord") & delivery.delivers("melding", "datum")
    says_when = delivery.delivers("zaak", "verwijderen_na")
    overdue = find_overdue(written["zaak"], says_when, truth.peildatum)
    truth.add_findings([*find_unreported(written, both), overdue])
    return counts


def _write_organisation(delivery: Delivery, plan: Plan) -> None:
    """Write the tables that belong to a school rather than to a case."""
    parameters, seed, schools, peildatum = plan.parameters, plan.seed, plan.schools, plan.peildatum
    pupils = {year: draw_pupils(parameters, seed, schools, year) for year in plan.counts}
    delivery.append("levering", make_levering(schools, peildatum))
    delivery.append("school_jaar", make_school_jaar(schools, pupils, peildatum))
    for year in plan.counts:
        dice = Dice(parameters, seed, (1, year, 2))
        rows = make_organisatie_maatregel(dice, schools, year, pupils[year], peildatum)
        delivery.append("organisatie_maatregel", rows)
