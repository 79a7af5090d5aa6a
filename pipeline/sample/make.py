"""Makes a whole sample: schools, blocks of cases, their deliveries and the truth beside them."""

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
from pipeline.sample.events import record_events
from pipeline.sample.organisation import (
    make_levering,
    make_organisatie_maatregel,
    make_school_jaar,
)
from pipeline.sample.outcomes import make_evaluatie, make_hulp, make_melding
from pipeline.sample.parameters import Parameters, read_parameters
from pipeline.sample.records import make_attest, make_dossier_toets, make_dossiernotitie, make_rol
from pipeline.sample.registration import add_registration
from pipeline.sample.schools import Schools, make_schools
from pipeline.sample.start import cohort_years, draw_counts, draw_pupils, draw_start, split_blocks
from pipeline.sample.steps import draw_steps
from pipeline.sample.tables import (
    make_afweging,
    make_besluit,
    make_mdo,
    make_oudergesprek,
    make_weging,
    make_zaak,
    make_zaak_route,
)
from pipeline.sample.tokens import make_case_tokens
from pipeline.sample.truth import Truth

PEILDATUM = date(2026, 1, 31)
WORKBOOK_CASES = 2_000


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
        return sorted(path for path in self.folder.iterdir() if path.name != "truth")


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
    from the one that runs on the peildatum. Raises UsageError when `out` is not empty.
    """
    as_at = peildatum or PEILDATUM
    parameters = read_parameters()
    _require_empty(out)
    bestuur = make_schools(parameters, seed, schools)
    cohorts = cohort_years(as_at, years)
    counts = {
        year: draw_counts(parameters, seed, bestuur, year, cases_per_1000, year == cohorts[0])
        for year in cohorts
    }
    bestuur = _without_large_workbook(bestuur, sum(counts.values()))
    delivery = Delivery(out, bestuur)
    truth = Truth(out / "truth", bestuur, day_number(as_at))
    _write_organisation(delivery, parameters, seed, bestuur, cohorts, day_number(as_at))
    cases = events = 0
    for year, in_year in counts.items():
        for number, school in enumerate(split_blocks(in_year)):
            block = draw_block(parameters, seed, bestuur, year, number, school)
            tables = make_tables(block)
            truth.add(block, tables, year)
            forgetting = Dice(parameters, seed, (3, year, number))
            written = _write_block(delivery, block, tables, forgetting, day_number(as_at))
            cases, events = cases + written["zaak"], events + written["gebeurtenis"]
    delivery.close()
    truth.close(
        parameters,
        {
            **{"schools": schools, "years": years, "seed": seed, "peildatum": as_at.isoformat()},
            "cases_per_1000": cases_per_1000,
        },
    )
    return SampleSummary(schools, cases, events, out)


def _require_empty(out: Path) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} is not empty; choose a folder that does not exist yet")
    out.mkdir(parents=True, exist_ok=True)


def _without_large_workbook(schools: Schools, cases: Ints) -> Schools:
    """Return the schools, with a CSV instead of a workbook where that would grow large."""
    plain = next(dialect for dialect in schools.dialects if dialect.format == "csv")
    dialects = tuple(
        plain if dialect.format == "xlsx" and n > WORKBOOK_CASES else dialect
        for dialect, n in zip(schools.dialects, cases.tolist(), strict=True)
    )
    return replace(schools, dialects=dialects)


def draw_block(
    parameters: Parameters, seed: int, schools: Schools, year: int, number: int, school: Ints
) -> Block:
    """Return the true course of one block of cases; the peildatum plays no part in it."""
    dice, days = Dice(parameters, seed, (2, year, number)), school_days()
    start = draw_start(dice, days, schools, school, year)
    steps = draw_steps(dice, days, start)
    course = draw_course(dice, days, start, steps)
    details = draw_details(dice, days, start, steps, course)
    return Block(dice, days, start, steps, course, details, make_case_tokens(dice.rng, len(start)))


def make_tables(block: Block) -> dict[str, Rows]:
    """Return the rows of every table of a block, uncensored."""
    events = record_events(block)
    return {
        "zaak": make_zaak(block),
        "zaak_route": make_zaak_route(block),
        "gebeurtenis": add_registration(block, events),
        "gebeurtenis_rol": make_rol(block, events),
        "mdo": make_mdo(block, events),
        "oudergesprek": make_oudergesprek(block, events),
        "dossiernotitie": make_dossiernotitie(block, events),
        "weging": make_weging(block),
        "afweging": make_afweging(block),
        "besluit": make_besluit(block),
        "melding": make_melding(block),
        "hulp": make_hulp(block),
        "evaluatie": make_evaluatie(block),
        "attest": make_attest(block),
        "dossier_toets": make_dossier_toets(block),
    }


def _write_block(
    delivery: Delivery, block: Block, tables: dict[str, Rows], dice: Dice, peildatum: int
) -> dict[str, int]:
    """Cut off, forget and write every table of a block; return the rows written per table."""
    is_open = block.course.einde > peildatum
    factor = np.where(is_open, dice.parameters.numbers["onbekend_open_factor"], 1.0)
    chance = delivery.schools.onbekend[block.start.school] * factor
    written: dict[str, int] = {}
    for name in list(tables):
        rows, keep = cut_off(name, tables.pop(name), block, peildatum)
        rows = set_status(rows, peildatum) if name == "zaak" else rows
        rows = forget(name, rows, keep, dice, chance)
        rows["school"] = block.start.school[rows["zaak"]]
        delivery.append(name, rows)
        written[name] = len(rows["zaak"])
    return written


def _write_organisation(
    delivery: Delivery,
    parameters: Parameters,
    seed: int,
    schools: Schools,
    cohorts: list[int],
    peildatum: int,
) -> None:
    """Write the tables that belong to a school rather than to a case."""
    pupils = {year: draw_pupils(parameters, seed, schools, year) for year in cohorts}
    delivery.append("levering", make_levering(schools, peildatum))
    delivery.append("school_jaar", make_school_jaar(schools, pupils, peildatum))
    for year in cohorts:
        dice = Dice(parameters, seed, (1, year, 2))
        rows = make_organisatie_maatregel(dice, schools, year, pupils[year], peildatum)
        delivery.append("organisatie_maatregel", rows)
